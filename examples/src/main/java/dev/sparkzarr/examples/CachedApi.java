package dev.sparkzarr.examples;

import dev.sparkzarr.store.BasicStore;
import dev.sparkzarr.store.Bytes;
import dev.sparkzarr.store.Stats;
import dev.sparkzarr.store.StoreErrors;
import dev.sparkzarr.store.StoreKey;
import dev.sparkzarr.store.StoreLocation;
import dev.sparkzarr.store.ValueStat;
import dev.sparkzarr.store.Version;
import dev.sparkzarr.store.cache.CacheOrder;
import dev.sparkzarr.store.cache.CachePolicy;
import dev.sparkzarr.store.cache.CacheSettings;
import dev.sparkzarr.store.cache.CacheStore;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A cache over a slow API: a store of one's own, whose every request takes its time, is read three
 * times. The first time its values are fetched; the second time they come from a directory without
 * a request; then one of them changes, and the time for which values are trusted is over. The first
 * argument is the directory to work in.
 */
public final class CachedApi {
  private static final int VALUES = 10;

  private CachedApi() {}

  /** Answers with forecasts that it makes up, and takes its time. Counts its requests. */
  private static final class ForecastApi extends BasicStore implements Stats {
    private static final long MILLIS = 50;

    private int requests;
    private int edition = 1;

    @Override
    public Optional<ByteBuffer> get(StoreKey key, long limit) {
      waitAWhile();
      byte[] text =
          ("forecast " + key + ", edition " + editionOf(key)).getBytes(StandardCharsets.UTF_8);
      Bytes.whole(text.length, limit, describe(key));
      return Optional.of(ByteBuffer.wrap(text));
    }

    /** With versions a cache can ask whether what it has is current. */
    @Override
    public Optional<ValueStat> stat(StoreKey key) {
      waitAWhile();
      Version version = new Version("edition-" + editionOf(key));
      return Optional.of(new ValueStat(20 + key.value().length(), Optional.of(version)));
    }

    private int editionOf(StoreKey key) {
      return key.value().endsWith("/0") ? edition : 1;
    }

    private void waitAWhile() {
      requests++;
      try {
        TimeUnit.MILLISECONDS.sleep(MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw StoreErrors.interrupted("read", describe(), e);
      }
    }

    @Override
    public Optional<Stats> stats() {
      return Optional.of(this);
    }

    @Override
    public String describe(StoreKey key) {
      return describe() + "/" + key;
    }

    @Override
    public String describe() {
      return "forecasts:example";
    }

    /** Equal for all stores with the same values, so that they share what is cached. */
    @Override
    public Optional<String> identity() {
      return Optional.of("forecasts:example");
    }

    @Override
    public void close() {}
  }

  /** Runs the example. */
  public static void main(String[] arguments) throws InterruptedException {
    Path directory = Path.of(arguments.length > 0 ? arguments[0] : "target/cached-api");
    Duration trusted = Duration.ofSeconds(2);
    CacheSettings settings =
        new CacheSettings(
            new StoreLocation(directory.toAbsolutePath() + "/{storeId}", Map.of()),
            "memory",
            10 << 20,
            CachePolicy.LRU,
            CacheSettings.FOREVER,
            trusted,
            1 << 20,
            Duration.ZERO);
    ForecastApi api = new ForecastApi();
    try (CacheStore store = CacheStore.around(api, settings, key -> false)) {
      store.cache().clear();
      read("Nothing cached", store, api);
      read("Cached", store, api);
      api.edition = 2;
      TimeUnit.MILLISECONDS.sleep(trusted.toMillis());
      read("Asked again, one value changed", store, api);
      System.out.println(store.cacheStats());
      System.out.println("The largest entries:");
      store
          .cache()
          .entries(CacheOrder.SIZE, 3)
          .forEach(entry -> System.out.println("  " + entry.key().key() + ": " + entry.size()));
    }
  }

  private static void read(String title, CacheStore store, ForecastApi api) {
    int requests = api.requests;
    long start = System.nanoTime();
    String first = "";
    for (int i = VALUES - 1; i >= 0; i--) {
      ByteBuffer bytes = store.get(new StoreKey("days/" + i), 1000).orElseThrow();
      first = StandardCharsets.UTF_8.decode(bytes.duplicate()).toString();
    }
    System.out.printf(
        "%s: %d values, %d requests, %d ms; the first is '%s'%n",
        title, VALUES, api.requests - requests, (System.nanoTime() - start) / 1_000_000, first);
  }
}
