package dev.sparkzarr.array;

/**
 * How an array is written. Immutable.
 *
 * @param emptyChunks what to do with objects that hold nothing but the fill value
 * @param shards how inner chunks get into shards that are there
 * @param guard asked before every request that changes something
 * @param counters what writing adds to
 */
public record WriteSettings(
    EmptyChunks emptyChunks, ShardWrites shards, WriteGuard guard, WriteCounters counters) {
  /** Whole shards, no guard, counters of its own. */
  public static WriteSettings of(EmptyChunks emptyChunks) {
    return new WriteSettings(emptyChunks, ShardWrites.WHOLE, WriteGuard.NONE, new WriteCounters());
  }

  /** The same with other counters. */
  public WriteSettings with(WriteCounters otherCounters) {
    return new WriteSettings(emptyChunks, shards, guard, otherCounters);
  }

  /** The same with another guard. */
  public WriteSettings with(WriteGuard otherGuard) {
    return new WriteSettings(emptyChunks, shards, otherGuard, counters);
  }

  /** The same with another way into shards. */
  public WriteSettings with(ShardWrites otherShards) {
    return new WriteSettings(emptyChunks, otherShards, guard, counters);
  }
}
