package dev.sparkzarr.spark.read;

import dev.sparkzarr.dataset.Box;
import dev.sparkzarr.dataset.PartitionPlanner;
import dev.sparkzarr.dataset.aggregate.AggregateScan;
import dev.sparkzarr.dataset.aggregate.AxisGroups;
import dev.sparkzarr.metadata.Shape;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * Aggregates the cells of a selection: each partition gives a row for every group that it has cells
 * of, and Spark merges them.
 *
 * @param cells what is read: the columns that aggregates are of
 * @param text keys and aggregates, for explain(); tells plans of the same cells apart
 * @param schema keys, then aggregates
 * @param scan for executors
 */
record GroupsPlan(CellsPlan cells, String text, StructType schema, AggregateScan scan)
    implements ScanPlan {
  /** Accumulators of one task at most. */
  private static final double MOST_BYTES = 256L << 20;

  /** Below this, partial groups cost nothing beside the cells. */
  private static final double FEW_GROUPS = 100_000;

  /**
   * @return whether the accumulators of every partition fit
   */
  boolean fits() {
    return boxes(SparkSession.active().sparkContext().defaultParallelism()).stream()
        .allMatch(box -> scan.bytes(scan.groups(box)) <= MOST_BYTES);
  }

  /**
   * Cuts the scan for a cluster. Where every partition would have many groups, fewer are made, and
   * cut rather along dimensions that tell groups apart: what a group's cells are read by one task
   * need not be merged.
   *
   * @param parallelism tasks that run at once
   */
  List<Box> boxes(int parallelism) {
    if (cells.rows() == 0) {
      return List.of();
    }
    PartitionPlanner.Limits limits = cells.source().conf().limits(parallelism);
    if (cells.columns().isEmpty()) {
      Shape shape = cells.source().table().shape();
      Box whole = new Box(new long[shape.rank()], shape.toArray());
      if (scan.bytes(scan.groups(whole)) <= MOST_BYTES) {
        return List.of(whole);
      }
    }
    List<Integer> inOrder = IntStream.range(0, cells.selection().size()).boxed().toList();
    List<Box> boxes = boxes(inOrder, limits);
    if (groups(boxes) <= FEW_GROUPS) {
      return boxes;
    }
    long share = Math.max(limits.maxBytes(), cells.bytes() / parallelism + 1);
    PartitionPlanner.Limits few =
        new PartitionPlanner.Limits(share, limits.maxPartitions(), parallelism);
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
    return IntStream.range(0, kept.length)
        .boxed()
        .sorted(Comparator.comparingDouble(d -> -kept[d]))
        .toList();
  }

  /** Boxes that are cut along the first dimensions of an order rather than along the last. */
  private List<Box> boxes(List<Integer> order, PartitionPlanner.Limits limits) {
    StoredObjects objects = StoredObjects.of(cells.source(), cells.columns());
    Shape shape = cells.source().table().shape();
    List<Box> ordered =
        PartitionPlanner.plan(
            Shape.of(order.stream().mapToLong(shape::length).toArray()),
            permuted(cells.selection(), order),
            permuted(objects.objects(), order),
            permuted(objects.chunks(), order),
            cells.rowBytes(),
            limits);
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

  @Override
  public String describe() {
    return text + " in kernels, " + cells.describe();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof GroupsPlan that
        && cells.equals(that.cells)
        && text.equals(that.text)
        && schema.equals(that.schema);
  }

  @Override
  public int hashCode() {
    return Objects.hash(cells, text);
  }
}
