package dev.sparkzarr.array;

/**
 * What the cache of decoded chunks notes on a fetched chunk for itself. Others pass it on as it is.
 * Immutable.
 */
public sealed interface ChunkMemo permits ChunkMemo.Nothing, FetchedAt, DecodedChunk {
  /** Nothing is noted. */
  ChunkMemo NONE = new Nothing();

  /** No note. */
  record Nothing() implements ChunkMemo {}
}
