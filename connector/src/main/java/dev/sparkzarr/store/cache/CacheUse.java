package dev.sparkzarr.store.cache;

import dev.sparkzarr.store.StoreKey;
import dev.sparkzarr.store.Version;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * What one store does with its cache, counted for the store and for the cache. Nothing here throws
 * for what the cache does. Safe for many threads.
 */
final class CacheUse {
  private static final int MOST_SCANNED = 1_000_000;
  private static final int LONGEST_VERSION = 1024;

  private final CacheSettings settings;
  private final CacheStorage storage;
  private final CacheIndex index;
  private final Clock clock;
  private final Doubts doubts;
  private final CacheGuards guards;
  private final Cache cache;
  private final CacheCounters own = new CacheCounters();

  CacheUse(Cache cache) {
    this.cache = cache;
    this.settings = cache.settings();
    this.storage = cache.storage();
    this.index = cache.index();
    this.clock = cache.clock();
    this.doubts = cache.doubts();
    this.guards = cache.guards();
  }

  /**
   * @return what was counted for this store alone
   */
  CacheCounters counters() {
    return own;
  }

  Cache cache() {
    return cache;
  }

  long now() {
    return clock.millis();
  }

  void count(Consumer<CacheCounters> change) {
    change.accept(own);
    change.accept(cache.counters());
  }

  private <T> T call(CacheGuard guard, String doing, T otherwise, Supplier<T> call) {
    return guard.call(doing, () -> count(c -> c.failures.increment()), otherwise, call);
  }

  private void run(CacheGuard guard, String doing, Runnable call) {
    call(
        guard,
        doing,
        null,
        () -> {
          call.run();
          return null;
        });
  }

  /**
   * @return grows with each write of the key through this JVM
   */
  long writes(CachedKey key) {
    return doubts.writes(key);
  }

  Optional<CacheIndex.Known> find(CachedKey key, List<CachePiece> pieces) {
    scanIfDue();
    return guards.storage().isClosed()
        ? Optional.empty()
        : call(
            guards.index(),
            "look up",
            Optional.empty(),
            () -> index.find(key, pieces, clock.millis()));
  }

  /**
   * @return whether what was known of a key at some moment may be served now, unasked
   */
  boolean isTrusted(CachedKey key, long checkedAt) {
    long now = clock.millis();
    return checkedAt <= now
        && now - checkedAt < settings.checkAfter().toMillis()
        && !doubts.isDoubtful(key, checkedAt);
  }

  boolean isTooOld(CacheEntry entry) {
    return clock.millis() - entry.storedAt() >= settings.maxAge().toMillis();
  }

  void renew(CachedKey key, Optional<Version> version, long checkedAt) {
    run(guards.index(), "renew", () -> index.renew(key, version, checkedAt));
  }

  /**
   * @return verified bytes; empty, and the entry gone, when they are not there or damaged
   */
  Optional<ByteBuffer> load(CacheEntry entry) {
    Optional<Optional<ByteBuffer>> bytes =
        call(guards.storage(), "read", Optional.empty(), () -> Optional.of(storage.get(entry)));
    if (bytes.isPresent() && bytes.get().isEmpty()) {
      count(c -> c.stale.increment());
      forget(entry);
    }
    return bytes.flatMap(found -> found);
  }

  void forget(CacheEntry entry) {
    run(guards.index(), "remove", () -> index.drop(entry));
    delete(List.of(entry));
  }

  void forget(CachedKey key) {
    delete(call(guards.index(), "remove", List.of(), () -> index.drop(key)));
  }

  void forgetBelow(String origin, Optional<StoreKey> below) {
    delete(call(guards.index(), "remove", List.of(), () -> index.dropBelow(origin, below)));
  }

  private void delete(List<CacheEntry> entries) {
    if (!entries.isEmpty()) {
      run(guards.storage(), "delete", () -> storage.delete(entries));
    }
  }

  /**
   * Takes a piece in, if it is worth it and was not written meanwhile.
   *
   * @param writes what {@link #writes} gave before the piece was read
   * @return whether it is cached now
   */
  boolean keep(CachedKey key, CachePiece piece, Fetched fetched, long writes) {
    int size = fetched.bytes().remaining();
    boolean canBeServed = fetched.version().isPresent() || !settings.checkAfter().isZero();
    if (!canBeServed
        || size == 0
        || size > settings.largestEntry()
        || fetched.millis() < settings.minCost().toMillis()
        || fetched.version().filter(v -> v.token().length() > LONGEST_VERSION).isPresent()
        || doubts.writes(key) != writes
        || guards.areClosed()) {
      return false;
    }
    long now = clock.millis();
    CacheEntry entry =
        new CacheEntry(key, piece, fetched.version(), size, fetched.millis(), now, now, 1);
    boolean stored =
        call(
            guards.storage(),
            "write",
            false,
            () -> storage.put(entry, fetched.asOf(), fetched.bytes()));
    if (!stored) {
      return false;
    }
    Optional<List<CacheEntry>> gone =
        call(
            guards.additions(),
            "add",
            Optional.empty(),
            () -> Optional.of(index.push(entry, fetched.asOf(), settings.size())));
    delete(gone.orElse(List.of(entry)));
    if (gone.isEmpty()) {
      return false;
    }
    count(c -> c.stored.increment());
    count(c -> c.evictions.add(gone.get().size()));
    if (doubts.writes(key) != writes) {
      forget(key);
      return false;
    }
    return true;
  }

  /** Makes a change to keys of the origin, so that nothing read before is served after it. */
  <T> T changing(List<CachedKey> keys, Supplier<T> change) {
    keys.forEach(key -> doubts.doubt(key, clock.millis()));
    try {
      return change.get();
    } finally {
      keys.forEach(key -> doubts.doubt(key, clock.millis()));
      keys.forEach(this::forget);
    }
  }

  /** Makes a change below a place of the origin. */
  void changingBelow(String origin, StoreKey place, Runnable change) {
    doubts.doubtAll(clock.millis());
    try {
      change.run();
    } finally {
      doubts.doubtAll(clock.millis());
      forgetBelow(origin, Optional.of(place));
    }
  }

  private void scanIfDue() {
    if (storage.isFindable()
        && cache.mayScan()
        && call(guards.index(), "look up", false, () -> index.claimScan(clock.millis()))) {
      cache.background().execute(() -> run(guards.storage(), "list", this::scan));
    }
  }

  /** Takes in what is stored and not in the index: of a JVM before this one, or beside it. */
  private void scan() {
    storage.scan(
        MOST_SCANNED,
        header -> {
          if (!index.contains(header.entry())) {
            storage.delete(index.push(header.entry(), header.checkedAt(), settings.size()));
          }
        });
  }
}
