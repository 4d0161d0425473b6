package dev.sparkzarr.store.cache;

import dev.sparkzarr.store.StoreErrors;
import dev.sparkzarr.store.StoreKey;
import dev.sparkzarr.store.Version;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * An index in Redis, shared by all JVMs that see the same storage. Each call is one script: atomic,
 * and one request (listings and removal by place: one for some hundred entries). Entries that are
 * not used for 30 days are forgotten. The one class that leads to Jedis: it is loaded only when
 * this index is asked for.
 */
final class RedisCacheIndex implements CacheIndex {
  private static final String SCAN_EVERY_MILLIS = "300000";
  private static final int MOST_LISTED = 1_000_000;
  private static final String OVERHEAD = Long.toString(overhead());

  private final RedisClient redis;
  private final String prefix;
  private final CachePolicy policy;

  /**
   * Sends nothing yet.
   *
   * @param prefix of all keys
   * @throws NoClassDefFoundError when Jedis is not on the class path
   */
  RedisCacheIndex(RedisAddress address, String prefix, CachePolicy policy) {
    this.redis = new RedisClient(address);
    this.prefix = prefix;
    this.policy = policy;
  }

  private static long overhead() {
    CachedKey key = new CachedKey("", new StoreKey("a"));
    return new CacheEntry(key, CachePiece.WHOLE, Optional.empty(), 0, 0, 0, 0, 1).charge();
  }

  private List<String> run(String script, String... arguments) {
    List<String> all = new ArrayList<>(arguments.length + 2);
    all.add(prefix);
    all.add(OVERHEAD);
    all.addAll(List.of(arguments));
    return redis.run(script, all);
  }

  /** Versions begin with one, and a missing one is zero: every text may be a version. */
  private static String text(Optional<Version> version) {
    return version.map(v -> "1" + v.token()).orElse("0");
  }

  private static Optional<Version> version(String text) {
    return text.equals("0") ? Optional.empty() : Optional.of(new Version(text.substring(1)));
  }

  private static String row(CacheEntry entry) {
    return entry.size() + " " + entry.costMillis() + " " + entry.storedAt();
  }

  private CacheEntry entry(
      CachedKey key, String piece, String version, String row, long usedAt, long uses) {
    try {
      String[] numbers = row.split(" ");
      return new CacheEntry(
          key,
          CachePiece.parse(piece).orElseThrow(),
          version(version),
          Long.parseLong(numbers[0]),
          Long.parseLong(numbers[1]),
          Long.parseLong(numbers[2]),
          usedAt,
          uses);
    } catch (RuntimeException e) {
      throw StoreErrors.failed("understand the cache index in", redis.toString(), e);
    }
  }

  private List<CacheEntry> entries(List<String> gone) {
    List<CacheEntry> entries = new ArrayList<>();
    for (int i = 0; i + 5 <= gone.size(); i += 5) {
      CachedKey key = new CachedKey(gone.get(i), new StoreKey(gone.get(i + 1)));
      entries.add(entry(key, gone.get(i + 2), gone.get(i + 3), gone.get(i + 4), 0, 1).unused());
    }
    return entries;
  }

  @Override
  public Optional<Known> find(CachedKey key, List<CachePiece> pieces, long now) {
    String[] arguments =
        Stream.concat(
                Stream.of(key.origin(), key.key().value(), Long.toString(now)),
                pieces.stream().map(CachePiece::text))
            .toArray(String[]::new);
    List<String> found = run(RedisScripts.FIND, arguments);
    if (found.size() <= 2) {
      return Optional.empty();
    }
    Map<CachePiece, CacheEntry> entries = new HashMap<>();
    for (int i = 2; i + 3 <= found.size(); i += 3) {
      long uses = (long) Double.parseDouble(found.get(i + 2));
      CacheEntry entry = entry(key, found.get(i), found.get(0), found.get(i + 1), now, uses);
      entries.put(entry.piece(), entry);
    }
    return Optional.of(new Known(version(found.get(0)), Long.parseLong(found.get(1)), entries));
  }

  @Override
  public List<CacheEntry> push(CacheEntry entry, long checkedAt, long budget) {
    return entries(
        run(
            RedisScripts.PUSH,
            entry.key().origin(),
            entry.key().key().value(),
            entry.piece().text(),
            text(entry.version()),
            row(entry),
            Long.toString(checkedAt),
            Long.toString(entry.usedAt()),
            Long.toString(budget),
            policy.name()));
  }

  @Override
  public void renew(CachedKey key, Optional<Version> version, long checkedAt) {
    run(
        RedisScripts.RENEW,
        key.origin(),
        key.key().value(),
        text(version),
        Long.toString(checkedAt));
  }

  @Override
  public void drop(CacheEntry entry) {
    run(
        RedisScripts.DROP_PIECE,
        entry.key().origin(),
        entry.key().key().value(),
        entry.piece().text(),
        text(entry.version()));
  }

  @Override
  public List<CacheEntry> drop(CachedKey key) {
    return entries(run(RedisScripts.DROP_KEY, key.origin(), key.key().value()));
  }

  @Override
  public List<CacheEntry> dropBelow(String origin, Optional<StoreKey> below) {
    return drop(key -> key.origin().equals(origin) && MemoryCacheIndex.isBelow(key.key(), below));
  }

  @Override
  public List<CacheEntry> clear() {
    return drop(key -> true);
  }

  private List<CacheEntry> drop(java.util.function.Predicate<CachedKey> picked) {
    Set<CachedKey> keys = new HashSet<>();
    all().stream().map(CacheEntry::key).filter(picked).forEach(keys::add);
    List<CacheEntry> gone = new ArrayList<>();
    keys.forEach(key -> gone.addAll(drop(key)));
    return gone;
  }

  @Override
  public List<CacheEntry> entries(CacheOrder order, int most) {
    return all().stream().sorted(order.comparator()).limit(most).toList();
  }

  /** Entries that come or go meanwhile may be there or not; none is there twice. */
  private Set<CacheEntry> all() {
    Set<CacheEntry> all = new HashSet<>();
    String cursor = "0";
    do {
      List<String> page = run(RedisScripts.PAGE, cursor);
      cursor = page.get(0);
      for (int i = 1; i + 7 <= page.size(); i += 7) {
        CachedKey key = new CachedKey(page.get(i), new StoreKey(page.get(i + 1)));
        long usedAt = (long) Double.parseDouble(page.get(i + 5));
        long uses = (long) Double.parseDouble(page.get(i + 6));
        all.add(entry(key, page.get(i + 2), page.get(i + 3), page.get(i + 4), usedAt, uses));
      }
    } while (!cursor.equals("0") && all.size() < MOST_LISTED);
    return all;
  }

  @Override
  public boolean contains(CacheEntry entry) {
    List<String> found =
        run(
            RedisScripts.CONTAINS,
            entry.key().origin(),
            entry.key().key().value(),
            entry.piece().text());
    return !found.isEmpty() && found.get(0).equals(text(entry.version()));
  }

  @Override
  public long bytes() {
    return Long.parseLong(run(RedisScripts.TOTALS).get(0));
  }

  @Override
  public long count() {
    return Long.parseLong(run(RedisScripts.TOTALS).get(1));
  }

  @Override
  public boolean claimScan(long now) {
    return !run(RedisScripts.CLAIM, SCAN_EVERY_MILLIS).isEmpty();
  }

  @Override
  public void close() {
    redis.close();
  }
}
