package dev.sparkzarr.store.http;

import dev.sparkzarr.store.ByteRange;
import dev.sparkzarr.store.RangeMerge;
import dev.sparkzarr.store.RangeReads;
import dev.sparkzarr.store.Stats;
import dev.sparkzarr.store.StoreKey;
import dev.sparkzarr.store.ValueStat;
import dev.sparkzarr.store.Version;
import dev.sparkzarr.store.Versions;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** {@link ObjectReads} for callers who wait. Safe for many threads. */
public final class WaitingReads implements RangeReads, Stats {
  private final ObjectReads reads;

  public WaitingReads(ObjectReads reads) {
    this.reads = reads;
  }

  private <T> T wait(StoreKey key, Function<Flight, CompletableFuture<T>> call) {
    return Flight.await("read", reads.endpoint().describe(key), call);
  }

  /** As {@link dev.sparkzarr.store.Store#get}. */
  public Optional<ByteBuffer> get(StoreKey key, long limit) {
    return wait(key, flight -> reads.get(flight, key, limit));
  }

  @Override
  public Optional<ByteBuffer> read(StoreKey key, ByteRange range) {
    return wait(key, flight -> reads.read(flight, key, range));
  }

  @Override
  public Optional<List<ByteBuffer>> read(
      StoreKey key, List<ByteRange.Slice> slices, RangeMerge merge) {
    return wait(key, flight -> reads.read(flight, key, slices, merge));
  }

  @Override
  public Optional<ValueStat> stat(StoreKey key) {
    return wait(key, flight -> reads.stat(flight, key));
  }

  /**
   * @return reads of known versions, by entity tag
   */
  public Versions versions() {
    return new Versions() {
      @Override
      public Optional<Versioned> get(StoreKey key, long limit) {
        return WaitingReads.this.wait(key, flight -> reads.getVersioned(flight, key, limit));
      }

      @Override
      public Optional<Versioned> read(StoreKey key, ByteRange range) {
        return WaitingReads.this.wait(key, flight -> reads.readVersioned(flight, key, range));
      }

      @Override
      public Optional<ByteBuffer> read(StoreKey key, ByteRange range, Version expected) {
        return WaitingReads.this.wait(key, flight -> reads.read(flight, key, range, expected));
      }

      @Override
      public Optional<List<ByteBuffer>> read(
          StoreKey key, List<ByteRange.Slice> slices, RangeMerge merge, Version expected) {
        return WaitingReads.this.wait(
            key, flight -> reads.read(flight, key, slices, merge, expected));
      }
    };
  }
}
