package dev.sparkzarr.array;

import dev.sparkzarr.codec.ChunkBuffer;
import dev.sparkzarr.metadata.ArrayMetadata;
import java.util.List;
import java.util.function.IntFunction;

/**
 * One array, bound for reading chunk by chunk, as its {@link ArrayGrid} has them. Fetching and
 * decoding are two steps, so that fetching can run ahead on other threads. Safe for many threads.
 */
public interface ArrayReader {
  /**
   * @return the array
   */
  ArrayMetadata metadata();

  /**
   * @return how the array is cut into stored objects and chunks
   */
  ArrayGrid grid();

  /**
   * Fetches chunks of one stored object: one request for a whole object; for a shard its index
   * once, then the chunks' ranges, neighbours merged.
   *
   * @param chunks all in the same stored object
   * @return one for each, in the order given
   * @throws dev.sparkzarr.store.StoreException when a request failed
   * @throws dev.sparkzarr.codec.CodecException when a shard's index is damaged; the message names
   *     chunk, array and store
   */
  List<EncodedChunk> fetch(List<ChunkIndex> chunks);

  /**
   * Fetches chunks as {@link #fetch(List)}, into memory of the caller where the store can do that.
   *
   * @param room gives memory for so many bytes at least; what is fetched may be there, or not
   */
  default List<EncodedChunk> fetch(List<ChunkIndex> chunks, IntFunction<byte[]> room) {
    return fetch(chunks);
  }

  /**
   * Decodes a fetched chunk, or fills a missing one.
   *
   * @param target retyped and resized to the chunk, whole where it reaches beyond the array
   * @return false when the chunk was missing and {@code target} holds the fill value
   * @throws dev.sparkzarr.codec.CodecException when the bytes are damaged; the message names chunk,
   *     array and store
   */
  boolean decode(EncodedChunk chunk, ChunkBuffer target);

  /**
   * Makes the one value that all elements of a missing chunk have.
   *
   * @param chunk fetched, and missing
   * @param target retyped and resized to one element: the fill value
   */
  default void fillOne(EncodedChunk chunk, ChunkBuffer target) {
    decode(chunk, target);
    target.resize(1);
  }

  /**
   * Reads a region across chunks.
   *
   * @param region within the array's shape
   * @param target retyped and resized to the region's shape; C order
   */
  void read(Region region, ChunkBuffer target);
}
