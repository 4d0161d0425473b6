package dev.sparkzarr.array.commit;

import dev.sparkzarr.metadata.ArrayMetadata;
import dev.sparkzarr.metadata.ChunkKeyEncoding;

/** Which keys an array's objects take, and which a new array takes in its place. Stateless. */
public final class KeySpaces {
  private KeySpaces() {}

  /**
   * Names for the objects of an array of format 3 that takes the place of another one.
   *
   * @return none of whose keys is one of the old array's: {@code default} with {@code /} and {@code
   *     v2} with {@code .} take turns
   */
  public static ChunkKeyEncoding alternate(ArrayMetadata before) {
    return before.keys() instanceof ChunkKeyEncoding.V2
        ? new ChunkKeyEncoding.Default('/')
        : new ChunkKeyEncoding.V2('.');
  }
}
