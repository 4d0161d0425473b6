package dev.sparkzarr.store;

import java.util.Map;

/** A wrapper that counts. Safe for many threads. */
public interface CountedStore extends Store {
  /**
   * @return the counts so far, since this object was made; a counter that is not named is not this
   *     wrapper's
   */
  Map<StoreCounter, Long> counts();
}
