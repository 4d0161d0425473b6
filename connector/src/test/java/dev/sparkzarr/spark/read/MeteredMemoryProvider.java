package dev.sparkzarr.spark.read;

import dev.sparkzarr.store.MemoryStore;
import dev.sparkzarr.store.Store;
import dev.sparkzarr.store.StoreLocation;
import dev.sparkzarr.store.StoreProvider;
import dev.sparkzarr.store.StoreVerb;
import dev.sparkzarr.store.middleware.MeteredStore;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * {@code metered:NAME}: what {@code memory:NAME} holds, with every request of every task counted.
 */
public final class MeteredMemoryProvider implements StoreProvider {
  private static final Collection<MeteredStore> OPENED = new ConcurrentLinkedQueue<>();

  static void reset() {
    OPENED.clear();
  }

  /** Whole values and ranges asked for since {@link #reset}. */
  static long reads() {
    return OPENED.stream()
        .mapToLong(
            store ->
                store.metrics().requests(StoreVerb.GET) + store.metrics().requests(StoreVerb.RANGE))
        .sum();
  }

  @Override
  public String name() {
    return "metered";
  }

  @Override
  public int priority() {
    return 1;
  }

  @Override
  public Optional<Store> open(StoreLocation location) {
    if (!location.uri().startsWith("metered:")) {
      return Optional.empty();
    }
    MeteredStore store =
        new MeteredStore(MemoryStore.named(location.uri().substring("metered:".length())));
    OPENED.add(store);
    return Optional.of(store);
  }
}
