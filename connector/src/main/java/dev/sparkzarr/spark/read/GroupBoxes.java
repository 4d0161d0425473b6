package dev.sparkzarr.spark.read;

import dev.sparkzarr.dataset.Box;
import dev.sparkzarr.dataset.IndexSet;
import dev.sparkzarr.dataset.PartitionPlanner;
import dev.sparkzarr.dataset.aggregate.AggregateScan;
import dev.sparkzarr.dataset.aggregate.AxisGroups;
import dev.sparkzarr.dataset.aggregate.CellKeys;
import dev.sparkzarr.dataset.aggregate.PlaneKeys;
import dev.sparkzarr.metadata.Shape;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Cuts a scan of groups for a cluster. Where every partition would have many groups, fewer are
 * made, and cut rather along dimensions that tell groups apart: what a group's cells are read by
 * one task need not be merged.
 */
final class GroupBoxes {
  /** Accumulators of one task at most. */
  private static final double MOST_BYTES = 256L << 20;

  /** Tasks that may decode the same chunks. */
  private static final int MOST_PIECES = 8;

  /** Cells that are decoded in the time in which Spark merges one more group. */
  private static final double CELLS_OF_MERGE = 500;

  /** Below this, partial groups cost nothing beside the cells. */
  private static final double FEW_GROUPS = 100_000;

  private final CellsPlan cells;
  private final AggregateScan scan;
  private final PartitionPlanner.Limits limits;

  private GroupBoxes(CellsPlan cells, AggregateScan scan, int parallelism) {
    this.cells = cells;
    this.scan = scan;
    this.limits = cells.source().conf().limits(parallelism);
  }

  /**
   * @param parallelism tasks that run at once
   * @return the partitions; empty when one of them would have too many groups, or so many cells
   *     that a sum of theirs could overflow
   */
  static Optional<List<Box>> of(CellsPlan cells, AggregateScan scan, int parallelism) {
    return Optional.of(new GroupBoxes(cells, scan, parallelism).plan())
        .filter(boxes -> boxes.stream().allMatch(box -> fits(cells, scan, box)));
  }

  /**
   * Partitions that share no group, so that nothing is left to merge: those that there would be, or
   * else, where a few tasks run at once, one for each, cut through chunks where that costs less
   * than merging: each task then decodes the chunks that it has a part of.
   *
   * @param parallelism tasks that run at once
   * @return empty when there are none
   */
  static Optional<List<Box>> apart(CellsPlan cells, AggregateScan scan, int parallelism) {
    GroupBoxes boxes = new GroupBoxes(cells, scan, parallelism);
    List<Box> planned = boxes.plan();
    return Optional.of(planned)
        .filter(scan::areApart)
        .or(() -> boxes.throughChunks(boxes.groups(planned)))
        .filter(all -> all.stream().allMatch(box -> fits(cells, scan, box)));
  }

  /**
   * @param merged groups that partitions would give otherwise
   */
  private Optional<List<Box>> throughChunks(double merged) {
    int pieces = limits.parallelism();
    double decodedMore = (pieces - 1.0) * cells.rows();
    if (merged <= FEW_GROUPS || pieces > MOST_PIECES || merged * CELLS_OF_MERGE < decodedMore) {
      return Optional.empty();
    }
    Shape shape = cells.source().table().shape();
    return scan.axes().stream()
        .filter(axis -> axis.count() >= pieces)
        .map(axis -> cut(shape, axis.dimension(), pieces))
        .filter(scan::areApart)
        .findFirst();
  }

  /** The table, cut along a dimension into parts with as many selected indexes. */
  private List<Box> cut(Shape shape, int dimension, int pieces) {
    IndexSet selected = cells.selection().get(dimension);
    List<Box> boxes = new ArrayList<>(pieces);
    long from = 0;
    for (int piece = 1; piece <= pieces; piece++) {
      long[] starts = new long[shape.rank()];
      long[] stops = shape.toArray();
      starts[dimension] = from;
      if (piece < pieces) {
        stops[dimension] = selected.at(selected.size() * piece / pieces);
      }
      from = stops[dimension];
      boxes.add(new Box(starts, stops));
    }
    return boxes;
  }

  private static boolean fits(CellsPlan cells, AggregateScan scan, Box box) {
    return scan.bytes(box) <= MOST_BYTES && scan.sumsHold(SelectedCells.rows(cells.within(box)));
  }

  private List<Box> plan() {
    if (cells.rows() == 0) {
      return List.of();
    }
    if (scan.measures().isEmpty()
        && scan.cellKeys().isEmpty()
        && scan.filter() == null) { // no cell is gone to: one partition does
      Shape shape = cells.source().table().shape();
      Box whole = new Box(new long[shape.rank()], shape.toArray());
      if (fits(cells, scan, whole)) {
        return List.of(whole);
      }
    }
    List<Integer> inOrder = IntStream.range(0, cells.selection().size()).boxed().toList();
    List<Box> boxes = boxes(inOrder, limits);
    if (groups(boxes) <= FEW_GROUPS) {
      return boxes;
    }
    long share = Math.max(limits.maxBytes(), cells.bytes() / limits.parallelism() + 1);
    PartitionPlanner.Limits few =
        new PartitionPlanner.Limits(share, limits.maxPartitions(), limits.parallelism());
    List<Box> fewer = boxes(inOrder, few);
    List<Box> byGroup = boxes(groupsFirst(), few);
    return groups(byGroup) < groups(fewer) ? byGroup : fewer;
  }

  private double groups(List<Box> boxes) {
    return boxes.stream().mapToDouble(scan::groups).sum();
  }

  /** Dimensions with many groups for their length first, those that aggregates fold last. */
  private List<Integer> groupsFirst() {
    double[] kept = new double[cells.selection().size()];
    for (AxisGroups axis : scan.axes()) {
      kept[axis.dimension()] =
          (double) axis.count() / cells.selection().get(axis.dimension()).size();
    }
    for (CellKeys keys : scan.cellKeys()) {
      if (keys instanceof PlaneKeys plane
          && plane.groups(cells.selection()) == plane.cells(cells.selection())) {
        plane.dimensions().forEach(d -> kept[d] = 1);
      }
    }
    return IntStream.range(0, kept.length)
        .boxed()
        .sorted(Comparator.comparingDouble(d -> -kept[d]))
        .toList();
  }

  /** Boxes that are cut along the first dimensions of an order rather than along the last. */
  private List<Box> boxes(List<Integer> order, PartitionPlanner.Limits within) {
    StoredObjects objects = StoredObjects.of(cells.source(), cells.columns());
    Shape shape = cells.source().table().shape();
    List<Box> ordered =
        PartitionPlanner.plan(
            Shape.of(order.stream().mapToLong(shape::length).toArray()),
            permuted(cells.selection(), order),
            permuted(objects.objects(), order),
            permuted(objects.chunks(), order),
            cells.rowBytes(),
            within);
    List<Box> boxes = new ArrayList<>(ordered.size());
    for (Box box : ordered) {
      long[] starts = new long[order.size()];
      long[] stops = new long[order.size()];
      for (int i = 0; i < starts.length; i++) {
        starts[order.get(i)] = box.start(i);
        stops[order.get(i)] = box.stop(i);
      }
      boxes.add(new Box(starts, stops));
    }
    return boxes;
  }

  private static <T> List<T> permuted(List<T> all, List<Integer> order) {
    return order.stream().map(all::get).toList();
  }
}
