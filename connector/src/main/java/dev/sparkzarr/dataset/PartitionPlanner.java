package dev.sparkzarr.dataset;

import dev.sparkzarr.metadata.Shape;
import java.util.List;

/** Cuts a selection into partitions, in time that grows with their number only. Stateless. */
public final class PartitionPlanner {
  private PartitionPlanner() {}

  /**
   * How to cut.
   *
   * @param maxBytes decoded bytes of a partition at most, where one stored object is not more
   * @param maxPartitions the cap; boxes grow to keep it
   * @param parallelism partitions wanted at least, where there are stored objects enough
   */
  public record Limits(long maxBytes, int maxPartitions, int parallelism) {}

  /**
   * Cuts the cells of a selection into boxes aligned to stored objects.
   *
   * @param shape the table's
   * @param selection indexes of each dimension
   * @param objectShape of the stored objects to align to, in the table's dimensions
   * @param rowBytes decoded bytes of a row of the projected columns, at least 1
   * @return boxes in C order, none of them without a selected cell
   */
  public static List<Box> plan(
      Shape shape, List<IndexSet> selection, Shape objectShape, long rowBytes, Limits limits) {
    throw new UnsupportedOperationException();
  }
}
