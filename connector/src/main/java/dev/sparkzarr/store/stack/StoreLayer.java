package dev.sparkzarr.store.stack;

import dev.sparkzarr.store.Store;
import dev.sparkzarr.store.StoreLocation;
import dev.sparkzarr.store.StoreProvider;
import java.io.Serializable;

/**
 * One concern around a store, with the settings that were chosen for it. Immutable; two layers are
 * equal when they do the same. Its text holds no secret.
 */
public interface StoreLayer extends Serializable {
  /**
   * What the stack is built on.
   *
   * @param location that was opened; its settings may hold credentials
   * @param provider who opened it
   */
  record Ground(StoreLocation location, StoreProvider provider) {}

  /**
   * @return where in the stack; a stack has at most one layer of each level
   */
  StackLevel level();

  /**
   * @param inner closed with the store that is returned
   * @return the store with this layer around it; {@code inner} itself where there is nothing to do.
   *     What implements {@link dev.sparkzarr.store.CountedStore} is counted.
   * @throws dev.sparkzarr.store.StoreException when the layer cannot be had; {@code inner} is then
   *     closed by the stack
   */
  Store around(Store inner, Ground ground);
}
