package dev.sparkzarr.store;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/**
 * Reads that know which state of a value they saw, so that several requests can be made of one
 * state. Safe for many threads.
 */
public interface Versions {
  /**
   * A value, or one range of it, and the value's version.
   *
   * @param bytes as {@link Store#get} or {@link RangeReads#read(StoreKey, ByteRange)} gives them
   * @param version empty where the store gives none for this value, as some web servers
   */
  record Versioned(ByteBuffer bytes, Optional<Version> version) {
    /** Of a known version. */
    public Versioned(ByteBuffer bytes, Version version) {
      this(bytes, Optional.of(version));
    }
  }

  /**
   * Reads a whole value with one request.
   *
   * @param limit as in {@link Store#get}
   * @return empty when no value has this key
   * @throws StoreException when the store could not find out
   */
  Optional<Versioned> get(StoreKey key, long limit);

  /**
   * Reads one range with one request, of whatever version the value has.
   *
   * @return empty when no value has this key
   * @throws InvalidRangeException when the range passes the end of the value
   * @throws StoreException when the store could not find out
   */
  Optional<Versioned> read(StoreKey key, ByteRange range);

  /**
   * Reads one range with one request, of no other version than this.
   *
   * @return a buffer as {@link RangeReads#read(StoreKey, ByteRange)} gives it; empty when no value
   *     has this key
   * @throws ConflictException when the value has another version
   * @throws InvalidRangeException when the range passes the end of the value
   * @throws StoreException when the store could not find out
   */
  Optional<ByteBuffer> read(StoreKey key, ByteRange range, Version expected);

  /**
   * Reads several slices of one value, of no other version than this. Neighbours are merged, and
   * each merged range is one request.
   *
   * @param slices in any order; may overlap
   * @return as {@link RangeReads#read(StoreKey, List, RangeMerge)}
   * @throws ConflictException when the value has another version
   * @throws InvalidRangeException when a slice passes the end of the value
   * @throws StoreException when the store could not find out
   */
  default Optional<List<ByteBuffer>> read(
      StoreKey key, List<ByteRange.Slice> slices, RangeMerge merge, Version expected) {
    return merge.read(slices, slice -> read(key, slice, expected));
  }
}
