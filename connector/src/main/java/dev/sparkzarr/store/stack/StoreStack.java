package dev.sparkzarr.store.stack;

import dev.sparkzarr.store.CountedStore;
import dev.sparkzarr.store.Store;
import dev.sparkzarr.store.StoreCounter;
import dev.sparkzarr.store.Stores;
import dev.sparkzarr.store.middleware.MeteredStore;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** An opened store with its layers, and what they counted. Safe for many threads. */
public final class StoreStack implements AutoCloseable {
  private final Store store;
  private final List<CountedStore> counted;

  private StoreStack(Store store, List<CountedStore> counted) {
    this.store = store;
    this.counted = List.copyOf(counted);
  }

  static StoreStack over(Stores.Opened opened, StorePlan plan) {
    StoreLayer.Ground ground = new StoreLayer.Ground(plan.location(), opened.provider());
    MeteredStore metered = new MeteredStore(opened.store());
    List<CountedStore> counted = new ArrayList<>(List.of(metered));
    Store top = metered;
    try {
      for (StoreLayer layer : plan.layers()) {
        Store outer = layer.around(top, ground);
        if (outer != top && outer instanceof CountedStore counting) {
          counted.add(counting);
        }
        top = outer;
      }
    } catch (RuntimeException | Error e) {
      top.close();
      throw e;
    }
    return new StoreStack(top, counted);
  }

  /**
   * @return the outermost store; closed with this stack
   */
  public Store store() {
    return store;
  }

  /**
   * @return what was counted since the stack was opened, by all layers; every counter present
   */
  public Map<StoreCounter, Long> counts() {
    Map<StoreCounter, Long> sums = new EnumMap<>(StoreCounter.class);
    for (StoreCounter counter : StoreCounter.values()) {
      sums.put(counter, 0L);
    }
    for (CountedStore store : counted) {
      store.counts().forEach((counter, count) -> sums.merge(counter, count, Long::sum));
    }
    return sums;
  }

  /** Closes the store. Idempotent. */
  @Override
  public void close() {
    store.close();
  }
}
