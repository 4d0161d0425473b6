package dev.sparkzarr.array;

import dev.sparkzarr.codec.ChunkBuffer;
import dev.sparkzarr.metadata.ArrayMetadata;
import java.nio.ByteBuffer;

/**
 * One array, bound for writing. What is written are stored objects: a chunk, or a whole shard. Safe
 * for many threads that write different objects; two that write parts of one object may lose one
 * another's.
 */
public interface ArrayWriter {
  /**
   * @return the array
   */
  ArrayMetadata metadata();

  /**
   * @return how the array is cut into stored objects
   */
  ArrayGrid grid();

  /**
   * Encodes and stores one object, replacing it as a whole.
   *
   * @param object in the grid of stored objects
   * @param values of the array's kind and the object's shape, C order; what lies beyond the array's
   *     shape is stored too, and should be the fill value
   * @throws dev.sparkzarr.store.StoreException when it could not be stored
   * @throws dev.sparkzarr.codec.CodecException when a codec can only decode
   */
  void writeObject(ChunkIndex object, ChunkBuffer values);

  /**
   * Stores one object that is encoded already, as it is.
   *
   * @param object in the grid of stored objects
   * @param encoded from position to limit, left as it was
   * @throws dev.sparkzarr.store.StoreException when it could not be stored
   */
  void writeEncoded(ChunkIndex object, ByteBuffer encoded);

  /**
   * Writes a region. Objects that it covers, as far as the array goes, are replaced; others are
   * read, changed and written. Not atomic across objects.
   *
   * @param region within the array's shape
   * @param source of the array's kind and the region's shape, C order
   */
  void write(Region region, ChunkBuffer source);
}
