package dev.sparkzarr.store.middleware;

import dev.sparkzarr.store.ByteRange;
import dev.sparkzarr.store.Copies;
import dev.sparkzarr.store.CountedStore;
import dev.sparkzarr.store.Creates;
import dev.sparkzarr.store.Deletes;
import dev.sparkzarr.store.Listing;
import dev.sparkzarr.store.RangeMerge;
import dev.sparkzarr.store.RangeReads;
import dev.sparkzarr.store.RangeWrites;
import dev.sparkzarr.store.Renames;
import dev.sparkzarr.store.Replaces;
import dev.sparkzarr.store.Stats;
import dev.sparkzarr.store.Store;
import dev.sparkzarr.store.StoreCounter;
import dev.sparkzarr.store.StoreErrors;
import dev.sparkzarr.store.StoreKey;
import dev.sparkzarr.store.Version;
import dev.sparkzarr.store.Versions;
import dev.sparkzarr.store.WrappedStore;
import dev.sparkzarr.store.Writes;
import java.nio.ByteBuffer;
import java.time.Instant;
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
public final class SingleFlightStore extends WrappedStore implements CountedStore {
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

  /** Runs a write, and lets no later read join one that began before its end. */
  private <T> T write(Supplier<T> write, StoreKey... keys) {
    try {
      return write.get();
    } finally {
      for (StoreKey key : keys) {
        reads.forget(identity, key);
      }
    }
  }

  private void write(Runnable write, StoreKey... keys) {
    write(
        () -> {
          write.run();
          return true;
        },
        keys);
  }

  @Override
  public Optional<ByteBuffer> get(StoreKey key, long limit) {
    return read(key, new Whole(limit), () -> inner().get(key, limit)).map(ByteBuffer::duplicate);
  }

  @Override
  public Optional<RangeReads> ranges() {
    return inner().ranges().map(Ranges::new);
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
  public Optional<Writes> writes() {
    return inner().writes().map(writes -> (key, bytes) -> write(() -> writes.put(key, bytes), key));
  }

  @Override
  public Optional<Creates> creates() {
    return inner()
        .creates()
        .map(creates -> (key, bytes) -> write(() -> creates.create(key, bytes), key));
  }

  @Override
  public Optional<Replaces> replaces() {
    return inner()
        .replaces()
        .map(
            replaces ->
                (key, bytes, expected) -> write(() -> replaces.replace(key, bytes, expected), key));
  }

  @Override
  public Optional<RangeWrites> rangeWrites() {
    return inner()
        .rangeWrites()
        .map(writes -> (key, offset, bytes) -> write(() -> writes.write(key, offset, bytes), key));
  }

  @Override
  public Optional<Deletes> deletes() {
    return inner().deletes().map(Removal::new);
  }

  @Override
  public Optional<Copies> copies() {
    return inner().copies().map(copies -> (from, to) -> write(() -> copies.copy(from, to), to));
  }

  @Override
  public Optional<Renames> renames() {
    return inner()
        .renames()
        .map(renames -> (from, to) -> write(() -> renames.rename(from, to), from, to));
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

  private final class Removal implements Deletes {
    private final Deletes deletes;

    private Removal(Deletes deletes) {
      this.deletes = deletes;
    }

    @Override
    public void delete(StoreKey key) {
      write(() -> deletes.delete(key), key);
    }

    @Override
    public void deleteAll(Collection<StoreKey> keys) {
      write(() -> deletes.deleteAll(keys), keys.toArray(StoreKey[]::new));
    }

    @Override
    public void deleteBelow(StoreKey place) {
      write(() -> deletes.deleteBelow(place), place);
    }

    @Override
    public void deleteAbandoned(Optional<StoreKey> place, Instant before) {
      deletes.deleteAbandoned(place, before); // no value changes
    }
  }
}
