package dev.sparkzarr.spark.read;

import dev.sparkzarr.store.FaultyStore;
import dev.sparkzarr.store.MemoryStore;
import dev.sparkzarr.store.Store;
import dev.sparkzarr.store.StoreLocation;
import dev.sparkzarr.store.StoreProvider;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** {@code faulty:NAME}: what {@code memory:NAME} holds, read through a store that fails by rule. */
public final class FaultyMemoryProvider implements StoreProvider {
  private static volatile UnaryOperator<FaultyStore> rule = store -> store;

  /**
   * @param next set on every store that is opened from now on
   */
  static void rule(UnaryOperator<FaultyStore> next) {
    rule = next;
  }

  @Override
  public String name() {
    return "faulty";
  }

  @Override
  public int priority() {
    return 1;
  }

  /** Failures reach the test, unless it asks for retries. */
  @Override
  public Retries retries() {
    return Retries.CLIENT;
  }

  @Override
  public Optional<Store> open(StoreLocation location) {
    if (!location.uri().startsWith("faulty:")) {
      return Optional.empty();
    }
    String name = location.uri().substring("faulty:".length());
    return Optional.of(rule.apply(new FaultyStore(MemoryStore.named(name))));
  }
}
