package dev.sparkzarr.spark.read;

import dev.sparkzarr.store.MemoryStore;
import dev.sparkzarr.store.SlowStore;
import dev.sparkzarr.store.Store;
import dev.sparkzarr.store.StoreLocation;
import dev.sparkzarr.store.StoreProvider;
import java.util.Optional;

/** {@code held:NAME}: what {@code memory:NAME} holds; chunks do not come while they are held. */
public final class HeldMemoryProvider implements StoreProvider {
  private static volatile SlowStore slow;

  /** Holds chunks of the store opened next, and of all that are opened later. */
  static SlowStore hold() {
    slow = new SlowStore(MemoryStore.named("task"), request -> request.toString().contains("/c/"));
    return slow;
  }

  static void release() {
    slow.release();
    slow = null;
  }

  @Override
  public String name() {
    return "held";
  }

  @Override
  public int priority() {
    return 1;
  }

  @Override
  public Optional<Store> open(StoreLocation location) {
    if (!location.uri().startsWith("held:")) {
      return Optional.empty();
    }
    SlowStore held = slow;
    return Optional.of(
        held == null ? MemoryStore.named(location.uri().substring("held:".length())) : held);
  }
}
