package dev.sparkzarr.store.stack;

import dev.sparkzarr.store.Store;
import dev.sparkzarr.store.middleware.LimitStore;
import dev.sparkzarr.store.middleware.RequestLimits;

/** Holds requests back. */
public record LimitLayer(RequestLimits limits) implements StoreLayer {
  @Override
  public StackLevel level() {
    return StackLevel.LIMIT;
  }

  @Override
  public Store around(Store inner, Ground ground) {
    return new LimitStore(inner, limits);
  }
}
