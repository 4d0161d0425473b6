package dev.sparkzarr.array;

import dev.sparkzarr.metadata.ArrayMetadata;
import dev.sparkzarr.metadata.NodePath;
import dev.sparkzarr.store.Store;

/**
 * Who decodes and encodes: operations on (store, path, metadata). Found by name with {@link
 * ArrayEngines}, by {@link java.util.ServiceLoader}; an engine that cannot do something says so and
 * never falls back. Stateless and safe for many threads.
 */
public interface ArrayEngine {
  /**
   * @return the name that the option {@code engine} takes
   */
  String name();

  /**
   * Binds an array for reading, fetching as {@link FetchSettings#DEFAULT} says. Sends no request.
   *
   * @param counters what reading adds to
   * @throws dev.sparkzarr.codec.CodecException when the engine cannot decode the array; the message
   *     names array and store
   */
  default ArrayReader open(
      Store store, NodePath path, ArrayMetadata metadata, ReadCounters counters) {
    return open(store, path, metadata, FetchSettings.DEFAULT, counters);
  }

  /**
   * Binds an array for reading. Sends no request.
   *
   * @param fetch how ranges are merged; its threads and bytes are {@link FetchPool}'s
   * @param counters what reading adds to
   * @throws dev.sparkzarr.codec.CodecException when the engine cannot decode the array; the message
   *     names array and store
   */
  ArrayReader open(
      Store store,
      NodePath path,
      ArrayMetadata metadata,
      FetchSettings fetch,
      ReadCounters counters);

  /**
   * Binds an array for writing whole shards, without a guard. Sends no request.
   *
   * @param emptyChunks what to do with objects that hold nothing but the fill value
   * @throws dev.sparkzarr.ZarrException as {@link #openForWriting(Store, NodePath, ArrayMetadata,
   *     WriteSettings)}
   */
  default ArrayWriter openForWriting(
      Store store, NodePath path, ArrayMetadata metadata, EmptyChunks emptyChunks) {
    return openForWriting(store, path, metadata, WriteSettings.of(emptyChunks));
  }

  /**
   * Binds an array for writing. Sends no request.
   *
   * @throws dev.sparkzarr.store.StoreException when the store cannot be written to, as the settings
   *     want it; the message names array and store
   * @throws dev.sparkzarr.codec.CodecException when the engine cannot encode the array; the message
   *     names array and store
   */
  ArrayWriter openForWriting(
      Store store, NodePath path, ArrayMetadata metadata, WriteSettings settings);
}
