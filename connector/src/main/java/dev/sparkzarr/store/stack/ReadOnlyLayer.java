package dev.sparkzarr.store.stack;

import dev.sparkzarr.store.Store;
import dev.sparkzarr.store.middleware.ReadOnlyStore;

/** Lets nothing be written. */
public record ReadOnlyLayer() implements StoreLayer {
  @Override
  public StackLevel level() {
    return StackLevel.ACCESS;
  }

  @Override
  public Store around(Store inner, Ground ground) {
    return new ReadOnlyStore(inner);
  }
}
