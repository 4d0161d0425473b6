package dev.sparkzarr.dataset.aggregate;

import dev.sparkzarr.dataset.DatasetException;
import dev.sparkzarr.dataset.predicate.CellEvaluator;
import java.util.List;

/**
 * The groups of a partition whose keys are looked up for each cell: every group of its axes, once
 * for each combination of what those keys number. How many cells a group has is counted. For one
 * thread.
 */
final class CellGroups implements AutoCloseable {
  private final List<CellNumbers> sources;
  private final int[] strides;
  private int total;
  private long[] cells;
  private int[] groups = new int[0];

  /**
   * @param sources at least one
   */
  CellGroups(List<CellNumbers> sources) {
    this.sources = List.copyOf(sources);
    this.strides = new int[sources.size()];
  }

  /**
   * Reads what is numbered once.
   *
   * @param ofAxes how many groups the axes make
   * @throws DatasetException when there are more groups than can be counted
   */
  void start(int ofAxes) {
    long all = ofAxes;
    for (int i = 0; i < strides.length; i++) {
      strides[i] = (int) all;
      sources.get(i).start();
      all *= sources.get(i).count();
      if (all > Integer.MAX_VALUE - 8) {
        throw LocalGroups.tooMany();
      }
    }
    total = (int) all;
    cells = new long[total];
  }

  /**
   * Brings the keys of cells into the runs of a tile.
   *
   * @param outside cells that do not count; null when all do
   */
  void number(
      TileRuns runs, long[] from, long[] to, CellEvaluator evaluator, boolean[] outside, int rows) {
    if (groups.length < rows) {
      groups = new int[rows];
    }
    runs.expand(groups);
    for (int i = 0; i < strides.length; i++) {
      sources.get(i).add(from, to, evaluator, outside, rows, strides[i], groups);
    }
    runs.cut(groups, rows);
    for (int i = 0; i < rows; i++) {
      cells[groups[i]]++;
    }
  }

  /**
   * @return how many groups there are, with cells or not
   */
  int total() {
    return total;
  }

  /**
   * @return how many cells a group has, those outside too
   */
  long cells(int group) {
    return cells[group];
  }

  /**
   * Puts a group's key where it belongs.
   *
   * @return false when it is NULL
   */
  boolean put(int group, int source, int key, byte[] bytes, int at) {
    CellNumbers numbers = sources.get(source);
    return numbers.put(group / strides[source] % numbers.count(), key, bytes, at);
  }

  @Override
  public void close() {
    sources.forEach(CellNumbers::close);
  }
}
