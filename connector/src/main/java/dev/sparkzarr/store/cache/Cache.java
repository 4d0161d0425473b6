package dev.sparkzarr.store.cache;

import dev.sparkzarr.store.Store;
import dev.sparkzarr.store.StoreException;
import dev.sparkzarr.store.StoreKey;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Pieces of values of many stores, kept in another store. One for all who read with the same
 * settings in this JVM. The user's view is {@link #stats}, {@link #entries}, {@link #evict} and
 * {@link #clear}; stores are read through it by {@link CacheStore}. Safe for many threads.
 */
public final class Cache implements AutoCloseable {
  private static final long SCAN_ASK_MILLIS = 30_000;

  private final CacheSettings settings;
  private final CacheStorage storage;
  private final CacheIndex index;
  private final Clock clock;
  private final Executor background;
  private final CacheGuards guards;
  private final AtomicLong scanAskedAt = new AtomicLong(Long.MIN_VALUE);
  private final Doubts doubts = new Doubts();
  private final CacheCounters counters = new CacheCounters();

  /**
   * @param storage where the bytes are kept; closed with this cache
   * @param index closed with this cache
   * @param background where the index is compared with the storage
   * @throws StoreException when the storage cannot write and delete
   */
  Cache(CacheSettings settings, Store storage, CacheIndex index, Clock clock, Executor background) {
    this.settings = settings;
    this.storage = new CacheStorage(storage);
    this.index = index;
    this.clock = clock;
    this.background = background;
    this.guards = CacheGuards.of(storage.describe(), clock);
  }

  /**
   * @return what it is
   */
  public CacheSettings settings() {
    return settings;
  }

  /**
   * @return what it did so far for all stores of this JVM, and what it holds; what it holds is -1
   *     when its index does not answer
   */
  public CacheStats stats() {
    Runnable failed = counters.failures::increment;
    long entries = guards.index().call("count", failed, -1L, index::count);
    long bytes = guards.index().call("count", failed, -1L, index::bytes);
    return counters.stats(entries, bytes);
  }

  /**
   * Lists what is cached.
   *
   * @param most how many at most
   * @throws StoreException when the index cannot be reached
   */
  public List<CacheEntry> entries(CacheOrder order, int most) {
    return index.entries(order, most);
  }

  /**
   * Removes the pieces of a store's values below a place.
   *
   * @param store any store of the same identity
   * @param below the place, by whole segments; empty for the whole store
   * @return how many pieces went
   * @throws StoreException when the index or the storage cannot be reached
   */
  public int evict(Store store, Optional<StoreKey> below) {
    return store
        .identity()
        .map(identity -> removed(index.dropBelow(CachedKey.origin(identity), below)))
        .orElse(0);
  }

  /**
   * Removes everything.
   *
   * @return how many pieces went
   * @throws StoreException when the index or the storage cannot be reached
   */
  public int clear() {
    return removed(index.clear());
  }

  private int removed(List<CacheEntry> entries) {
    storage.delete(entries);
    return entries.size();
  }

  CacheStorage storage() {
    return storage;
  }

  CacheIndex index() {
    return index;
  }

  Clock clock() {
    return clock;
  }

  Executor background() {
    return background;
  }

  CacheGuards guards() {
    return guards;
  }

  /**
   * @return whether it is time to ask the index after a scan: not with every call
   */
  boolean mayScan() {
    long now = clock.millis();
    long asked = scanAskedAt.get();
    return (asked == Long.MIN_VALUE || now - asked >= SCAN_ASK_MILLIS)
        && scanAskedAt.compareAndSet(asked, now);
  }

  Doubts doubts() {
    return doubts;
  }

  CacheCounters counters() {
    return counters;
  }

  /** Closes index and storage; what is stored stays. */
  @Override
  public void close() {
    index.close();
    storage.close();
  }
}
