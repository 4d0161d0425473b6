package dev.sparkzarr.store.cache;

import dev.sparkzarr.store.StoreKey;
import dev.sparkzarr.store.Version;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An index in this JVM's memory. Finding, adding and removing a piece take constant time; listing
 * and removing by place look at every entry. Its lock is never held during a request.
 */
public final class MemoryCacheIndex implements CacheIndex {
  /** Entries at most, whatever the budget: some hundred bytes of memory each. */
  private static final int MOST = 1_000_000;

  private static final long SCAN_EVERY_MILLIS = 300_000;

  private final UseOrder order;
  private final int most;
  private final Map<CachedKey, Value> values = new HashMap<>();
  private long bytes;
  private long count;
  private long scanAfter = Long.MIN_VALUE;

  /** The pieces of one value. */
  private static final class Value {
    private final Optional<Version> version;
    private long checkedAt;
    private final Map<CachePiece, UseOrder.Place> pieces = new LinkedHashMap<>(4);

    private Value(Optional<Version> version, long checkedAt) {
      this.version = version;
      this.checkedAt = checkedAt;
    }
  }

  /**
   * @param policy which entries go first
   */
  public MemoryCacheIndex(CachePolicy policy) {
    this(policy, MOST);
  }

  /**
   * @param most entries
   */
  MemoryCacheIndex(CachePolicy policy, int most) {
    this.order = new UseOrder(policy);
    this.most = most;
  }

  @Override
  public synchronized Optional<Known> find(CachedKey key, List<CachePiece> pieces, long now) {
    Value value = values.get(key);
    if (value == null) {
      return Optional.empty();
    }
    Map<CachePiece, CacheEntry> found = new HashMap<>();
    for (CachePiece piece : pieces) {
      UseOrder.Place place = value.pieces.get(piece);
      if (place != null) {
        place.entry = place.entry.usedAgain(now);
        order.use(place);
        found.put(piece, place.entry);
      }
    }
    return found.isEmpty()
        ? Optional.empty()
        : Optional.of(new Known(value.version, value.checkedAt, found));
  }

  @Override
  public synchronized List<CacheEntry> push(CacheEntry entry, long checkedAt, long budget) {
    List<CacheEntry> gone = new ArrayList<>();
    Value value = values.get(entry.key());
    if (value != null && !value.version.equals(entry.version())) {
      if (value.checkedAt > checkedAt) {
        return List.of(entry);
      }
      gone.addAll(drop(entry.key()));
      value = null;
    }
    if (value == null) {
      value = new Value(entry.version(), checkedAt);
      values.put(entry.key(), value);
    }
    value.checkedAt = Math.max(value.checkedAt, checkedAt);
    // The same version of the same piece has the same name in the storage: nothing to delete.
    UseOrder.Place old = value.pieces.remove(entry.piece());
    if (old != null) {
      discount(old);
    }
    UseOrder.Place place = new UseOrder.Place(entry);
    value.pieces.put(entry.piece(), place);
    order.add(place);
    bytes += entry.charge();
    count++;
    while (bytes > budget || count > most) {
      UseOrder.Place first = order.first(place);
      gone.add((first == null ? place : first).entry);
      remove(first == null ? place : first);
    }
    return gone;
  }

  @Override
  public synchronized void renew(CachedKey key, Optional<Version> version, long checkedAt) {
    Value value = values.get(key);
    if (value != null && value.version.equals(version)) {
      value.checkedAt = Math.max(value.checkedAt, checkedAt);
    }
  }

  @Override
  public synchronized void drop(CacheEntry entry) {
    Value value = values.get(entry.key());
    if (value != null && value.version.equals(entry.version())) {
      UseOrder.Place place = value.pieces.get(entry.piece());
      if (place != null) {
        remove(place);
      }
    }
  }

  @Override
  public synchronized List<CacheEntry> drop(CachedKey key) {
    Value value = values.remove(key);
    if (value == null) {
      return List.of();
    }
    value.pieces.values().forEach(this::discount);
    return value.pieces.values().stream().map(place -> place.entry).toList();
  }

  @Override
  public synchronized List<CacheEntry> dropBelow(String origin, Optional<StoreKey> below) {
    List<CachedKey> keys =
        values.keySet().stream()
            .filter(key -> key.origin().equals(origin) && isBelow(key.key(), below))
            .toList();
    List<CacheEntry> gone = new ArrayList<>();
    keys.forEach(key -> gone.addAll(drop(key)));
    return gone;
  }

  /** By whole segments. */
  static boolean isBelow(StoreKey key, Optional<StoreKey> place) {
    return place.isEmpty() || key.value().startsWith(place.get().value() + "/");
  }

  @Override
  public synchronized List<CacheEntry> clear() {
    List<CacheEntry> gone = new ArrayList<>();
    List.copyOf(values.keySet()).forEach(key -> gone.addAll(drop(key)));
    return gone;
  }

  @Override
  public List<CacheEntry> entries(CacheOrder by, int limit) {
    return all().stream().sorted(by.comparator()).limit(limit).toList();
  }

  private synchronized List<CacheEntry> all() {
    List<CacheEntry> all = new ArrayList<>();
    for (Value value : values.values()) {
      value.pieces.values().forEach(place -> all.add(place.entry));
    }
    return all;
  }

  @Override
  public synchronized boolean contains(CacheEntry entry) {
    Value value = values.get(entry.key());
    return value != null
        && value.version.equals(entry.version())
        && value.pieces.containsKey(entry.piece());
  }

  @Override
  public synchronized long bytes() {
    return bytes;
  }

  @Override
  public synchronized long count() {
    return count;
  }

  @Override
  public synchronized boolean claimScan(long now) {
    if (now < scanAfter) {
      return false;
    }
    scanAfter = now + SCAN_EVERY_MILLIS;
    return true;
  }

  @Override
  public void close() {}

  private void remove(UseOrder.Place place) {
    Value value = values.get(place.entry.key());
    value.pieces.remove(place.entry.piece());
    if (value.pieces.isEmpty()) {
      values.remove(place.entry.key());
    }
    discount(place);
  }

  private void discount(UseOrder.Place place) {
    order.remove(place);
    bytes -= place.entry.charge();
    count--;
  }
}
