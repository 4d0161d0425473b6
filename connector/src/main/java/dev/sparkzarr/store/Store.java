package dev.sparkzarr.store;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Values by key. Every store can read whole values; what else it can do is stated by the optional
 * capabilities below, which never emulate: an absent capability is an empty {@code Optional}
 * ({@link Capability} refuses it by name). Safe for many threads; methods block. A failed request
 * throws a {@link StoreException}; it is never reported as absent.
 */
public interface Store extends AutoCloseable {
  /**
   * Reads a whole value with one request.
   *
   * @param key which value
   * @param limit largest size in bytes that the caller accepts; a larger value is an error, raised
   *     before memory is taken for it
   * @return an array-backed buffer from position 0 to the value's size, for the caller to read and
   *     never to modify; empty when no value has this key
   * @throws OverLimitException when the value is over the limit
   * @throws StoreException when the store could not find out
   */
  Optional<ByteBuffer> get(StoreKey key, long limit);

  /**
   * @return the place of a key for messages, such as {@code s3a://bucket/era5.zarr/t2m/c/0/0};
   *     secrets removed
   */
  String describe(StoreKey key);

  /**
   * @return the place of the store's root for messages; secrets removed
   */
  String describe();

  /**
   * @return a text equal for two stores that hold the same values (the same root through the same
   *     kind of client), without credentials; empty when the store has no identity beyond this
   *     object, so nothing read through it may be cached beyond this object
   */
  Optional<String> identity();

  /**
   * @return reads of parts of a value
   */
  Optional<RangeReads> ranges();

  /**
   * @return reads into memory of the caller
   */
  Optional<ReadsInto> readsInto();

  /**
   * @return sizes and versions of values
   */
  Optional<Stats> stats();

  /**
   * @return reads that know which state of a value they saw
   */
  Optional<Versions> versions();

  /**
   * @return the keys that exist
   */
  Optional<Listing> listing();

  /**
   * @return whole-value writes
   */
  Optional<Writes> writes();

  /**
   * @return writes of keys that have no value
   */
  Optional<Creates> creates();

  /**
   * @return writes over a known state
   */
  Optional<Replaces> replaces();

  /**
   * @return writes inside a value
   */
  Optional<RangeWrites> rangeWrites();

  /**
   * @return deletion
   */
  Optional<Deletes> deletes();

  /**
   * @return copies inside the store
   */
  Optional<Copies> copies();

  /**
   * @return renames inside the store
   */
  Optional<Renames> renames();

  /**
   * Frees what the store holds. Idempotent. Does nothing to the values, except that a store in
   * memory may forget them.
   */
  @Override
  void close();
}
