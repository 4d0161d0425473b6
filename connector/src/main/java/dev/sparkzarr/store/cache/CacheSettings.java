package dev.sparkzarr.store.cache;

import dev.sparkzarr.store.Secrets;
import dev.sparkzarr.store.StoreException;
import dev.sparkzarr.store.StoreLocation;
import java.io.Serializable;
import java.time.Duration;
import java.util.Map;

/**
 * A cache, as it is asked for: what travels to executors, which share the caches of equal settings.
 * Immutable; its text shows no password.
 *
 * @param storage where the bytes are: {@code memory:} for the JVM's memory, or the address of any
 *     store that can write and delete; {@code {storeId}} in it becomes the identity of the store
 *     that is read. A path that begins with a slash is local.
 * @param index {@code memory}, or {@code redis://host:port/database}
 * @param size bytes that it may hold
 * @param policy what goes first
 * @param maxAge entries are given up after this time, changed or not; {@link #FOREVER}: never
 * @param checkAfter an entry is served without a question to its store for so long after it was
 *     last known to be current; zero asks each time. Of stores without versions nothing is kept
 *     longer, and nothing at zero.
 * @param maxEntry largest value or range that is kept, in bytes
 * @param minCost what its store gives in less time is not kept
 */
public record CacheSettings(
    StoreLocation storage,
    String index,
    long size,
    CachePolicy policy,
    Duration maxAge,
    Duration checkAfter,
    long maxEntry,
    Duration minCost)
    implements Serializable {
  /** Longer than anything is kept. */
  public static final Duration FOREVER = Duration.ofDays(365_000);

  /** What stands in an address for the identity of the store that is read. */
  public static final String STORE_ID = "{storeId}";

  /**
   * @throws StoreException when a number is negative
   */
  public CacheSettings {
    if (size < 0
        || maxEntry < 0
        || checkAfter.isNegative()
        || minCost.isNegative()
        || maxAge.isNegative()) {
      throw new StoreException("Cannot make a cache: a size or a time is negative.");
    }
  }

  /**
   * @return the largest entry that can be kept: no more than a quarter of the cache, so that one
   *     value does not displace all others
   */
  long largestEntry() {
    return Math.min(maxEntry, size / 4);
  }

  /**
   * The same with settings for the storage's client, where it is one that has any: not in memory
   * and not on a local disk, where they would only make two caches of one.
   */
  public CacheSettings with(Map<String, String> clientSettings) {
    String uri = storage.uri();
    boolean isLocal = uri.startsWith("/") || uri.startsWith("file:") || uri.startsWith("memory:");
    return isLocal ? this : at(new StoreLocation(uri, clientSettings));
  }

  /**
   * @param origin hash of the identity of the store that is read
   * @return settings whose storage's address is complete
   */
  CacheSettings of(String origin) {
    String uri = storage.uri().replace(STORE_ID, origin);
    return at(new StoreLocation(uri.startsWith("/") ? "file:" + uri : uri, storage.settings()));
  }

  private CacheSettings at(StoreLocation place) {
    return new CacheSettings(place, index, size, policy, maxAge, checkAfter, maxEntry, minCost);
  }

  @Override
  public String toString() {
    return "CacheSettings["
        + storage
        + ", index "
        + Secrets.NONE.hideIn(index)
        + ", "
        + size
        + " bytes]";
  }
}
