package dev.sparkzarr.store.cache;

import dev.sparkzarr.store.ByteRange;
import dev.sparkzarr.store.Bytes;
import dev.sparkzarr.store.RangeMerge;
import dev.sparkzarr.store.RangeReads;
import dev.sparkzarr.store.StoreKey;
import dev.sparkzarr.store.ValueStat;
import dev.sparkzarr.store.Version;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Reads of one store through a cache. Safe for many threads. */
final class CachedReads {
  private final CacheUse cache;
  private final Origin origin;
  private final String originHash;
  private final Function<StoreKey, String> places;

  /**
   * @param originHash what the store's values are cached under
   * @param places describes a key, for errors
   */
  CachedReads(CacheUse cache, Origin origin, String originHash, Function<StoreKey, String> places) {
    this.cache = cache;
    this.origin = origin;
    this.originHash = originHash;
    this.places = places;
  }

  CachedKey cached(StoreKey key) {
    return new CachedKey(originHash, key);
  }

  /** Bytes and the version they are of, where there is one. */
  record Found(ByteBuffer bytes, Optional<Version> version) {}

  /**
   * What of a value may be served.
   *
   * @param isAbsent whether the origin has just said that there is no such value
   */
  private record Servable(
      boolean isAbsent, Optional<Version> version, Map<CachePiece, CacheEntry> entries) {
    static final Servable NOTHING = new Servable(false, Optional.empty(), Map.of());
    static final Servable ABSENT = new Servable(true, Optional.empty(), Map.of());
  }

  Optional<Found> get(StoreKey key, long limit) {
    CachedKey cached = cached(key);
    long writes = cache.writes(cached);
    Servable servable = servable(cached, List.of(CachePiece.WHOLE));
    if (servable.isAbsent()) {
      return Optional.empty();
    }
    CacheEntry entry = servable.entries().get(CachePiece.WHOLE);
    if (entry != null) {
      Bytes.whole(entry.size(), limit, places.apply(key));
      Optional<ByteBuffer> bytes = load(entry);
      if (bytes.isPresent()) {
        return Optional.of(new Found(bytes.get(), entry.version()));
      }
    }
    return miss(cached, CachePiece.WHOLE, origin.get(key, limit), writes);
  }

  Optional<Found> read(StoreKey key, ByteRange range) {
    CachedKey cached = cached(key);
    CachePiece piece = CachePiece.of(range);
    long writes = cache.writes(cached);
    Servable servable = servable(cached, List.of(piece, CachePiece.WHOLE));
    if (servable.isAbsent()) {
      return Optional.empty();
    }
    Optional<ByteBuffer> hit = hit(servable, key, range);
    if (hit.isPresent()) {
      return Optional.of(new Found(hit.get(), servable.version()));
    }
    return miss(cached, piece, origin.read(key, range), writes);
  }

  private Optional<ByteBuffer> hit(Servable servable, StoreKey key, ByteRange range) {
    return hits(servable, key, List.of(range)).get(0);
  }

  /**
   * @return one for each range; empty where it has to come from the origin
   */
  private List<Optional<ByteBuffer>> hits(
      Servable servable, StoreKey key, List<? extends ByteRange> ranges) {
    CacheEntry whole = servable.entries().get(CachePiece.WHOLE);
    if (whole == null) {
      return ranges.stream().map(range -> part(servable, range)).toList();
    }
    List<ByteRange.Slice> within =
        ranges.stream().map(range -> Bytes.within(range, whole.size(), places.apply(key))).toList();
    Optional<ByteBuffer> bytes = cache.load(whole);
    return within.stream().map(slice -> bytes.map(all -> cut(all, slice))).toList();
  }

  private Optional<ByteBuffer> part(Servable servable, ByteRange range) {
    return Optional.ofNullable(servable.entries().get(CachePiece.of(range))).flatMap(this::load);
  }

  private ByteBuffer cut(ByteBuffer whole, ByteRange.Slice slice) {
    countHit(slice.length());
    return whole.slice((int) slice.offset(), (int) slice.length());
  }

  private Optional<ByteBuffer> load(CacheEntry entry) {
    Optional<ByteBuffer> bytes = cache.load(entry);
    bytes.ifPresent(found -> countHit(found.remaining()));
    return bytes;
  }

  private void countHit(long bytes) {
    cache.count(c -> c.hits.increment());
    cache.count(c -> c.bytesSaved.add(bytes));
  }

  private Optional<Found> miss(
      CachedKey key, CachePiece piece, Optional<Fetched> fetched, long writes) {
    cache.count(c -> c.misses.increment());
    fetched.ifPresent(found -> cache.keep(key, piece, found, writes));
    return fetched.map(found -> new Found(found.bytes(), found.version()));
  }

