package dev.sparkzarr.store;

import java.nio.ByteBuffer;

/** Whole-value writes of new keys: of many writers of one key, one wins. Safe for many threads. */
@FunctionalInterface
public interface Creates {
  /**
   * Creates a value if its key has none, all or nothing. Not idempotent: after an error the value
   * may be there.
   *
   * @param bytes from position to limit, left as they were
   * @return false when the key has a value, which is then as it was
   * @throws StoreException when the store could not find out
   */
  boolean create(StoreKey key, ByteBuffer bytes);
}
