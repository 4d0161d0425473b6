package dev.sparkzarr.array;

import java.util.concurrent.atomic.LongAdder;

/** What writing cost, added up. Safe for many threads. */
public final class WriteCounters {
  /** Stored objects put, also over older ones; parts of shards that were written in place. */
  public final LongAdder objectsPut = new LongAdder();

  /** Encoded bytes of them. */
  public final LongAdder bytesPut = new LongAdder();

  /** Bytes of values that were encoded for them. */
  public final LongAdder bytesEncoded = new LongAdder();

  /** Objects that held nothing but the fill value, and were not put for that. */
  public final LongAdder emptyDropped = new LongAdder();

  /** Requests that deleted an object, whether it was there or not. */
  public final LongAdder deleted = new LongAdder();

  /** Nanoseconds spent encoding. */
  public final LongAdder encodeNanos = new LongAdder();

  /** Nanoseconds spent waiting for the store to take objects, or to delete them. */
  public final LongAdder putNanos = new LongAdder();
}
