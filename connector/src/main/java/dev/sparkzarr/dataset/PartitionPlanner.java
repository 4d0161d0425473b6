package dev.sparkzarr.dataset;

import dev.sparkzarr.metadata.ChunkEdges;
import dev.sparkzarr.metadata.ChunkGrid;
import dev.sparkzarr.metadata.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a selection into partitions, in time and memory that grow with dimensions, ranges and
 * partitions, never with chunks. Boxes are cut along the outer dimensions, so that each is a long
 * run of stored objects in C order. Stateless.
 */
public final class PartitionPlanner {
  private PartitionPlanner() {}

  /**
   * How to cut.
   *
   * @param maxBytes decoded bytes of a partition at most, where one stored object is not more; at
   *     least 1
   * @param maxPartitions the cap; boxes grow to keep it; at least 1
   * @param parallelism partitions wanted at least, where there are stored objects enough; at least
   *     1
   */
  public record Limits(long maxBytes, int maxPartitions, int parallelism) {
    public Limits {
      if (maxBytes < 1 || maxPartitions < 1 || parallelism < 1) {
        throw new IllegalArgumentException(
            "Cannot plan with maxBytes="
                + maxBytes
                + " maxPartitions="
                + maxPartitions
                + " parallelism="
                + parallelism);
      }
    }
  }

  /**
   * Cuts the cells of a selection into boxes aligned to stored objects that are read whole.
   *
   * @param shape the table's
   * @param selection indexes of each dimension
   * @param objectShape of the stored objects to align to, in the table's dimensions; each length at
   *     least 1
   * @param rowBytes decoded bytes of a row of the projected columns, at least 1
   * @return boxes in C order, none of them without a selected cell
   */
  public static List<Box> plan(
      Shape shape, List<IndexSet> selection, Shape objectShape, long rowBytes, Limits limits) {
    List<ChunkEdges> objects = new ChunkGrid.Regular(objectShape).edges(shape);
    return plan(shape, selection, objects, objects, rowBytes, limits);
  }

  /**
   * Cuts the cells of a selection into boxes aligned to stored objects of which parts can be read,
   * such as shards. Where there are fewer objects than partitions wanted, each object is cut along
   * its chunks.
   *
   * @param shape the table's
   * @param selection indexes of each dimension
   * @param objects to align to, for each of the table's dimensions
   * @param chunks the parts, of which objects are made
   * @param rowBytes decoded bytes of a row of the projected columns, at least 1
   * @return boxes in C order of objects, and of chunks within one; none without a selected cell
   */
  public static List<Box> plan(
      Shape shape,
      List<IndexSet> selection,
      List<ChunkEdges> objects,
      List<ChunkEdges> chunks,
      long rowBytes,
      Limits limits) {
    for (IndexSet indexes : selection) {
      if (indexes.isEmpty()) {
        return List.of();
      }
    }
    BoxCutter whole = new BoxCutter(shape, selection, objects, chunks, rowBytes);
    long wanted = Math.min(limits.parallelism(), limits.maxPartitions());
    if (whole.count() >= wanted || objects.equals(chunks)) {
      return whole.cut(limits);
    }
    int count = Math.toIntExact(whole.count());
    List<Box> boxes = new ArrayList<>();
    for (Box object : whole.cut(new Limits(1, count, count))) {
      Limits share =
          new Limits(
              limits.maxBytes(),
              limits.maxPartitions() / count,
              (int) ((wanted + count - 1) / count));
      boxes.addAll(
          new BoxCutter(shape, within(selection, object), chunks, chunks, rowBytes).cut(share));
    }
    return boxes;
  }

  private static List<IndexSet> within(List<IndexSet> selection, Box box) {
    List<IndexSet> parts = new ArrayList<>(selection.size());
    for (int d = 0; d < selection.size(); d++) {
      parts.add(selection.get(d).slice(box.start(d), box.stop(d)));
    }
    return parts;
  }
}
