package dev.sparkzarr.dataset.aggregate;

import dev.sparkzarr.dataset.Box;
import dev.sparkzarr.dataset.DatasetException;
import dev.sparkzarr.dataset.IndexSet;
import java.util.Arrays;

/**
 * The groups that one partition's cells are in, numbered without gaps: along each dimension by
 * themselves, and all together in C order of the table's dimensions; then, where keys are looked up
 * for cells, once for each combination of these. For one thread.
 */
final class LocalGroups {
  private final int rank;
  private final int[][] local;
  private final int[][] global;
  private final long[][] cells;
  private final int[] counts;
  private final int[] strides;
  private final int ofAxes;

  /** What keys of cells make of these groups; null when there are no such keys. */
  private final CellGroups byCell;

  /**
   * @param byCell what keys of cells make of these groups; null when there are no such keys
   * @throws DatasetException when there are more groups than can be counted
   */
  LocalGroups(AggregateScan scan, Box box, CellGroups byCell) {
    this.byCell = byCell;
    rank = box.rank();
    local = new int[rank][];
    global = new int[rank][];
    cells = new long[rank][];
    counts = new int[rank];
    strides = new int[rank];
    Arrays.fill(counts, 1);
    for (int d = 0; d < rank; d++) {
      IndexSet selected = scan.cells().selection().get(d);
      cells[d] = new long[] {selected.slice(box.start(d), box.stop(d)).size()};
    }
    for (AxisGroups axis : scan.axes()) {
      int d = axis.dimension();
      number(axis, d, scan.cells().selection().get(d).slice(0, box.start(d)).size());
    }
    long groups = 1;
    for (int d = rank - 1; d >= 0; d--) {
      strides[d] = (int) groups;
      groups *= counts[d];
      if (groups > Integer.MAX_VALUE - 8) {
        throw tooMany();
      }
    }
    ofAxes = (int) groups;
  }

  static DatasetException tooMany() {
    return new DatasetException(
        "Cannot aggregate: a partition has more than 2^31 groups. Set the option"
            + " aggregatePushdown to false.");
  }

  /** Numbers what keys of cells make of the groups: how many there are is known from then on. */
  void start() {
    if (byCell != null) {
      byCell.start(ofAxes);
    }
  }

  private void number(AxisGroups axis, int d, long before) {
    int indexes = (int) cells[d][0];
    int[] numbers = new int[axis.count()];
    Arrays.fill(numbers, -1);
    int[] names = new int[Math.min(indexes, axis.count())];
    long[] members = new long[names.length];
    int count = 0;
    local[d] = new int[indexes];
    for (int i = 0; i < indexes; i++) {
      int group = axis.groupAt((int) before + i);
      if (numbers[group] < 0) {
        names[count] = group;
        numbers[group] = count++;
      }
      local[d][i] = numbers[group];
      members[numbers[group]]++;
    }
    global[d] = Arrays.copyOf(names, count);
    cells[d] = Arrays.copyOf(members, count);
    counts[d] = count;
  }

  int rank() {
    return rank;
  }

  /**
   * @return how many groups there are; where no key is of cells, each with a cell
   */
  int total() {
    return byCell == null ? ofAxes : byCell.total();
  }

  /**
   * @return how many groups there are along a dimension; 1 where all its indexes are one
   */
  int count(int dimension) {
    return counts[dimension];
  }

  int stride(int dimension) {
    return strides[dimension];
  }

  /**
   * @param ordinal of an index among those of the partition
   * @return its group along the dimension
   */
  int at(int dimension, long ordinal) {
    return local[dimension] == null ? 0 : local[dimension][(int) ordinal];
  }

  /**
   * @return the number of a group along a dimension among all of the table's
   */
  int global(int dimension, int group) {
    return global[dimension][group / strides[dimension] % counts[dimension]];
  }

  /**
   * @return how many of the partition's cells a group has
   */
  long cells(int group) {
    if (byCell != null) {
      return byCell.cells(group);
    }
    long product = 1;
    for (int d = 0; d < rank; d++) {
      product *= cells[d][group / strides[d] % counts[d]];
    }
    return product;
  }
}
