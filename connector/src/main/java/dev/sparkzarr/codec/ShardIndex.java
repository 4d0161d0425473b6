package dev.sparkzarr.codec;

import dev.sparkzarr.store.ByteRange;
import java.util.Objects;
import java.util.Optional;

/** Where each inner chunk of one shard is. Immutable and safe for many threads. */
public final class ShardIndex {
  /** Bytes of an entry: offset and length, u64 LE each; both all ones when not stored. */
  static final int ENTRY = 2 * Long.BYTES;

  private static final long ABSENT = -1;

  private final byte[] entries;
  private final long[] counts; // in the order of dimensions of the sharding codec
  private final int[] order; // for each of those dimensions, the array's own

  /**
   * @param entries decoded, checked, owned by this index
   */
  ShardIndex(byte[] entries, long[] counts, int[] order) {
    this.entries = entries;
    this.counts = counts;
    this.order = order;
  }

  /**
   * @param index of an inner chunk within its shard, in the array's order of dimensions
   * @return its bytes within the stored object; empty when it is not stored (every element is the
   *     fill value)
   * @throws IndexOutOfBoundsException when there is no such chunk
   */
  public Optional<ByteRange.Slice> slice(long[] index) {
    if (index.length != counts.length) {
      throw new IndexOutOfBoundsException(index.length + " dimensions, not " + counts.length);
    }
    long entry = 0;
    for (int i = 0; i < counts.length; i++) {
      entry = entry * counts[i] + Objects.checkIndex(index[order[i]], counts[i]);
    }
    int at = (int) entry * ENTRY;
    return isAbsent(entries, at)
        ? Optional.empty()
        : Optional.of(new ByteRange.Slice(offset(entries, at), length(entries, at)));
  }

  /**
   * @return bytes of memory that this index takes, for caches
   */
  public long memory() {
    return entries.length + 128L;
  }

  static boolean isAbsent(byte[] entries, int at) {
    return offset(entries, at) == ABSENT && length(entries, at) == ABSENT;
  }

  static long offset(byte[] entries, int at) {
    return RawBytes.getLong(entries, at);
  }

  static long length(byte[] entries, int at) {
    return RawBytes.getLong(entries, at + Long.BYTES);
  }

  static void put(byte[] entries, int at, long offset, long length) {
    RawBytes.putLong(entries, at, offset);
    RawBytes.putLong(entries, at + Long.BYTES, length);
  }

  static void putAbsent(byte[] entries, int at) {
    put(entries, at, ABSENT, ABSENT);
  }

  /**
   * Checks every entry.
   *
   * @param size bytes of entries in use
   * @param end no chunk ends after it
   * @param chunk what the bytes of a chunk may be
   * @throws CodecException naming the first entry that cannot be
   */
  static void check(byte[] entries, int size, long end, ByteForm chunk) {
    for (int at = 0; at < size; at += ENTRY) {
      if (isAbsent(entries, at)) {
        continue;
      }
      long offset = offset(entries, at);
      long length = length(entries, at);
      if (offset < 0 || length < 0 || length > end || offset > end - length) {
        throw damaged(at, offset, length, "which lie outside the shard");
      }
      if (!chunk.allows(length)) {
        throw damaged(at, offset, length, "where " + chunk + " belong");
      }
    }
  }

  private static CodecException damaged(int at, long offset, long length, String reason) {
    return CodecErrors.damaged(
        "sharding_indexed",
        "index entry "
            + at / ENTRY
            + " points at "
            + Long.toUnsignedString(length)
            + " bytes from byte "
            + Long.toUnsignedString(offset)
            + ", "
            + reason);
  }
}
