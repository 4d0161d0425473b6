package dev.sparkzarr.store.cache;

import dev.sparkzarr.store.MemoryStore;
import dev.sparkzarr.store.Secrets;
import dev.sparkzarr.store.Store;
import dev.sparkzarr.store.StoreException;
import dev.sparkzarr.store.StoreLocation;
import dev.sparkzarr.store.Stores;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The caches of this JVM: one for each settings. */
public final class Caches {
  private static final ConcurrentMap<CacheSettings, Holder> OPEN = new ConcurrentHashMap<>();
  private static final Executor BACKGROUND = background();

  private Caches() {}

  /** Opens its cache once, with no other settings waiting for it. */
  private static final class Holder {
    private Cache cache;

    private synchronized Cache open(CacheSettings settings) {
      if (cache == null) {
        cache = Caches.make(settings, Clock.systemUTC(), BACKGROUND);
      }
      return cache;
    }

    private synchronized Optional<Cache> cache() {
      return Optional.ofNullable(cache);
    }
  }

  /** One thread that ends when there is nothing to do. */
  private static Executor background() {
    ThreadPoolExecutor threads =
        new ThreadPoolExecutor(
            1,
            1,
            5,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            work -> {
              Thread thread = new Thread(work, "spark-zarr-cache");
              thread.setDaemon(true);
              return thread;
            });
    threads.allowCoreThreadTimeOut(true);
    return threads;
  }

  /**
   * Finds the cache of these settings, or opens it.
   *
   * @param identity of the store that is to be read, which replaces {@link CacheSettings#STORE_ID};
   *     a store without one has no place of its own
   * @throws StoreException when the storage or the index cannot be used as they are named
   */
  public static Cache of(CacheSettings settings, Optional<String> identity) {
    CacheSettings complete = settings.of(CachedKey.origin(identity.orElse("")));
    return OPEN.computeIfAbsent(complete, unused -> new Holder()).open(complete);
  }

  /**
   * @return those that are open now
   */
  public static List<Cache> open() {
    return OPEN.values().stream().map(Holder::cache).flatMap(Optional::stream).toList();
  }

  /** Closes a cache; what is stored stays. The next who needs it opens another. */
  public static void close(Cache cache) {
    OPEN.values().removeIf(holder -> holder.cache().filter(cache::equals).isPresent());
    cache.close();
  }

  static Cache make(CacheSettings settings, Clock clock, Executor background) {
    Store storage = storage(settings.storage());
    try {
      return new Cache(settings, storage, index(settings, storage), clock, background);
    } catch (RuntimeException | Error e) {
      storage.close();
      throw e;
    }
  }

  private static Store storage(StoreLocation location) {
    return location.uri().equals("memory:") ? MemoryStore.unnamed() : Stores.open(location);
  }

  private static CacheIndex index(CacheSettings settings, Store storage) {
    String address = settings.index();
    if (address.equals("memory")) {
      return new MemoryCacheIndex(settings.policy());
    }
    String lower = address.toLowerCase(Locale.ROOT);
    if (!lower.startsWith("redis://") && !lower.startsWith("rediss://")) {
      throw new StoreException(
          "Cannot use cache index '"
              + Secrets.NONE.hideIn(address)
              + "': it is neither memory nor the address of a Redis server. Write memory or"
              + " redis://host:port/database.");
    }
    RedisAddress redis = RedisAddress.parse(address);
    try {
      return new RedisCacheIndex(redis, RedisScope.of(storage.identity()), settings.policy());
    } catch (NoClassDefFoundError e) {
      throw new StoreException(
          "Cannot use cache index "
              + redis
              + ": the Redis client is not on the class path. Add redis.clients:jedis:5.2.0 (any of"
              + " 5 to 7 will do), for Spark with --packages.",
          e);
    }
  }
}
