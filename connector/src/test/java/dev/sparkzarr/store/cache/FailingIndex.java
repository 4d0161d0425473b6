package dev.sparkzarr.store.cache;

import dev.sparkzarr.store.StoreErrors;
import dev.sparkzarr.store.StoreKey;
import dev.sparkzarr.store.Version;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Fails the calls that a rule picks by name. */
record FailingIndex(CacheIndex inner, Predicate<String> fails) implements CacheIndex {
  private <T> T call(String name, Supplier<T> call) {
    if (fails.test(name)) {
      throw StoreErrors.unavailable("use the index in", "tests", new Exception("injected"));
    }
    return call.get();
  }

  @Override
  public Optional<Known> find(CachedKey key, List<CachePiece> pieces, long now) {
    return call("find", () -> inner.find(key, pieces, now));
  }

  @Override
  public List<CacheEntry> push(CacheEntry entry, long checkedAt, long budget) {
    return call("push", () -> inner.push(entry, checkedAt, budget));
  }

  @Override
  public void renew(CachedKey key, Optional<Version> version, long checkedAt) {
    call(
        "renew",
        () -> {
          inner.renew(key, version, checkedAt);
          return true;
        });
  }

  @Override
  public void drop(CacheEntry entry) {
    call(
        "drop",
        () -> {
          inner.drop(entry);
          return true;
        });
  }

  @Override
  public List<CacheEntry> drop(CachedKey key) {
    return call("drop", () -> inner.drop(key));
  }

  @Override
  public List<CacheEntry> dropBelow(String origin, Optional<StoreKey> below) {
    return call("drop", () -> inner.dropBelow(origin, below));
  }

  @Override
  public List<CacheEntry> clear() {
    return call("clear", inner::clear);
  }

  @Override
  public List<CacheEntry> entries(CacheOrder order, int most) {
    return call("entries", () -> inner.entries(order, most));
  }

  @Override
  public boolean contains(CacheEntry entry) {
    return call("contains", () -> inner.contains(entry));
  }

  @Override
  public long bytes() {
    return call("bytes", inner::bytes);
  }

  @Override
  public long count() {
    return call("count", inner::count);
  }

  @Override
  public boolean claimScan(long now) {
    return call("claimScan", () -> inner.claimScan(now));
  }

  @Override
  public void close() {
    inner.close();
  }
}
