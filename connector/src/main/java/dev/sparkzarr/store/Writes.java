package dev.sparkzarr.store;

import java.nio.ByteBuffer;

/** Whole-value writes. Safe for many threads writing different keys. */
public interface Writes {
  /**
   * Creates or replaces a value, all or nothing: a reader sees the old value or the new one, never
   * a mix, also when the writer dies.
   *
   * @param bytes from position to limit, left as they were
   * @throws StoreException when the value could not be written; the old one is then still there
   */
  void put(StoreKey key, ByteBuffer bytes);
}
