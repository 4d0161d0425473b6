package dev.sparkzarr.array.commit;

import dev.sparkzarr.array.Region;
import dev.sparkzarr.metadata.ArrayMetadata;
import dev.sparkzarr.metadata.NodePath;

/** What a write does to one array. */
public sealed interface ArrayChange {
  /**
   * @return where the array is
   */
  NodePath path();

  /**
   * @return what the array is while its objects are written, and afterwards
   */
  ArrayMetadata after();

  /**
   * @return whether the array's document is another one afterwards
   */
  default boolean changesDocument() {
    return !(this instanceof Updated || this instanceof Untouched);
  }

  /**
   * An array where there is none. Objects that stand in its key space are strays.
   *
   * @param path of the array
   * @param after what it becomes
   */
  record Created(NodePath path, ArrayMetadata after) implements ArrayChange {}

  /**
   * A new array in place of an old one, whose objects stay until the switch and some time after.
   *
   * @param path of both
   * @param before what it is
   * @param after what it becomes; the key of no stored object is one of the old array's
   */
  record Replaced(NodePath path, ArrayMetadata before, ArrayMetadata after)
      implements ArrayChange {}

  /**
   * An array that grows: objects beyond the old edge are new, those at the edge get more cells, and
   * what lies within the old shape stays as it is.
   *
   * @param path of the array
   * @param before what it is
   * @param after the same with a larger shape
   */
  record Grown(NodePath path, ArrayMetadata before, ArrayMetadata after) implements ArrayChange {}

  /**
   * Cells that are replaced in place, stored object by stored object; no document changes.
   *
   * @param path of the array
   * @param after what it is
   * @param region of cells
   */
  record Updated(NodePath path, ArrayMetadata after, Region region) implements ArrayChange {}

  /**
   * An array that the others of the write have to fit, because it has a dimension of theirs: nobody
   * replaces it or lets it grow meanwhile. Its cells are anybody's.
   *
   * @param path of the array
   * @param after what it is
   */
  record Untouched(NodePath path, ArrayMetadata after) implements ArrayChange {}
}
