package dev.sparkzarr.store.stack;

import dev.sparkzarr.store.Store;
import dev.sparkzarr.store.middleware.SingleFlightStore;

/**
 * Lets tasks of one JVM that want the same bytes at the same time share a request: those that reach
 * the store with the same settings, so with the same credentials.
 */
public record SingleFlightLayer() implements StoreLayer {
  @Override
  public StackLevel level() {
    return StackLevel.SINGLE_FLIGHT;
  }

  @Override
  public Store around(Store inner, Ground ground) {
    return new SingleFlightStore(inner, ground.location().settingsDigest());
  }
}
