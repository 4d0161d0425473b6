package dev.sparkzarr.store.cache;

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
import java.util.UUID;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Keeps what is read of a store in a {@link Cache}. Has the capabilities of what it wraps. Values
 * and ranges are served from the cache as long as they are known to be current, as {@link
 * CacheSettings#checkAfter} says; absence, sizes and listings always come from the store. What is
 * written through it is forgotten. Safe for many threads; many readers of one key that is not
 * cached each ask the store, unless something in between makes them one.
 *
 * <p>What a store without an identity gives is cached for this object alone.
 */
public final class CacheStore extends AroundChanges implements CountedStore {
  private final CacheUse cache;
  private final Predicate<StoreKey> passes;
  private final boolean isNameless;
  private final String origin;
  private final CachedReads reads;

  /**
   * @param inner closed with this store
   * @param cache not closed with this store
   * @param passes keys that are never cached, such as those of documents that everything else
   *     depends on
   */
  public CacheStore(Store inner, Cache cache, Predicate<StoreKey> passes) {
    super(inner);
    this.cache = new CacheUse(cache);
    this.passes = passes;
    this.isNameless = inner.identity().isEmpty();
    this.origin = CachedKey.origin(inner.identity().orElseGet(() -> "object:" + UUID.randomUUID()));
    this.reads =
        new CachedReads(this.cache, new Origin(inner, cache.clock()), origin, inner::describe);
  }

  /**
   * Wraps a store in the cache of these settings, which this JVM shares.
   *
   * @param inner closed with the store that is returned; the cache stays open
   * @param passes as in the constructor
   * @throws dev.sparkzarr.store.StoreException when the settings name a storage or an index that
   *     cannot be used
   */
  public static CacheStore around(Store inner, CacheSettings settings, Predicate<StoreKey> passes) {
    return new CacheStore(inner, Caches.of(settings, inner.identity()), passes);
  }

  /**
   * @return what the cache did for this store so far; what it holds is not asked, and -1
   */
  public CacheStats cacheStats() {
    return cache.counters().stats(-1, -1);
  }

  @Override
  public Map<StoreCounter, Long> counts() {
    CacheCounters counters = cache.counters();
    return Map.of(
        StoreCounter.CACHE_HITS, counters.hits.sum(),
        StoreCounter.CACHE_MISSES, counters.misses.sum(),
        StoreCounter.CACHE_BYTES_SAVED, counters.bytesSaved.sum(),
        StoreCounter.CACHE_EVICTIONS, counters.evictions.sum(),
        StoreCounter.CACHE_FAILURES, counters.failures.sum());
  }

  /**
   * @return the cache, for all who share it
   */
  public Cache cache() {
    return cache.cache();
  }

  @Override
  public Optional<ByteBuffer> get(StoreKey key, long limit) {
    return passes.test(key)
        ? inner().get(key, limit)
        : reads.get(key, limit).map(CachedReads.Found::bytes);
  }

  @Override
  public Optional<RangeReads> ranges() {
    return inner().ranges().map(Ranges::new);
  }

  /** What is read is kept. */
  @Override
  public Optional<ReadsInto> readsInto() {
    return Optional.empty();
  }

  @Override
  public Optional<Versions> versions() {
    return inner().versions().map(Seen::new);
  }

  @Override
  public Optional<Stats> stats() {
    return inner().stats();
  }

  @Override
  public Optional<Listing> listing() {
    return inner().listing();
  }

  @Override
  protected <T> T changing(Collection<StoreKey> keys, Supplier<T> change) {
    return cache.changing(keys.stream().map(reads::cached).toList(), change);
  }

  @Override
  protected void changingBelow(StoreKey place, Runnable change) {
    cache.changingBelow(origin, place, change);
  }

  @Override
  public void close() {
    if (isNameless) {
      cache.forgetBelow(origin, Optional.empty());
    }
    super.close();
  }

  private final class Ranges implements RangeReads {
    private final RangeReads ranges;

    private Ranges(RangeReads ranges) {
      this.ranges = ranges;
    }

    @Override
    public Optional<ByteBuffer> read(StoreKey key, ByteRange range) {
      return passes.test(key)
          ? ranges.read(key, range)
          : reads.read(key, range).map(CachedReads.Found::bytes);
    }

    @Override
    public Optional<List<ByteBuffer>> read(
        StoreKey key, List<ByteRange.Slice> slices, RangeMerge merge) {
      return passes.test(key)
          ? ranges.read(key, slices, merge)
          : reads.read(key, slices, merge, ranges);
    }
  }

  private final class Seen implements Versions {
    private final Versions versions;

    private Seen(Versions versions) {
      this.versions = versions;
    }

    @Override
    public Optional<Versioned> get(StoreKey key, long limit) {
      return passes.test(key)
          ? versions.get(key, limit)
          : reads.get(key, limit).map(Seen::versioned);
    }

    @Override
    public Optional<Versioned> read(StoreKey key, ByteRange range) {
      return passes.test(key)
          ? versions.read(key, range)
          : reads.read(key, range).map(Seen::versioned);
    }

    @Override
    public Optional<ByteBuffer> read(StoreKey key, ByteRange range, Version expected) {
      if (passes.test(key)) {
        return versions.read(key, range, expected);
      }
      Optional<Versioned> found = read(key, range);
      if (found.isPresent() && !found.get().version().equals(Optional.of(expected))) {
        throw StoreErrors.changed(describe(key));
      }
      return found.map(Versioned::bytes);
    }

    private static Versioned versioned(CachedReads.Found found) {
      return new Versioned(found.bytes(), found.version());
    }
  }
}
