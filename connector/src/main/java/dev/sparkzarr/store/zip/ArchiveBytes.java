package dev.sparkzarr.store.zip;

import dev.sparkzarr.store.ByteRange;
import dev.sparkzarr.store.Capability;
import dev.sparkzarr.store.InvalidRangeException;
import dev.sparkzarr.store.RangeReads;
import dev.sparkzarr.store.Store;
import dev.sparkzarr.store.StoreKey;
import dev.sparkzarr.store.Version;
import dev.sparkzarr.store.Versions;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * The bytes of one archive, in one state: where its store has versions, of the version that was
 * there when it was opened. An archive that is replaced is an error from then on, never a mixture.
 *
 * @param tail the last bytes; all of them where {@code whole}
 * @param version empty where the store has none
 */
record ArchiveBytes(
    Store store, StoreKey key, ByteBuffer tail, boolean whole, Optional<Version> version) {
  /** The longest comment, the records at the end, and some 2,000 entries of a directory. */
  static final int TAIL = 1 << 18;

  /** Opens an archive with one request; two, where it is shorter than {@link #TAIL}. */
  static ArchiveBytes open(Store store, StoreKey key) {
    RangeReads ranges = Capability.RANGES.of(store);
    ByteRange tail = new ByteRange.Suffix(TAIL);
    try {
      if (store.versions().isPresent()) {
        return versioned(store, key, store.versions().get().read(key, tail), false);
      }
      return plain(store, key, ranges.read(key, tail), false);
    } catch (InvalidRangeException e) {
      if (store.versions().isPresent()) {
        return versioned(store, key, store.versions().get().get(key, TAIL), true);
      }
      return plain(store, key, store.get(key, TAIL), true);
    }
  }

  private static ArchiveBytes versioned(
      Store store, StoreKey key, Optional<Versions.Versioned> found, boolean whole) {
    Versions.Versioned read = found.orElseThrow(() -> ZipErrors.noArchive(store.describe(key)));
    return new ArchiveBytes(store, key, read.bytes(), whole, read.version());
  }

  private static ArchiveBytes plain(
      Store store, StoreKey key, Optional<ByteBuffer> found, boolean whole) {
    ByteBuffer bytes = found.orElseThrow(() -> ZipErrors.noArchive(store.describe(key)));
    return new ArchiveBytes(store, key, bytes, whole, Optional.empty());
  }

  String place() {
    return store.describe(key);
  }

  /**
   * Reads a part with one request, or none where the archive is in memory.
   *
   * @return little endian, on the heap
   */
  ByteBuffer read(long offset, long length) {
    ByteRange.Slice slice = new ByteRange.Slice(offset, length);
    if (whole) {
      if (slice.end() > tail.limit()) {
        throw ZipErrors.damaged(place(), "its parts pass its end");
      }
      return tail.slice((int) offset, (int) length).order(ByteOrder.LITTLE_ENDIAN);
    }
    Optional<ByteBuffer> bytes =
        version.isPresent()
            ? store.versions().orElseThrow().read(key, slice, version.get())
            : store.ranges().orElseThrow().read(key, slice);
    return bytes.orElseThrow(() -> ZipErrors.noArchive(place())).order(ByteOrder.LITTLE_ENDIAN);
  }
}
