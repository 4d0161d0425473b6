package dev.sparkzarr.store.middleware;

import dev.sparkzarr.store.ByteRange;
import dev.sparkzarr.store.CountedStore;
import dev.sparkzarr.store.Listing;
import dev.sparkzarr.store.RangeMerge;
import dev.sparkzarr.store.RangeReads;
import dev.sparkzarr.store.Store;
import dev.sparkzarr.store.StoreCounter;
import dev.sparkzarr.store.StoreKey;
import dev.sparkzarr.store.UnavailableException;
import dev.sparkzarr.store.Version;
import dev.sparkzarr.store.Versions;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Sends a call again when the store did not answer: only calls that may be carried out twice
 * ({@link dev.sparkzarr.store.StoreVerb#isIdempotent}), and only after an {@link
 * dev.sparkzarr.store.UnavailableException}; every other failure goes to the caller at once, and so
 * does any failure of an interrupted thread. An interruption ends a pause.
 *
 * <p>A listing that fails in the middle is begun again, and no key comes twice; beyond {@value
 * RetriedListing#MOST_REMEMBERED} keys it is not, and the failure goes to the caller.
 */
public final class RetryStore extends AroundStore implements CountedStore {
  private final RetryPolicy policy;
  private final MonotonicClock clock;
  private final DoubleSupplier random;
  private final RetryCounts counts = new RetryCounts();

  /**
   * @param inner closed with this store
   */
  public RetryStore(Store inner, RetryPolicy policy) {
    this(inner, policy, MonotonicClock.SYSTEM, () -> ThreadLocalRandom.current().nextDouble());
  }

  /**
   * @param random from 0 to 1
   */
  RetryStore(Store inner, RetryPolicy policy, MonotonicClock clock, DoubleSupplier random) {
    super(inner);
    this.policy = policy;
    this.clock = clock;
    this.random = random;
  }

  @Override
  protected <T> T around(StoreCall<T> call) {
    if (!call.verb().isIdempotent()) {
      return call.send();
    }
    Attempts attempts = attempts();
    while (true) {
      try {
        return call.send();
      } catch (UnavailableException e) {
        attempts.pauseAfter(e);
      }
    }
  }

  private Attempts attempts() {
    return new Attempts(policy, clock, random, counts);
  }

  @Override
  public Optional<RangeReads> ranges() {
    return super.ranges().map(retried -> new Ranges(inner().ranges().orElseThrow(), retried));
  }

  @Override
  public Optional<Versions> versions() {
    return super.versions().map(retried -> new Seen(inner().versions().orElseThrow(), retried));
  }

  @Override
  public Optional<Listing> listing() {
    return super.listing().map(Keys::new);
  }

  @Override
  public Map<StoreCounter, Long> counts() {
    return counts.asMap();
  }

  /** Where one of several ranges found no answer, each is asked for by itself, and sent again. */
  private final class Ranges implements RangeReads {
    private final RangeReads once;
    private final RangeReads retried;

    private Ranges(RangeReads once, RangeReads retried) {
      this.once = once;
      this.retried = retried;
    }

    @Override
    public Optional<ByteBuffer> read(StoreKey key, ByteRange range) {
      return retried.read(key, range);
    }

    @Override
    public Optional<List<ByteBuffer>> read(
        StoreKey key, List<ByteRange.Slice> slices, RangeMerge merge) {
      return orEachByItself(
          () -> once.read(key, slices, merge),
          () -> merge.read(slices, slice -> retried.read(key, slice)));
    }
  }

  private final class Seen implements Versions {
    private final Versions once;
    private final Versions retried;

    private Seen(Versions once, Versions retried) {
      this.once = once;
      this.retried = retried;
    }

    @Override
    public Optional<Versioned> get(StoreKey key, long limit) {
      return retried.get(key, limit);
    }

    @Override
    public Optional<Versioned> read(StoreKey key, ByteRange range) {
      return retried.read(key, range);
    }

    @Override
    public Optional<ByteBuffer> read(StoreKey key, ByteRange range, Version expected) {
      return retried.read(key, range, expected);
    }

    @Override
    public Optional<List<ByteBuffer>> read(
        StoreKey key, List<ByteRange.Slice> slices, RangeMerge merge, Version expected) {
      return orEachByItself(
          () -> once.read(key, slices, merge, expected),
          () -> merge.read(slices, slice -> retried.read(key, slice, expected)));
    }
  }

  private <T> T orEachByItself(Supplier<T> all, Supplier<T> eachByItself) {
    Attempts attempts = attempts();
    try {
      return all.get();
    } catch (UnavailableException e) {
      attempts.pauseAfter(e);
      return eachByItself.get();
    }
  }

  private final class Keys implements Listing {
    private final Listing listing;

    private Keys(Listing listing) {
      this.listing = listing;
    }

    @Override
    public Stream<StoreKey> keys(Optional<StoreKey> below) {
      return RetriedListing.of(() -> listing.keys(below), RetryStore.this::attempts);
    }

    @Override
    public Stream<Entry> entries(Optional<StoreKey> below) {
      return RetriedListing.of(() -> listing.entries(below), RetryStore.this::attempts);
    }
  }
}
