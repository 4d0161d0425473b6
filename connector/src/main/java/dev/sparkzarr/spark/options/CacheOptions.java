package dev.sparkzarr.spark.options;

import static dev.sparkzarr.spark.options.Option.Side.READ;

import dev.sparkzarr.array.DecodedSettings;
import dev.sparkzarr.metadata.ZarrJsonParser;
import dev.sparkzarr.metadata.ZarrayParser;
import dev.sparkzarr.metadata.ZattrsParser;
import dev.sparkzarr.metadata.ZgroupParser;
import dev.sparkzarr.metadata.ZmetadataParser;
import dev.sparkzarr.store.StoreLocation;
import dev.sparkzarr.store.cache.CachePolicy;
import dev.sparkzarr.store.cache.CacheSettings;
import dev.sparkzarr.store.stack.CacheLayer;
import dev.sparkzarr.store.stack.StoreLayer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The options of the cache of stored bytes, and the layer that they ask for. */
final class CacheOptions {
  static final Option<Boolean> CACHE =
      Option.of(
          "cache",
          READ,
          OptionType.flag(),
          false,
          "false",
          "Keep what is fetched of chunks and shards, as `cacheStorage` and the other options of the"
              + " cache say. Metadata is always read from the store.");

  static final Option<String> STORAGE =
      Option.of(
          "cacheStorage",
          READ,
          OptionType.text("memory:, a local path or the address of a store"),
          "memory:",
          "memory:",
          "Where the cache's bytes are: `memory:` (of each executor), a local directory such as"
              + " `/local_disk0/zarr-cache`, or any store that can write, such as"
              + " `s3a://bucket/cache`. `{storeId}` in it becomes an identity of the store that is"
              + " read.");

  static final Option<Long> SIZE =
      Option.of(
          "cacheSize",
          READ,
          OptionType.size(1),
          256L << 20,
          "256m",
          "Bytes that the cache may hold, in each executor, or of all together with an index in"
              + " Redis and a storage that all see.");

  static final Option<String> INDEX =
      Option.of(
          "cacheIndex",
          READ,
          OptionType.text("memory, or redis://host:port/database"),
          "memory",
          "memory",
          "Where is noted what is cached: in the memory of each executor, or in a Redis server that"
              + " they share (`rediss://` for TLS; needs the jar `redis.clients:jedis`).");

  static final Option<CachePolicy> POLICY =
      Option.of(
          "cachePolicy",
          READ,
          OptionType.choice(CachePolicy.class),
          CachePolicy.LRU,
          "lru",
          "What goes first when the cache is full: `lru`: what was not used for the longest time."
              + " `lfu`: what was used the least often.");

  static final Option<Optional<Duration>> MAX_AGE =
      Option.optional(
          "cacheMaxAge",
          READ,
          OptionType.duration(),
          "kept until there is no room",
          "Nothing is served from the cache that was stored longer ago.");

  static final Option<Duration> CHECK_AFTER =
      Option.of(
          "cacheCheckAfter",
          READ,
          OptionType.duration(),
          Duration.ZERO,
          "0s",
          "Bytes from the cache are used without a question to the store for so long after they were"
              + " last known to be current. `0s` asks the store each time for the version, so"
              + " nothing stale is ever read. Stores without versions: nothing is kept longer.");

  static final Option<Long> MAX_ENTRY =
      Option.of(
          "cacheMaxEntry",
          READ,
          OptionType.size(1),
          64L << 20,
          "64m",
          "Larger values and ranges are not kept; nor is what is more than a quarter of the cache.");

  static final Option<Duration> MIN_TIME =
      Option.of(
          "cacheMinTime",
          READ,
          OptionType.duration(),
          Duration.ZERO,
          "0ms",
          "What the store gives in less time is not kept.");

  static final Option<Optional<Long>> DECODED_SIZE =
      Option.optional(
          "decodedCacheSize",
          READ,
          OptionType.size(1),
          "none are kept",
          "Bytes of decoded chunks that each executor keeps in its heap, at most half of it, for"
              + " queries that read them again; with or without `cache`. `cacheCheckAfter` and"
              + " `cacheMaxAge` hold for them too. Partitions prefer the same executor's host each"
              + " time. Stores without an identity or without versions: none are kept.");

  static final List<Option<?>> ALL =
      List.of(
          CACHE,
          STORAGE,
          SIZE,
          INDEX,
          POLICY,
          MAX_AGE,
          CHECK_AFTER,
          MAX_ENTRY,
          MIN_TIME,
          DECODED_SIZE);

  /** A document that is older than its chunks would be wrong data: none is cached. */
  private static final Set<String> DOCUMENTS =
      Set.of(
          ZarrJsonParser.NAME,
          ZarrayParser.NAME,
          ZgroupParser.NAME,
          ZattrsParser.NAME,
          ZmetadataParser.NAME);

  private CacheOptions() {}

  /**
   * @param scope as in {@link DecodedSettings#scope}
   * @return how decoded chunks are kept
   */
  static DecodedSettings decoded(StoreOptions.Values values, String scope) {
    return new DecodedSettings(
        values.get(DECODED_SIZE).orElse(0L),
        values.get(CHECK_AFTER),
        values.get(MAX_AGE).orElse(DecodedSettings.FOREVER),
        values.get(CACHE),
        scope);
  }

  /**
   * @return the cache that is asked for; empty when none is
   */
  static Optional<StoreLayer> layer(StoreOptions.Values values) {
    if (!values.get(CACHE)) {
      return Optional.empty();
    }
    CacheSettings settings =
        new CacheSettings(
            new StoreLocation(values.get(STORAGE), Map.of()),
            values.get(INDEX),
            values.get(SIZE),
            values.get(POLICY),
            values.get(MAX_AGE).orElse(CacheSettings.FOREVER),
            values.get(CHECK_AFTER),
            values.get(MAX_ENTRY),
            values.get(MIN_TIME));
    return Optional.of(new CacheLayer(settings, DOCUMENTS));
  }
}
