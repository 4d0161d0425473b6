package dev.sparkzarr.dataset.block;

import dev.sparkzarr.array.ChunkIndex;
import dev.sparkzarr.dataset.ArrayHandle;
import dev.sparkzarr.dataset.Column;
import dev.sparkzarr.dataset.DatasetException;
import dev.sparkzarr.dataset.write.AxisIndex;
import dev.sparkzarr.dataset.write.AxisText;
import dev.sparkzarr.dataset.write.LaidOutArray;
import dev.sparkzarr.metadata.ChunkEdges;
import dev.sparkzarr.metadata.NodePath;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Where each cell of a table goes: which arrays travel together, and the numbers of all stored
 * objects. The same on the driver and on every executor. Immutable and safe for many threads.
 */
public final class BlockPlan implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Decoded bytes of one object of every array of a group, which are in memory together. */
  private static final long MOST_GROUP_BYTES = 64L << 20;

  private final String place;
  private final List<AxisIndex> axes;
  private final List<BlockGroup> groups;
  private transient List<ObjectGrid> grids;

  private BlockPlan(String place, List<AxisIndex> axes, List<BlockGroup> groups) {
    this.place = place;
    this.axes = List.copyOf(axes);
    this.groups = List.copyOf(groups);
  }

  /**
   * Plans all of a table's arrays but the dimensions' coordinates.
   *
   * @param place of the table, for messages; without secrets
   * @param table the group that the arrays are in
   * @param axes of all dimensions
   * @param windows of indexes that are written, for each dimension
   * @param arrays in the order of the layout; those of dimensions are left out
   * @param names of the rows' columns, by position
   * @throws dev.sparkzarr.dataset.DatasetException when an object has more cells than can be
   *     counted
   */
  public static BlockPlan of(
      String place,
      NodePath table,
      List<AxisIndex> axes,
      List<IndexWindow> windows,
      List<LaidOutArray> arrays,
      List<String> names) {
    Map<GridKey, List<LaidOutArray>> byGrid = new LinkedHashMap<>();
    for (LaidOutArray array : arrays) {
      if (array.role() != Column.Role.DIMENSION) {
        byGrid.computeIfAbsent(GridKey.of(array), key -> new ArrayList<>()).add(array);
      }
    }
    List<BlockGroup> groups = new ArrayList<>();
    long first = 0;
    for (Map.Entry<GridKey, List<LaidOutArray>> entry : byGrid.entrySet()) {
      List<Integer> dimensions = entry.getKey().dimensions();
      boolean isShared = dimensions.size() < axes.size();
      for (List<LaidOutArray> together : parts(entry.getValue())) {
        BlockGroup group =
            new BlockGroup(
                first,
                dimensions,
                dimensions.stream().map(i -> windows.get(i).start()).toList(),
                dimensions.stream().map(i -> windows.get(i).stop()).toList(),
                isShared,
                together.stream().map(array -> member(table, array, names)).toList());
        groups.add(group);
        first = Math.addExact(first, group.grid().objects());
      }
    }
    return new BlockPlan(place, axes, groups);
  }

  private record GridKey(List<Integer> dimensions, List<ChunkEdges> edges) {
    static GridKey of(LaidOutArray array) {
      return new GridKey(
          array.dimensions(), array.metadata().grid().edges(array.metadata().shape()));
    }
  }

  /** As many arrays together as their objects may take memory. */
  private static List<List<LaidOutArray>> parts(List<LaidOutArray> arrays) {
    List<List<LaidOutArray>> parts = new ArrayList<>();
    long bytes = 0;
    for (LaidOutArray array : arrays) {
      long own = objectBytes(array);
      if (parts.isEmpty() || bytes + own > MOST_GROUP_BYTES) {
        parts.add(new ArrayList<>());
        bytes = 0;
      }
      parts.get(parts.size() - 1).add(array);
      bytes += own;
    }
    return parts;
  }

  private static long objectBytes(LaidOutArray array) {
    double bytes = array.metadata().dataType().layout().width();
    for (ChunkEdges edge : array.metadata().grid().edges(array.metadata().shape())) {
      bytes *= edge.longest();
    }
    return (long) bytes;
  }

  private static BlockMember member(NodePath table, LaidOutArray array, List<String> names) {
    return BlockMember.of(
        array.column(),
        names.get(array.column()),
        new ArrayHandle(
            table.resolve(array.name()), array.metadata().document(), ArrayHandle.Elements.STORED),
        array.metadata(),
        array.encoder());
  }

  /**
   * @return where the table is, for messages
   */
  public String place() {
    return place;
  }

  public List<AxisIndex> axes() {
    return axes;
  }

  public List<BlockGroup> groups() {
    return groups;
  }

  /**
   * @return position of a group whose cells are as many as rows; -1 when no array has all
   *     dimensions
   */
  public int counting() {
    for (int i = 0; i < groups.size(); i++) {
      if (!groups.get(i).isShared()) {
        return i;
      }
    }
    return -1;
  }

  synchronized List<ObjectGrid> grids() {
    if (grids == null) {
      grids = groups.stream().map(BlockGroup::grid).toList();
    }
    return grids;
  }

  /**
   * @return stored objects that may be written, of all groups: those of a group as often as it has
   *     objects, however many arrays it has
   */
  public long objects() {
    long count = 0;
    for (ObjectGrid grid : grids()) {
      count = Math.addExact(count, grid.objects());
    }
    return count;
  }

  /**
   * @return bytes of all values that may be written, decoded, about
   */
  public double decodedBytes() {
    double bytes = 0;
    for (int i = 0; i < groups.size(); i++) {
      double width = 0;
      for (BlockMember member : groups.get(i).members()) {
        width += member.encoder().stored().layout().width();
      }
      bytes += (double) grids().get(i).objects() * grids().get(i).cells() * width;
    }
    return bytes;
  }

  /**
   * Refuses a table with holes in an array that cannot say that a cell is missing.
   *
   * @param group position in this plan
   * @param given cells that rows give
   * @throws DatasetException when there are holes; the message names the column
   */
  public void checkHoles(int group, long given) {
    double all = grids().get(group).windowCells();
    for (BlockMember member : groups.get(group).members()) {
      if (given < all && member.hole().isEmpty()) {
        throw new DatasetException(
            String.format(
                Locale.ROOT,
                "Cannot write %s: rows give %d of %.0f cells, and column '%s' is stored as %s"
                    + " without a value that means missing, so that the others would read as data."
                    + " Give it one that is not among its values, with option encoding, as"
                    + " {\"%s\":{\"_FillValue\":...}}, cast it to DOUBLE, or add the rows.",
                place,
                given,
                all,
                member.name(),
                member.encoder().stored().name(),
                member.name()));
      }
    }
  }

  /**
   * @return whether some object has to be stored even if no row gives a cell of it
   */
  public boolean hasHolesToStore() {
    return groups.stream()
        .flatMap(group -> group.members().stream())
        .anyMatch(member -> !member.holesAreFill());
  }

  /**
   * @param number of an object
   * @return whether it has to be stored even if no row gives a cell of it
   */
  public boolean isStoredWithoutRows(long number) {
    return groups.get(groupOf(number)).members().stream()
        .anyMatch(member -> !member.holesAreFill());
  }

  /**
   * @param number of an object
   * @return position of its group
   */
  public int groupOf(long number) {
    int group = groups.size() - 1;
    while (groups.get(group).first() > number) {
      group--;
    }
    return group;
  }

  /**
   * @param number of an object
   * @return which object it is, of each array of its group
   */
  public ChunkIndex object(long number) {
    return grids().get(groupOf(number)).object(number);
  }

  /** What a message calls a cell: its coordinates. */
  String cellName(int group, ChunkIndex object, int offset) {
    long[] indexes = grids().get(group).indexes(object, offset);
    StringBuilder name = new StringBuilder();
    List<Integer> dimensions = groups.get(group).dimensions();
    for (int i = 0; i < indexes.length; i++) {
      AxisIndex axis = axes.get(dimensions.get(i));
      name.append(name.length() == 0 ? "" : ", ")
          .append(axis.axis().name())
          .append(" = ")
          .append(AxisText.of(axis.axis(), indexes[i]));
    }
    return name.length() == 0 ? "the only one" : name.toString();
  }
}
