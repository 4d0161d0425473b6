package dev.sparkzarr.array;

import dev.sparkzarr.codec.ChunkBuffer;
import dev.sparkzarr.store.Version;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Decoded chunks in the memory of this JVM, least recently used out first. All chunks kept of one
 * stored object are of one version of it. Sends no request; no method blocks for longer than a few
 * look-ups. Safe for many threads.
 */
final class DecodedCache {
  /** The one of this JVM: at most half of its memory, whatever is asked for. */
  static final DecodedCache SHARED = new DecodedCache(Runtime.getRuntime().maxMemory() / 2);

  private final long mostBytes;
  private final Map<Place, Entry> byUse = new LinkedHashMap<>(16, 0.75f, true);
  private final Map<ObjectName, State> objects = new HashMap<>();
  private long bytes;

  DecodedCache(long mostBytes) {
    this.mostBytes = mostBytes;
  }

  /** A stored object of an array. */
  record ObjectName(ArrayName array, ChunkIndex object) {}

  private record Place(ObjectName object, ChunkIndex chunk) {}

  private record Entry(DecodedChunk chunk, long storedAt) {}

  /** What is known of a stored object of which chunks are kept. */
  private static final class State {
    private final Version version;
    private final Map<ChunkIndex, Place> places = new HashMap<>();
    private long checkedAt;

    private State(Version version, long checkedAt) {
      this.version = version;
      this.checkedAt = checkedAt;
    }
  }

  /**
   * Chunks of a stored object, all of one version.
   *
   * @param version null when there are none
   * @param checkedAt when the object had this version, as {@link FetchedAt#millis}
   * @param chunks not empty, unless there are none
   */
  record Known(Version version, long checkedAt, Map<ChunkIndex, DecodedChunk> chunks) {
    static final Known NOTHING = new Known(null, FetchedAt.UNKNOWN, Map.of());
  }

  /**
   * @param now in milliseconds since the epoch
   * @return those of the chunks that are kept and not too old
   */
  synchronized Known find(ObjectName object, List<ChunkIndex> chunks, Duration maxAge, long now) {
    State state = objects.get(object);
    if (state == null) {
      return Known.NOTHING;
    }
    Map<ChunkIndex, DecodedChunk> found = new HashMap<>();
    for (ChunkIndex chunk : chunks) {
      Place place = state.places.get(chunk);
      if (place != null) {
        Entry entry = byUse.get(place);
        if (now - entry.storedAt >= maxAge.toMillis()) {
          remove(place);
        } else {
          found.put(chunk, entry.chunk);
        }
      }
    }
    return found.isEmpty() ? Known.NOTHING : new Known(state.version, state.checkedAt, found);
  }

  /** Notes that an object had a version at some time. */
  synchronized void renew(ObjectName object, Version version, long checkedAt) {
    State state = objects.get(object);
    if (state != null && state.version.equals(version)) {
      state.checkedAt = Math.max(state.checkedAt, checkedAt);
    }
  }

  /** Forgets what is kept of an object in a version that it has no longer. */
  synchronized void forget(ObjectName object, Version version) {
    State state = objects.get(object);
    if (state != null && state.version.equals(version)) {
      remove(object, state);
    }
  }

  /**
   * Takes a copy of a chunk, if it is no more than a quarter of the room, and makes room. Chunks of
   * the object in another version are forgotten, unless it is the newer one.
   *
   * @param asOf when the object had this version, as {@link FetchedAt#millis}
   * @param now in milliseconds since the epoch
   * @param size bytes that all chunks may take from now on
   */
  void keep(
      ObjectName object,
      ChunkIndex chunk,
      Version version,
      long asOf,
      ChunkBuffer decoded,
      long now,
      long size) {
    long room = Math.min(size, mostBytes);
    if (DecodedChunk.sizeOf(decoded) <= room / 4) {
      keep(object, chunk, version, asOf, new Entry(DecodedChunk.copyOf(decoded), now), room);
    }
  }

  private synchronized void keep(
      ObjectName object, ChunkIndex chunk, Version version, long asOf, Entry entry, long room) {
    State state = objects.get(object);
    if (state != null && !state.version.equals(version)) {
      if (asOf <= state.checkedAt) {
        return;
      }
      remove(object, state);
      state = null;
    }
    if (state == null) {
      state = new State(version, asOf);
      objects.put(object, state);
    }
    state.checkedAt = Math.max(state.checkedAt, asOf);
    Place place = new Place(object, chunk);
    Entry before = byUse.put(place, entry);
    state.places.put(chunk, place);
    bytes += entry.chunk.size() - (before == null ? 0 : before.chunk.size());
    while (bytes > room) {
      remove(byUse.keySet().iterator().next());
    }
  }

  private void remove(ObjectName object, State state) {
    objects.remove(object);
    for (Place place : state.places.values()) {
      bytes -= byUse.remove(place).chunk.size();
    }
  }

  private void remove(Place place) {
    bytes -= byUse.remove(place).chunk.size();
    State state = objects.get(place.object);
    state.places.remove(place.chunk);
    if (state.places.isEmpty()) {
      objects.remove(place.object);
    }
  }

  /**
   * @return bytes that are kept, with what keeping them takes
   */
  synchronized long bytes() {
    return bytes;
  }

  /**
   * @return chunks that are kept
   */
  synchronized int chunks() {
    return byUse.size();
  }
}
