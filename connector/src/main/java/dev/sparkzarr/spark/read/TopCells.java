package dev.sparkzarr.spark.read;

import dev.sparkzarr.dataset.Axis;
import dev.sparkzarr.dataset.ColumnType;
import dev.sparkzarr.dataset.IndexSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.connector.expressions.SortDirection;
import org.apache.spark.sql.connector.expressions.SortOrder;

/**
 * Narrows a selection to cells that can be among the first of an order by dimension columns. The
 * result is always a superset of the wanted rows: Spark still sorts and cuts it.
 */
final class TopCells {
  /** Longer axes are left alone: planning stays quick. */
  private static final long LONGEST_AXIS = 1 << 24;

  /**
   * What is left of an order.
   *
   * @param selection cells that can be among the first
   * @param open the orders that still decide among these, from the first that is not settled
   */
  record Narrowed(List<IndexSet> selection, List<SortOrder> open) {}

  private final ZarrTable table;
  private final List<IndexSet> selection;
  private final long wanted;

  private TopCells(ZarrTable table, List<IndexSet> selection, long wanted) {
    this.table = table;
    this.selection = new ArrayList<>(selection);
    this.wanted = wanted;
  }

  /**
   * @param wanted rows, the first in the order; {@link Long#MAX_VALUE} where it is not known how
   *     many cells are rows
   */
  static Narrowed of(
      ZarrTable table, List<IndexSet> selection, List<SortOrder> orders, long wanted) {
    return new TopCells(table, selection, wanted).narrow(orders);
  }

  private Narrowed narrow(List<SortOrder> orders) {
    int settled = 0;
    while (settled < orders.size()) {
      SortOrder order = orders.get(settled);
      Optional<Integer> dimension = ColumnReference.dimension(table, order.expression());
      if (dimension.isEmpty() || !narrow(dimension.get(), order.direction())) {
        break;
      }
      settled++;
    }
    return new Narrowed(selection, orders.subList(settled, orders.size()));
  }

  /**
   * Keeps the first indexes of one dimension that have enough rows, and all that are equal to the
   * last of them.
   *
   * @return whether one index is left, so that the next order decides among its cells
   */
  private boolean narrow(int dimension, SortDirection direction) {
    Axis axis = table.table().axes().get(dimension);
    IndexSet indexes = selection.get(dimension);
    long size = indexes.size();
    long rows = SelectedCells.rows(selection);
    if (size <= 1 || rows == 0) {
      return size == 1;
    }
    if (rows == Long.MAX_VALUE
        || axis.hasMissing()
        || axis.type().hasParts()
        || !axis.isIndex() && size > LONGEST_AXIS) {
      return false;
    }
    long rowsPerIndex = rows / size;
    long enough = wanted / rowsPerIndex + (wanted % rowsPerIndex == 0 ? 0 : 1);
    if (enough < size) {
      boolean ascending = direction == SortDirection.ASCENDING;
      IndexSet first =
          axis.isIndex()
              ? ends(indexes, enough, ascending)
              : best(axis, indexes, (int) enough, ascending);
      selection.set(dimension, first);
    }
    return selection.get(dimension).size() == 1;
  }

  /** The first or the last {@code count} indexes. */
  private static IndexSet ends(IndexSet indexes, long count, boolean first) {
    long left = first ? count : indexes.size() - count;
    long edge = 0;
    for (int i = 0; i < indexes.ranges(); i++) {
      long length = indexes.stop(i) - indexes.start(i);
      if (left <= length) {
        edge = indexes.start(i) + left;
        break;
      }
      left -= length;
    }
    return indexes.intersect(
        first ? IndexSet.range(0, edge) : IndexSet.range(edge, Long.MAX_VALUE));
  }

  private static IndexSet best(Axis axis, IndexSet indexes, int count, boolean ascending) {
    if (count == 0) {
      return IndexSet.EMPTY;
    }
    if (axis.type().isBytes() || axis.type().kind() == ColumnType.Kind.CALENDAR_TEXT) {
      return bestBytes(axis, indexes, count, ascending);
    }
    long[] keys = new long[(int) indexes.size()];
    int used = 0;
    for (int range = 0; range < indexes.ranges(); range++) {
      for (long i = indexes.start(range); i < indexes.stop(range); i++) {
        keys[used++] = OrderKey.of(axis, i);
      }
    }
    Arrays.sort(keys);
    long last = keys[ascending ? count - 1 : keys.length - count];
    IndexSet.Builder best = new IndexSet.Builder();
    for (int range = 0; range < indexes.ranges(); range++) {
      for (long i = indexes.start(range); i < indexes.stop(range); i++) {
        long key = OrderKey.of(axis, i);
        if (ascending ? key <= last : key >= last) {
          best.add(i, i + 1);
        }
      }
    }
    return best.build();
  }

  private static IndexSet bestBytes(Axis axis, IndexSet indexes, int count, boolean ascending) {
    byte[][] keys = new byte[(int) indexes.size()][];
    int used = 0;
    for (int range = 0; range < indexes.ranges(); range++) {
      for (long i = indexes.start(range); i < indexes.stop(range); i++) {
        keys[used++] = axis.bytesAt(i);
      }
    }
    byte[][] sorted = keys.clone();
    Arrays.sort(sorted, Arrays::compareUnsigned);
    byte[] last = sorted[ascending ? count - 1 : keys.length - count];
    IndexSet.Builder best = new IndexSet.Builder();
    used = 0;
    for (int range = 0; range < indexes.ranges(); range++) {
      for (long i = indexes.start(range); i < indexes.stop(range); i++) {
        int order = Arrays.compareUnsigned(keys[used++], last);
        if (ascending ? order <= 0 : order >= 0) {
          best.add(i, i + 1);
        }
      }
    }
    return best.build();
  }
}
