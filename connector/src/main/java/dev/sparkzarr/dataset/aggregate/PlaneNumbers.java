package dev.sparkzarr.dataset.aggregate;

import dev.sparkzarr.array.ReadCounters;
import dev.sparkzarr.dataset.Box;
import dev.sparkzarr.dataset.IndexSet;
import dev.sparkzarr.dataset.TableReader;
import dev.sparkzarr.dataset.TableScan;
import dev.sparkzarr.dataset.predicate.CellEvaluator;
import dev.sparkzarr.dataset.predicate.Values;
import dev.sparkzarr.store.Store;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Numbers the combinations of keys along some dimensions once, and looks them up for each cell. */
final class PlaneNumbers extends CellNumbers {
  private final PlaneKeys keys;
  private final TableReader tiles;
  private final CellEvaluator evaluator;
  private final PlaneGrid grid;
  private final int rank;
  private final List<KeyNumbers> values = new ArrayList<>();

  /**
   * Of two keys, then of these and a third, and so on; all but the last number in the high bits.
   */
  private final List<LongNumbers> combinations = new ArrayList<>();

  private int[] numbers;

  private PlaneNumbers(PlaneKeys keys, TableReader tiles, PlaneGrid grid, int rank) {
    this.keys = keys;
    this.rank = rank;
    this.tiles = tiles;
    this.grid = grid;
    this.evaluator =
        new CellEvaluator(
            IntStream.range(0, keys.inputs().size()).mapToObj(tiles::column).toList());
    for (int key = 0; key < keys.expressions().size(); key++) {
      values.add(new KeyNumbers());
      if (key > 0) {
        combinations.add(new LongNumbers());
      }
    }
  }

  /**
   * Opens what the keys are read from. Sends no request yet.
   *
   * @param cells of the partition
   * @param within the selected indexes of each dimension in {@code box}
   */
  static PlaneNumbers open(
      Store store,
      PlaneKeys keys,
      TableScan cells,
      List<IndexSet> within,
      Box box,
      ReadCounters counters) {
    long[] starts = new long[box.rank()];
    long[] stops = new long[box.rank()];
    for (int d = 0; d < starts.length; d++) {
      boolean isOwn = keys.dimensions().contains(d);
      starts[d] = isOwn ? box.start(d) : within.get(d).start(0);
      stops[d] = isOwn ? box.stop(d) : starts[d] + 1;
    }
    TableScan scan =
        new TableScan(cells.axes(), cells.selection(), keys.inputs(), cells.settings());
    PlaneGrid grid = new PlaneGrid(keys.dimensions(), within);
    return new PlaneNumbers(
        keys,
        TableReader.open(store, scan, new Box(starts, stops), Long.MAX_VALUE, counters),
        grid,
        box.rank());
  }

  @Override
  void start() {
    numbers = new int[grid.cells()];
    long[] from = new long[rank];
    long[] to = new long[rank];
    while (tiles.next()) {
      for (int d = 0; d < rank; d++) {
        from[d] = tiles.from(d);
        to[d] = tiles.to(d);
      }
      evaluator.moveTo(tiles.rows());
      List<Values> parts = keys.expressions().stream().map(evaluator::evaluate).toList();
      grid.runs(
          from,
          to,
          (row, count, cell, step) -> {
            for (int i = 0; i < count; i++) {
              numbers[cell + i * step] = number(parts, row + i);
            }
          });
    }
    tiles.close();
  }

  private int number(List<Values> parts, int row) {
    int number = values.get(0).number(parts.get(0), row);
    for (int key = 1; key < parts.size(); key++) {
      long both = (long) number << Integer.SIZE | values.get(key).number(parts.get(key), row);
      number = combinations.get(key - 1).number(both);
    }
    return number;
  }

  @Override
  int count() {
    return combinations.isEmpty()
        ? values.get(0).count()
        : combinations.get(combinations.size() - 1).count();
  }

  @Override
  void add(
      long[] from,
      long[] to,
      CellEvaluator cells,
      boolean[] outside,
      int rows,
      int stride,
      int[] groups) {
    grid.runs(
        from,
        to,
        (row, count, cell, step) -> {
          if (step == 0) {
            int addend = numbers[cell] * stride;
            for (int i = 0; i < count; i++) {
              groups[row + i] += addend;
            }
          } else {
            for (int i = 0; i < count; i++) {
              groups[row + i] += numbers[cell + i] * stride;
            }
          }
        });
  }

  @Override
  boolean put(int number, int key, byte[] bytes, int at) {
    int part = number;
    for (int last = combinations.size(); last > 0 && last >= key; last--) {
      long both = combinations.get(last - 1).value(part);
      part = last == key ? (int) both : (int) (both >>> Integer.SIZE);
    }
    if (values.get(key).isNull(part)) {
      return false;
    }
    write(
        keys.expressions().get(key).type().stored().orElseThrow(),
        values.get(key).value(part),
        bytes,
        at);
    return true;
  }

  @Override
  public void close() {
    tiles.close();
  }
}
