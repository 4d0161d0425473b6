package dev.sparkzarr.array;

import dev.sparkzarr.ZarrException;
import dev.sparkzarr.codec.CodecException;
import dev.sparkzarr.metadata.ChunkEdges;
import dev.sparkzarr.store.Capability;
import dev.sparkzarr.store.ConflictException;
import dev.sparkzarr.store.Deletes;
import dev.sparkzarr.store.RangeWrites;
import dev.sparkzarr.store.Stats;
import dev.sparkzarr.store.Store;
import dev.sparkzarr.store.StoreException;
import dev.sparkzarr.store.StoreKey;
import dev.sparkzarr.store.ValueStat;
import dev.sparkzarr.store.Version;
import dev.sparkzarr.store.Versions;
import dev.sparkzarr.store.Writes;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/**
 * The stored objects of one array for its writers: reads that remember a version, puts on that
 * condition, guarded and counted. Knows nothing of what is in an object. Safe for many threads.
 */
final class StoredObjects {
  private final BoundArray array;
  private final List<ChunkEdges> grid;
  private final WriteSettings settings;
  private final Writes writes;

  /**
   * What is stored, as it was found.
   *
   * @param exists whether anything is
   * @param bytes empty when nothing is, and when they were not asked for
   * @param version of the bytes; empty where the store says none
   */
  record Loaded(boolean exists, Optional<ByteBuffer> bytes, Optional<Version> version) {
    private static Loaded read(Optional<ByteBuffer> bytes, Optional<Version> version) {
      return new Loaded(bytes.isPresent(), bytes, version);
    }
  }

  /**
   * @throws StoreException when the store cannot be written to, or cannot delete where the settings
   *     want it to
   */
  StoredObjects(BoundArray array, ArrayGrid grid, WriteSettings settings) {
    this.array = array;
    this.grid = grid.objects();
    this.settings = settings;
    this.writes =
        array
            .store()
            .writes()
            .orElseThrow(
                () ->
                    new StoreException(
                        "Cannot write "
                            + array
                            + ": the store cannot be written to. Open it without the option that"
                            + " makes it read-only, or write elsewhere."));
    if (settings.emptyChunks() == EmptyChunks.DELETE && array.store().deletes().isEmpty()) {
      throw new StoreException(
          "Cannot write "
              + array
              + ": the store cannot delete, which objects of nothing but the fill value need. Keep"
              + " them, with the option 'writeEmptyChunks'.");
    }
  }

  /**
   * @param limit as in {@link Store#get}
   */
  Loaded load(ChunkIndex object, long limit) {
    Store store = array.store();
    StoreKey key = array.key(object);
    Optional<Versions> versions = store.versions();
    if (versions.isEmpty() || store.replaces().isEmpty()) {
      return Loaded.read(store.get(key, limit), Optional.empty());
    }
    Optional<Versions.Versioned> found = versions.get().get(key, limit);
    return Loaded.read(
        found.map(Versions.Versioned::bytes), found.flatMap(Versions.Versioned::version));
  }

  /**
   * Finds out whether an object is there, and its version, without its bytes where the store can.
   *
   * @param limit as in {@link Store#get}
   */
  Loaded find(ChunkIndex object, long limit) {
    Optional<Stats> stats = array.store().stats();
    if (stats.isEmpty()) {
      return load(object, limit);
    }
    Optional<ValueStat> found = stats.get().stat(array.key(object));
    return new Loaded(found.isPresent(), Optional.empty(), found.flatMap(ValueStat::version));
  }

  /** Puts an object whatever is there. */
  void put(ChunkIndex object, ByteBuffer encoded, long limit) {
    checkWithin(object);
    checkSize(object, encoded, limit);
    long start = permitted(object);
    writes.put(array.key(object), encoded);
    count(start, encoded);
  }

  /**
   * Puts an object if it is still what was read, as far as the store can tell.
   *
   * @throws ConflictException when it is not
   */
  void putBack(ChunkIndex object, Loaded before, ByteBuffer encoded, long limit) {
    checkWithin(object);
    checkSize(object, encoded, limit);
    Store store = array.store();
    StoreKey key = array.key(object);
    long start = permitted(object);
    if (isConditional(before)) {
      boolean done =
          !before.exists()
              ? Capability.CREATES.of(store).create(key, encoded)
              : Capability.REPLACES
                  .of(store)
                  .replace(key, encoded, before.version().orElseThrow())
                  .isPresent();
      if (!done) {
        throw conflict(object, before);
      }
    } else {
      writes.put(key, encoded);
    }
    count(start, encoded);
  }

  /**
   * @return whether putting this back is refused when another writer came between
   */
  boolean isConditional(Loaded before) {
    return !before.exists()
        ? array.store().creates().isPresent()
        : before.version().isPresent() && array.store().replaces().isPresent();
  }

  private ConflictException conflict(ChunkIndex object, Loaded before) {
    return new ConflictException(
        array.chunk("write", object, "")
            + "another writer "
            + (before.exists() ? "changed" : "created")
            + " it since it was read here. What that writer put is kept. Let one job at a time"
            + " write to a chunk.",
        null);
  }

  /** Overwrites bytes of an object that is there. */
  void overwrite(ChunkIndex object, long offset, ByteBuffer encoded, RangeWrites ranges) {
    long start = permitted(object);
    ranges.write(array.key(object), offset, encoded);
    count(start, encoded);
  }

  void delete(ChunkIndex object) {
    Deletes deletes =
        array
            .store()
            .deletes()
            .orElseThrow(
                () ->
                    new StoreException(
                        array.chunk("delete", object, "") + "the store cannot delete."));
    long start = permitted(object);
    deletes.delete(array.key(object));
    settings.counters().putNanos.add(System.nanoTime() - start);
    settings.counters().deleted.increment();
  }

  /** Says that an object of nothing but the fill value is not stored. */
  void drop() {
    settings.counters().emptyDropped.increment();
  }

  /** Asks whether this thread still may change something, and starts the clock. */
  private long permitted(ChunkIndex object) {
    settings.guard().check();
    if (Thread.currentThread().isInterrupted()) {
      throw new StoreException(
          array.chunk("write", object, "") + "the thread was interrupted. Nothing was sent.");
    }
    return System.nanoTime();
  }

  private void count(long start, ByteBuffer encoded) {
    WriteCounters counters = settings.counters();
    counters.putNanos.add(System.nanoTime() - start);
    counters.objectsPut.increment();
    counters.bytesPut.add(encoded.remaining());
  }

  /** A stray object would come back as data when the array grows. */
  void checkWithin(ChunkIndex object) {
    boolean within = object.rank() == grid.size();
    for (int i = 0; within && i < grid.size(); i++) {
      within = object.at(i) >= 0 && object.at(i) < grid.get(i).count();
    }
    if (!within) {
      throw new ZarrException(
          "Cannot write chunk "
              + object
              + " of "
              + array
              + ": there is no such chunk in an array of shape "
              + array.metadata().shape()
              + ".");
    }
  }

  private void checkSize(ChunkIndex object, ByteBuffer encoded, long limit) {
    if (encoded.remaining() > limit) {
      throw new CodecException(
          array.chunk("write", object, "")
              + "it has "
              + encoded.remaining()
              + " encoded bytes, and readers accept at most "
              + limit
              + ". Are these the bytes of another array?");
    }
  }
}
