package dev.sparkzarr.store.cache;

import dev.sparkzarr.store.MemoryStore;
import dev.sparkzarr.store.Store;
import dev.sparkzarr.store.StoreLocation;
import java.time.Duration;
import java.util.Map;

/** Makes caches whose clock a test moves, and which scan their storage at once. */
final class CacheKit {
  static final long MINUTE = 60_000;

  final TickingClock clock = new TickingClock();
  private CacheSettings settings =
      new CacheSettings(
          new StoreLocation("memory:", Map.of()),
          "memory",
          1 << 20,
          CachePolicy.LRU,
          CacheSettings.FOREVER,
          Duration.ZERO,
          1 << 20,
          Duration.ZERO);

  CacheKit checkAfter(long millis) {
    return with(settings.size(), Duration.ofMillis(millis), settings.maxAge());
  }

  CacheKit maxAge(long millis) {
    return with(settings.size(), settings.checkAfter(), Duration.ofMillis(millis));
  }

  CacheKit size(long bytes) {
    return with(bytes, settings.checkAfter(), settings.maxAge());
  }

  private CacheKit with(long size, Duration checkAfter, Duration maxAge) {
    settings =
        new CacheSettings(
            settings.storage(),
            settings.index(),
            size,
            settings.policy(),
            maxAge,
            checkAfter,
            settings.maxEntry(),
            settings.minCost());
    return this;
  }

  CacheKit minCost(long millis) {
    settings =
        new CacheSettings(
            settings.storage(),
            settings.index(),
            settings.size(),
            settings.policy(),
            settings.maxAge(),
            settings.checkAfter(),
            settings.maxEntry(),
            Duration.ofMillis(millis));
    return this;
  }

  Cache cache() {
    return cache(MemoryStore.unnamed(), new MemoryCacheIndex(CachePolicy.LRU));
  }

  Cache cache(Store storage, CacheIndex index) {
    return new Cache(settings, storage, index, clock, Runnable::run);
  }

  static CacheStore around(Store origin, Cache cache) {
    return new CacheStore(origin, cache, key -> key.value().endsWith("zarr.json"));
  }
}
