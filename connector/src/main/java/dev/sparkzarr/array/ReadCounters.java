package dev.sparkzarr.array;

import java.util.concurrent.atomic.LongAdder;

/** What reading cost, added up. Safe for many threads. */
public final class ReadCounters {
  /** Stored objects asked for: whole objects, and shards of which a part was read. */
  public final LongAdder objects = new LongAdder();

  /** Bytes that came from the store, shard indexes and gaps between merged ranges included. */
  public final LongAdder bytesFetched = new LongAdder();

  /** Bytes of decoded chunks. */
  public final LongAdder bytesDecoded = new LongAdder();

  /** Chunks decoded, fills of missing ones not included. */
  public final LongAdder chunksDecoded = new LongAdder();

  /** Chunks that no object stores: read as the fill value. */
  public final LongAdder chunksMissing = new LongAdder();

  /** Chunks that no object stores, and of which nothing but the fill value was made. */
  public final LongAdder chunksOfFill = new LongAdder();

  /** Nanoseconds spent waiting for the store, over all threads. */
  public final LongAdder fetchNanos = new LongAdder();

  /** Nanoseconds spent decoding. */
  public final LongAdder decodeNanos = new LongAdder();

  /** Chunks that were found decoded. */
  public final LongAdder decodedHits = new LongAdder();

  /** Bytes of chunks that were found decoded. */
  public final LongAdder decodedBytesSaved = new LongAdder();

  /** Pipelines found in the cache. */
  public final LongAdder pipelineHits = new LongAdder();

  /** Pipelines built. */
  public final LongAdder pipelineMisses = new LongAdder();
}
