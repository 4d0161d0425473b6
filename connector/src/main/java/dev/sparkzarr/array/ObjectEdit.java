package dev.sparkzarr.array;

import dev.sparkzarr.codec.ChunkBuffer;

/** A change of one stored object's values; see {@link ArrayWriter#update}. */
@FunctionalInterface
public interface ObjectEdit {
  /** What an edit is given. */
  enum Before {
    /** The object was stored, and some of its values count. */
    STORED,
    /** Nothing of it counts, or nothing is stored: all values are the fill value. */
    FILL
  }

  /**
   * Changes values.
   *
   * @param values of the array's kind and the object's shape, C order; to be changed in place. New
   *     values of variable size join its heap
   * @param before what they are
   * @throws dev.sparkzarr.ZarrException when the object is to stay as it is
   */
  void apply(ChunkBuffer values, Before before);
}
