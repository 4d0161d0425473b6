package dev.sparkzarr.dataset.block;

import dev.sparkzarr.metadata.ArrayMetadata;
import java.io.Serializable;
import java.util.List;

/**
 * Arrays whose cells travel together, because they are cut into stored objects in the same way.
 * Immutable.
 *
 * @param first number of its first stored object, of all that are written
 * @param dimensions positions among the table's dimensions, in the arrays' order
 * @param start of the window of indexes that is written, for each of these dimensions
 * @param stop behind that window
 * @param isShared whether several rows give one cell, because the table has more dimensions; they
 *     must give the same value
 * @param members in the order of a block's columns
 */
public record BlockGroup(
    long first,
    List<Integer> dimensions,
    List<Long> start,
    List<Long> stop,
    boolean isShared,
    List<BlockMember> members)
    implements Serializable {
  public BlockGroup {
    dimensions = List.copyOf(dimensions);
    start = List.copyOf(start);
    stop = List.copyOf(stop);
    members = List.copyOf(members);
  }

  /** The grid of all members' stored objects. */
  ObjectGrid grid() {
    return ObjectGrid.of(
        ArrayMetadata.parse(members.get(0).array().document()), start, stop, first);
  }
}
