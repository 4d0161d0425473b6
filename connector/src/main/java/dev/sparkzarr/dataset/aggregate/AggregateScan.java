package dev.sparkzarr.dataset.aggregate;

import dev.sparkzarr.dataset.Box;
import dev.sparkzarr.dataset.ColumnType;
import dev.sparkzarr.dataset.IndexSet;
import dev.sparkzarr.dataset.TableScan;
import dev.sparkzarr.dataset.predicate.CellExpression;
import java.io.Serializable;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What executors need to aggregate a table, the same for every partition; travels once per stage.
 * The result has a row for each group: its keys, then its aggregates.
 *
 * @param cells what is read: the columns that measures name by position
 * @param measures what aggregates are of; total
 * @param filter which every cell has to pass, total; null when there is none
 * @param axes the dimensions with keys, each once
 * @param cellKeys keys that no axis tells
 * @param keys in the order of the result
 * @param aggregates in the order of the result
 */
public record AggregateScan(
    TableScan cells,
    List<CellExpression> measures,
    CellExpression filter,
    List<AxisGroups> axes,
    List<CellKeys> cellKeys,
    List<Key> keys,
    List<Aggregate> aggregates)
    implements Serializable {
  /**
   * A grouping key.
   *
   * @param source position in {@link #axes()}, or behind them in {@link #cellKeys()}
   * @param key position among its keys
   */
  public record Key(int source, int key) implements Serializable {}

  public AggregateScan {
    measures = List.copyOf(measures);
    axes = List.copyOf(axes);
    cellKeys = List.copyOf(cellKeys);
    keys = List.copyOf(keys);
    aggregates = List.copyOf(aggregates);
  }

  /**
   * @return the type of each column of the result
   */
  public List<ColumnType> types() {
    return Stream.concat(keys.stream().map(this::type), aggregates.stream().map(Aggregate::type))
        .toList();
  }

  private ColumnType type(Key key) {
    return isOfAxis(key)
        ? axes.get(key.source()).keys().get(key.key()).type()
        : ofCells(key).expressions().get(key.key()).type().stored().orElseThrow();
  }

  boolean isOfAxis(Key key) {
    return key.source() < axes.size();
  }

  private CellKeys ofCells(Key key) {
    return cellKeys.get(key.source() - axes.size());
  }

  /**
   * @return the selected indexes of each dimension in a box
   */
  List<IndexSet> within(Box box) {
    return IntStream.range(0, box.rank())
        .mapToObj(d -> cells.selection().get(d).slice(box.start(d), box.stop(d)))
        .toList();
  }

  /**
   * @return groups of a partition at most, as far as its extent tells; saturated
   */
  public double groups(Box box) {
    List<IndexSet> within = within(box);
    double groups = 1;
    for (AxisGroups axis : axes) {
      groups *= Math.min(within.get(axis.dimension()).size(), axis.count());
    }
    for (CellKeys keysOfCells : cellKeys) {
      groups *= keysOfCells.groups(within);
    }
    return groups;
  }

  /**
   * @param boxes partitions that share no cell
   * @return whether no group has cells in two of them, as far as their extents along each dimension
   *     tell
   */
  public boolean areApart(List<Box> boxes) {
    if (boxes.size() <= 1) {
      return true;
    }
    for (int d = 0; d < boxes.get(0).rank(); d++) {
      int dimension = d;
      List<Extent> extents =
          boxes.stream()
              .map(box -> new Extent(box.start(dimension), box.stop(dimension)))
              .distinct()
              .sorted(Comparator.comparingLong(Extent::start))
              .toList();
      Optional<AxisGroups> axis =
          axes.stream().filter(groups -> groups.dimension() == dimension).findFirst();
      if (extents.size() > 1 && !axis.map(groups -> areApart(groups, extents)).orElse(false)) {
        return false;
      }
    }
    return true;
  }

  private record Extent(long start, long stop) {}

  private boolean areApart(AxisGroups axis, List<Extent> extents) {
    IndexSet selected = cells.selection().get(axis.dimension());
    int[] owners = new int[axis.count()];
    long stop = 0;
    int owner = 0;
    for (Extent extent : extents) {
      if (extent.start < stop) {
        return false;
      }
      stop = extent.stop;
      owner++;
      int from = (int) selected.slice(0, extent.start).size();
      int to = (int) selected.slice(0, extent.stop).size();
      for (int ordinal = from; ordinal < to; ordinal++) {
        int group = axis.groupAt(ordinal);
        if (owners[group] != 0 && owners[group] != owner) {
          return false;
        }
        owners[group] = owner;
      }
    }
    return true;
  }

  /**
   * @param rows of a partition
   * @return whether no sum of so many integers can pass 64 bits
   */
  public boolean sumsHold(long rows) {
    return aggregates.stream()
        .filter(
            aggregate ->
                aggregate.function() == Aggregate.Function.SUM
                    || aggregate.function() == Aggregate.Function.AVG)
        .map(aggregate -> measures.get(aggregate.measure()).type().stored().orElseThrow())
        .allMatch(
            type -> Aggregate.isFloat(type) || rows <= Long.MAX_VALUE >> 8 * type.width() - 1);
  }

  /**
   * @return bytes that the groups of a partition take at most: accumulators, and what numbers keys
   *     that no axis tells
   */
  public double bytes(Box box) {
    int each = aggregates.stream().mapToInt(Aggregate::groupBytes).sum();
    double bytes = groups(box) * Math.max(Long.BYTES, each);
    if (!cellKeys.isEmpty()) {
      bytes += groups(box) * Long.BYTES; // how many cells each has
      List<IndexSet> within = within(box);
      bytes += cellKeys.stream().mapToDouble(keysOfCells -> keysOfCells.bytes(within)).sum();
    }
    return bytes;
  }
}
