package dev.sparkzarr.store;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Whole-value writes over a known state: of many writers that saw one version, one wins. Safe for
 * many threads.
 */
@FunctionalInterface
public interface Replaces {
  /**
   * Replaces a value if it still has this version, all or nothing. Not idempotent: after an error
   * the value may have been replaced.
   *
   * @param bytes from position to limit, left as they were
   * @return the new version; empty when the value has another one or is gone, and is then as it was
   * @throws StoreException when the store could not find out
   */
  Optional<Version> replace(StoreKey key, ByteBuffer bytes, Version expected);
}
