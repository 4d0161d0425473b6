package dev.sparkzarr.store;

import java.util.Optional;
import java.util.stream.Stream;

/** The keys that exist. Order is not defined. Safe for many threads. */
public interface Listing {
  /**
   * All keys below a place, by whole segments: {@code a} finds {@code a/b}, never {@code ab}. Read
   * lazily, page by page, where the store can.
   *
   * @param below the place; empty for the whole store
   * @return the keys; close the stream after use. Empty when there are none.
   * @throws StoreException when the store could not find out, also later from the stream
   */
  Stream<StoreKey> keys(Optional<StoreKey> below);

  /**
   * One level below a place.
   *
   * @param below the place; empty for the root
   * @return the entries, values and places alike; close the stream after use
   * @throws StoreException when the store could not find out, also later from the stream
   */
  Stream<Entry> entries(Optional<StoreKey> below);

  /**
   * What stands one level below a place.
   *
   * @param name one segment
   * @param isValue whether a value has exactly this key; otherwise it is a place, with keys below
   *     it or, on a file system, an empty directory. (Stores that allow both give two entries.)
   */
  record Entry(String name, boolean isValue) {}
}
