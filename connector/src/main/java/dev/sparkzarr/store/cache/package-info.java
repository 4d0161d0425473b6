/**
 * A cache of a slow store's values and byte ranges. Uses: {@code store}, slf4j, and in {@code
 * RedisCacheIndex} alone Jedis, which is optional. Start at {@link
 * dev.sparkzarr.store.cache.CacheStore}, the wrapper; what it shares with the other stores of this
 * JVM is a {@link dev.sparkzarr.store.cache.Cache}, found by its settings in {@link
 * dev.sparkzarr.store.cache.Caches}. Which pieces are cached is the matter of a {@link
 * dev.sparkzarr.store.cache.CacheIndex}; where their bytes are, of any other store. No lock is held
 * during a request. A cache that fails costs time, never an answer. Everything is safe for many
 * threads.
 */
package dev.sparkzarr.store.cache;
