package dev.sparkzarr.store.middleware;

import dev.sparkzarr.store.AroundChanges;
import dev.sparkzarr.store.ByteRange;
import dev.sparkzarr.store.CountedStore;
import dev.sparkzarr.store.Listing;
import dev.sparkzarr.store.RangeMerge;
import dev.sparkzarr.store.RangeReads;
import dev.sparkzarr.store.ReadsInto;
import dev.sparkzarr.store.Stats;
import dev.sparkzarr.store.Store;
import dev.sparkzarr.store.StoreCounter;
import dev.sparkzarr.store.StoreErrors;
import dev.sparkzarr.store.StoreKey;
import dev.sparkzarr.store.Version;
import dev.sparkzarr.store.Versions;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/**
 * One request where several threads want the same bytes at the same time: one of them reads, the
 * others wait and get the same answer, or the same failure. Whole values and single ranges; stores
 * of one identity and scope share, in the whole JVM. Nothing is remembered once the read has ended.
 *
 * <p>A read that is interrupted, or whose store is closed, is given up by its reader alone: one of
 * those who waited reads anew. Who is interrupted while waiting disturbs nobody.
 *
 * <p>A read that begins after a write through such a store of this JVM has ended does not join one
 * from before it. Writers elsewhere are not known of: their new value may be missed by reads that
 * begin while one from before it is under way.
 */
public final class SingleFlightStore extends AroundChanges implements CountedStore {
  private final String identity;
  private final String scope;
  private final SharedReads reads;
  private final LongAdder shared = new LongAdder();
  private volatile boolean closed;

  /**
   * @param inner closed with this store
   * @param scope equal for stores that may read the same: an identity tells nothing of credentials
   */
  public SingleFlightStore(Store inner, String scope) {
    this(inner, scope, SharedReads.OF_THIS_JVM);
  }

  /**
   * @param shared with other stores of the same identity
   */
  SingleFlightStore(Store inner, String scope, SharedReads shared) {
    super(inner);
    this.scope = scope;
    Optional<String> known = inner.identity();
    this.identity = known.orElse("");
    this.reads = known.isPresent() ? shared : new SharedReads();
  }

  @Override
  public Map<StoreCounter, Long> counts() {
    return Map.of(StoreCounter.SHARED, shared.sum());
  }

  /** A whole value. */
  private record Whole(long limit) {}

  /**
   * A read that tells the version.
   *
   * @param what a {@link Whole} or a {@link ByteRange}
   */
  private record WithVersion(Object what) {}

  private <T> Optional<T> read(StoreKey key, Object what, Supplier<Optional<T>> read) {
    try {
      return reads.read(
          new SharedReads.Wanted(identity, scope, key, what),
          read,
          () -> closed || Thread.currentThread().isInterrupted(),
          shared::increment);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw StoreErrors.interrupted("read", describe(key), e);
    }
  }

  /** Lets no later read join one that began before the end of the change. */
  @Override
  protected <T> T changing(Collection<StoreKey> keys, Supplier<T> change) {
    try {
      return change.get();
    } finally {
      keys.forEach(key -> reads.forget(identity, key));
    }
  }

  @Override
  protected void changingBelow(StoreKey place, Runnable change) {
    try {
      change.run();
    } finally {
      reads.forget(identity, place);
    }
  }

  @Override
  public Optional<ByteBuffer> get(StoreKey key, long limit) {
    return read(key, new Whole(limit), () -> inner().get(key, limit)).map(ByteBuffer::duplicate);
  }

  @Override
  public Optional<RangeReads> ranges() {
    return inner().ranges().map(Ranges::new);
  }

  /** Who asks at the same time shares what is read. */
  @Override
  public Optional<ReadsInto> readsInto() {
    return Optional.empty();
  }

  @Override
  public Optional<Stats> stats() {
    return inner().stats();
  }

  @Override
  public Optional<Versions> versions() {
    return inner().versions().map(Seen::new);
  }

  @Override
  public Optional<Listing> listing() {
    return inner().listing();
  }

  @Override
  public void close() {
    closed = true;
    super.close();
  }

  private final class Ranges implements RangeReads {
    private final RangeReads ranges;

    private Ranges(RangeReads ranges) {
      this.ranges = ranges;
    }

    @Override
    public Optional<ByteBuffer> read(StoreKey key, ByteRange range) {
      return SingleFlightStore.this
          .read(key, range, () -> ranges.read(key, range))
          .map(ByteBuffer::duplicate);
    }

    @Override
    public Optional<List<ByteBuffer>> read(
        StoreKey key, List<ByteRange.Slice> slices, RangeMerge merge) {
      return ranges.read(key, slices, merge);
    }
  }

  private final class Seen implements Versions {
    private final Versions versions;

    private Seen(Versions versions) {
      this.versions = versions;
    }

    @Override
    public Optional<Versioned> get(StoreKey key, long limit) {
      return SingleFlightStore.this
          .read(key, new WithVersion(new Whole(limit)), () -> versions.get(key, limit))
          .map(Seen::copy);
    }

    @Override
    public Optional<Versioned> read(StoreKey key, ByteRange range) {
      return SingleFlightStore.this
          .read(key, new WithVersion(range), () -> versions.read(key, range))
          .map(Seen::copy);
    }

    private static Versioned copy(Versioned answer) {
      return new Versioned(answer.bytes().duplicate(), answer.version());
    }

    @Override
    public Optional<ByteBuffer> read(StoreKey key, ByteRange range, Version expected) {
      return versions.read(key, range, expected);
    }

    @Override
    public Optional<List<ByteBuffer>> read(
        StoreKey key, List<ByteRange.Slice> slices, RangeMerge merge, Version expected) {
      return versions.read(key, slices, merge, expected);
    }
  }
}
