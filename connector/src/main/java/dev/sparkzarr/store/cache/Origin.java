package dev.sparkzarr.store.cache;

import dev.sparkzarr.store.ByteRange;
import dev.sparkzarr.store.Capability;
import dev.sparkzarr.store.Stats;
import dev.sparkzarr.store.Store;
import dev.sparkzarr.store.StoreKey;
import dev.sparkzarr.store.ValueStat;
import dev.sparkzarr.store.Version;
import dev.sparkzarr.store.Versions;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Reads a store so that the version is known: in the same request where the store can, otherwise
 * asked before. (Asked before, the bytes may be newer than the version, never older: they are then
 * given up at the next question.) A store that has no versions is asked for none.
 */
final class Origin {
  private final Store store;
  private final Optional<Versions> versions;
  private final Optional<Stats> stats;
  private final Clock clock;
  private volatile boolean hasNoVersions;

  Origin(Store store, Clock clock) {
    this.store = store;
    this.versions = store.versions();
    this.stats = store.stats();
    this.clock = clock;
    this.hasNoVersions = versions.isEmpty() && stats.isEmpty();
  }

  /**
   * @return empty when no value has the key
   */
  Optional<Fetched> get(StoreKey key, long limit) {
    return versions.isPresent()
        ? versioned(() -> versions.get().get(key, limit))
        : plain(key, () -> store.get(key, limit));
  }

  /**
   * @return empty when no value has the key
   */
  Optional<Fetched> read(StoreKey key, ByteRange range) {
    return versions.isPresent()
        ? versioned(() -> versions.get().read(key, range))
        : plain(key, () -> Capability.RANGES.of(store).read(key, range));
  }

  private Optional<Fetched> versioned(Supplier<Optional<Versions.Versioned>> request) {
    long asOf = clock.millis();
    long start = System.nanoTime();
    return request
        .get()
        .map(found -> new Fetched(found.bytes(), found.version(), asOf, millis(start)));
  }

  private Optional<Fetched> plain(StoreKey key, Supplier<Optional<ByteBuffer>> request) {
    long asOf = clock.millis();
    Optional<Version> version = Optional.empty();
    if (!hasNoVersions) {
      Optional<ValueStat> stat = stats.orElseThrow().stat(key);
      if (stat.isEmpty()) {
        return Optional.empty();
      }
      version = stat.get().version();
      hasNoVersions = version.isEmpty();
    }
    long start = System.nanoTime();
    Optional<Version> before = version;
    return request.get().map(bytes -> new Fetched(bytes, before, asOf, millis(start)));
  }

  private static long millis(long start) {
    return (System.nanoTime() - start) / 1_000_000;
  }

  /**
   * @return whether a question after the version of a value can have an answer
   */
  boolean canBeAsked() {
    return stats.isPresent() && !hasNoVersions;
  }

  /** Asks with one request; to be called where {@link #canBeAsked}. */
  Optional<ValueStat> stat(StoreKey key) {
    return stats.orElseThrow().stat(key);
  }
}