  /** Finds what is cached and current; asks the origin where that is not certain. */
  private Servable servable(CachedKey key, List<CachePiece> pieces) {
    Optional<CacheIndex.Known> known = cache.find(key, pieces);
    if (known.isEmpty()) {
      return Servable.NOTHING;
    }
    Map<CachePiece, CacheEntry> entries = new HashMap<>(known.get().entries());
    for (CacheEntry entry : known.get().entries().values()) {
      if (cache.isTooOld(entry)) {
        cache.count(c -> c.stale.increment());
        cache.forget(entry);
        entries.remove(entry.piece());
      }
    }
    if (entries.isEmpty()) {
      return Servable.NOTHING;
    }
    Optional<Version> version = known.get().version();
    if (cache.isTrusted(key, known.get().checkedAt())) {
      return new Servable(false, version, entries);
    }
    if (version.isEmpty() || !origin.canBeAsked()) {
      return stale(key);
    }
    long asOf = cache.now();
    cache.count(c -> c.questions.increment());
    Optional<ValueStat> stat = origin.stat(key.key());
    if (stat.isEmpty()) {
      stale(key);
      return Servable.ABSENT;
    }
    if (!stat.get().version().equals(version)) {
      return stale(key);
    }
    cache.renew(key, version, asOf);
    return new Servable(false, version, entries);
  }

  private Servable stale(CachedKey key) {
    cache.count(c -> c.stale.increment());
    cache.forget(key);
    return Servable.NOTHING;
  }

  /**
   * Reads slices: what is cached from there, the others from the origin, neighbours merged. Should
   * the origin have changed in between, all of them from the origin.
   *
   * @param ranges the origin's
   */
  Optional<List<ByteBuffer>> read(
      StoreKey key, List<ByteRange.Slice> slices, RangeMerge merge, RangeReads ranges) {
    if (slices.isEmpty()) {
      return ranges.read(key, slices, merge);
    }
    CachedKey cached = cached(key);
    long writes = cache.writes(cached);
    List<CachePiece> pieces = new ArrayList<>();
    pieces.add(CachePiece.WHOLE);
    slices.forEach(slice -> pieces.add(CachePiece.of(slice)));
    Servable servable = servable(cached, pieces);
    if (servable.isAbsent()) {
      return Optional.empty();
    }
    List<Optional<ByteBuffer>> hits = hits(servable, key, slices);
    List<ByteRange.Slice> missing = new ArrayList<>();
    for (int i = 0; i < slices.size(); i++) {
      if (hits.get(i).isEmpty()) {
        missing.add(slices.get(i));
      }
    }
    if (missing.isEmpty()) {
      return Optional.of(new ArrayList<>(hits.stream().map(Optional::orElseThrow).toList()));
    }
    boolean hasHits = missing.size() < slices.size();
    SliceReads reads = new SliceReads(cached, writes, hasHits, servable.version());
    Optional<List<ByteBuffer>> fetched = merge.read(missing, reads::read);
    cache.count(c -> c.misses.add(missing.size()));
    if (fetched.isEmpty()) {
      return Optional.empty();
    }
    if (!reads.isOneState) {
      return ranges.read(key, slices, merge);
    }
    reads.keep(missing, fetched.get());
    return Optional.of(together(hits, fetched.get()));
  }

  private static List<ByteBuffer> together(
      List<Optional<ByteBuffer>> hits, List<ByteBuffer> fetched) {
    List<ByteBuffer> all = new ArrayList<>();
    int next = 0;
    for (Optional<ByteBuffer> hit : hits) {
      all.add(hit.isPresent() ? hit.get() : fetched.get(next++));
    }
    return all;
  }

  /** Merged reads of one value, which should all see the state that the hits are of. */
  private final class SliceReads {
    private final CachedKey key;
    private final long writes;
    private boolean hasState;
    private Optional<Version> version;
    private boolean isOneState = true;
    private long asOf = Long.MAX_VALUE;
    private long millis;

    private SliceReads(CachedKey key, long writes, boolean hasHits, Optional<Version> version) {
      this.key = key;
      this.writes = writes;
      this.hasState = hasHits;
      this.version = version;
    }

    private Optional<ByteBuffer> read(ByteRange.Slice range) {
      Optional<Fetched> fetched = origin.read(key.key(), range);
      fetched.ifPresent(this::check);
      return fetched.map(Fetched::bytes);
    }

    private void check(Fetched fetched) {
      isOneState &= !hasState || fetched.version().equals(version);
      hasState = true;
      version = fetched.version();
      asOf = Math.min(asOf, fetched.asOf());
      millis = Math.max(millis, fetched.millis());
    }

    private void keep(List<ByteRange.Slice> slices, List<ByteBuffer> bytes) {
      for (int i = 0; i < slices.size(); i++) {
        cache.keep(
            key,
            CachePiece.of(slices.get(i)),
            new Fetched(bytes.get(i), version, asOf, millis),
            writes);
      }
    }
  }
}
