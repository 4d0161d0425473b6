package dev.sparkzarr.array;

import dev.sparkzarr.array.DecodedCache.Known;
import dev.sparkzarr.array.DecodedCache.ObjectName;
import dev.sparkzarr.codec.ChunkBuffer;
import dev.sparkzarr.metadata.ArrayMetadata;
import dev.sparkzarr.metadata.NodePath;
import dev.sparkzarr.store.Stats;
import dev.sparkzarr.store.Store;
import dev.sparkzarr.store.StoreKey;
import dev.sparkzarr.store.ValueStat;
import dev.sparkzarr.store.Version;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Keeps decoded chunks in a {@link DecodedCache} and gives them again as long as they are known to
 * be current: the store is asked for the version of the stored object, with one request for all
 * chunks that are wanted of it, unless it was known within {@link DecodedSettings#checkAfter}. What
 * is not stored is never kept. Of a chunk whose version is not told, nothing is. Safe for many
 * threads.
 */
public final class DecodedReader implements ArrayReader {
  private final ArrayReader inner;
  private final BoundArray array;
  private final ArrayName name;
  private final DecodedCache cache;
  private final DecodedSettings settings;
  private final Clock clock;
  private final ReadCounters counters;
  private final Optional<Stats> stats;
  private final boolean asksBefore;
  private volatile boolean hasNoVersions;

  private DecodedReader(
      ArrayReader inner,
      BoundArray array,
      String identity,
      DecodedCache cache,
      DecodedSettings settings,
      Clock clock,
      ReadCounters counters) {
    this.inner = inner;
    this.array = array;
    this.name = ArrayName.of(identity, settings.scope(), array);
    this.cache = cache;
    this.settings = settings;
    this.clock = clock;
    this.counters = counters;
    this.stats = array.store().stats();
    this.asksBefore = array.store().versions().isEmpty();
  }

  /**
   * Puts the cache of this JVM before a reader.
   *
   * @param inner opened with {@link FetchSettings#versions}, from this store and path
   * @param counters what finding chunks adds to
   * @return the reader itself where nothing may be kept: see {@link #obstacle}
   */
  public static ArrayReader around(
      ArrayReader inner,
      Store store,
      NodePath path,
      DecodedSettings settings,
      ReadCounters counters) {
    BoundArray array = new BoundArray(store, path, inner.metadata());
    return around(inner, array, DecodedCache.SHARED, settings, Clock.systemUTC(), counters);
  }

  static ArrayReader around(
      ArrayReader inner,
      BoundArray array,
      DecodedCache cache,
      DecodedSettings settings,
      Clock clock,
      ReadCounters counters) {
    Store store = array.store();
    // Without versions of what is read, a shard's index and its chunks may be of two states.
    boolean isOneState = store.versions().isPresent() || !inner.grid().isSharded();
    return settings.isOn() && isOneState && obstacle(store, settings).isEmpty()
        ? new DecodedReader(
            inner, array, store.identity().orElseThrow(), cache, settings, clock, counters)
        : inner;
  }

  /**
   * @return why no chunk of a store can be kept, as the end of a sentence; empty where some may be
   */
  public static Optional<String> obstacle(Store store, DecodedSettings settings) {
    if (store.identity().isEmpty()) {
      return Optional.of("its store has no identity");
    }
    if (store.versions().isEmpty() && store.stats().isEmpty()) {
      return Optional.of("its store has no versions");
    }
    if (store.stats().isEmpty() && settings.checkAfter().isZero()) {
      return Optional.of("its store cannot be asked for versions");
    }
    return Optional.empty();
  }

  @Override
  public ArrayMetadata metadata() {
    return inner.metadata();
  }

  @Override
  public ArrayGrid grid() {
    return inner.grid();
  }

  @Override
  public List<EncodedChunk> fetch(List<ChunkIndex> chunks) {
    if (chunks.isEmpty() || hasNoVersions) {
      return inner.fetch(chunks);
    }
    ObjectName object = object(chunks.get(0));
    Known known = cache.find(object, chunks, settings.maxAge(), clock.millis());
    if (known.chunks().isEmpty() || !isCurrent(object, known)) {
      return fetchDated(chunks);
    }
    List<ChunkIndex> others =
        chunks.stream().filter(chunk -> !known.chunks().containsKey(chunk)).toList();
    List<EncodedChunk> fetched = fetchDated(others);
    Optional<Version> version = Optional.of(known.version());
    if (!fetched.stream().allMatch(chunk -> chunk.version().equals(version))) {
      return fetchDated(chunks); // another state of the object than the one that is kept
    }
    List<EncodedChunk> all = new ArrayList<>(chunks.size());
    int next = 0;
    for (ChunkIndex chunk : chunks) {
      DecodedChunk decoded = known.chunks().get(chunk);
      all.add(
          decoded == null
              ? fetched.get(next++)
              : new EncodedChunk(chunk, Optional.of(decoded.view()), version, decoded));
    }
    return all;
  }

  private ObjectName object(ChunkIndex chunk) {
    return new ObjectName(name, inner.grid().objectOf(chunk));
  }

  private boolean isCurrent(ObjectName object, Known known) {
    long now = clock.millis();
    long checkedAt = known.checkedAt();
    if (checkedAt != FetchedAt.UNKNOWN
        && checkedAt <= now
        && now - checkedAt < settings.checkAfter().toMillis()) {
      return true;
    }
    if (stats.isPresent() && stat(object).equals(Optional.of(known.version()))) {
      cache.renew(object, known.version(), now);
      return true;
    }
    cache.forget(object, known.version());
    return false;
  }

  private Optional<Version> stat(ObjectName object) {
    long start = System.nanoTime();
    StoreKey key = array.key(object.object());
    Optional<ValueStat> stat = stats.orElseThrow().stat(key);
    counters.fetchNanos.add(System.nanoTime() - start);
    hasNoVersions |= stat.isPresent() && stat.get().version().isEmpty();
    return stat.flatMap(ValueStat::version);
  }

  /** Fetches chunks of one object, with the version that they are of or, asked before, older. */
  private List<EncodedChunk> fetchDated(List<ChunkIndex> chunks) {
    if (chunks.isEmpty()) {
      return List.of();
    }
    FetchedAt date = new FetchedAt(settings.isBehindCache() ? FetchedAt.UNKNOWN : clock.millis());
    Optional<Version> before = asksBefore ? stat(object(chunks.get(0))) : Optional.empty();
    List<EncodedChunk> dated = new ArrayList<>(chunks.size());
    for (EncodedChunk chunk : inner.fetch(chunks)) {
      Optional<Version> version = asksBefore ? before : chunk.version();
      dated.add(new EncodedChunk(chunk.index(), chunk.bytes(), version, date));
    }
    return dated;
  }

  @Override
  public boolean decode(EncodedChunk chunk, ChunkBuffer target) {
    if (chunk.memo() instanceof DecodedChunk decoded) {
      decoded.copyTo(target);
      counters.decodedHits.increment();
      counters.decodedBytesSaved.add(decoded.decodedBytes());
      return true;
    }
    boolean isStored = inner.decode(chunk, target);
    if (isStored && chunk.version().isPresent() && chunk.memo() instanceof FetchedAt date) {
      cache.keep(
          object(chunk.index()),
          chunk.index(),
          chunk.version().get(),
          date.millis(),
          target,
          clock.millis(),
          settings.size());
    }
    return isStored;
  }

  @Override
  public void fillOne(EncodedChunk chunk, ChunkBuffer target) {
    inner.fillOne(chunk, target);
  }

  @Override
  public void read(Region region, ChunkBuffer target) {
    inner.read(region, target);
  }
}
