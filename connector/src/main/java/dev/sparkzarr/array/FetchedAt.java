package dev.sparkzarr.array;

/**
 * A chunk that may be kept once it is decoded.
 *
 * @param millis since the epoch: its stored object had its version then or later; {@link #UNKNOWN}
 */
record FetchedAt(long millis) implements ChunkMemo {
  /** The version may be of any time. */
  static final long UNKNOWN = Long.MIN_VALUE;
}
