package dev.sparkzarr.store.stack;

import dev.sparkzarr.ConnectorVersion;
import dev.sparkzarr.store.MemoryStoreProvider;
import dev.sparkzarr.store.StoreException;
import dev.sparkzarr.store.StoreLocation;
import dev.sparkzarr.store.Stores;
import java.io.Serializable;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * A store and all that is put around it: what travels to executors, which open their own. Immutable
 * and serializable; its text shows no secret.
 *
 * @param location of the store
 * @param layers around it, kept in the order of their levels
 */
public record StorePlan(StoreLocation location, List<StoreLayer> layers) implements Serializable {
  /**
   * @throws IllegalArgumentException when two layers are of one level
   */
  public StorePlan {
    layers = layers.stream().sorted(Comparator.comparing(StoreLayer::level)).toList();
    for (int i = 1; i < layers.size(); i++) {
      if (layers.get(i).level() == layers.get(i - 1).level()) {
        throw new IllegalArgumentException("two layers of level " + layers.get(i).level());
      }
    }
  }

  /**
   * The plan of an address as a user gives it.
   *
   * @param uri relative paths are those of this process, stores in memory are in this JVM
   * @param settings of the store's client
   */
  public static StorePlan of(String uri, Map<String, String> settings, List<StoreLayer> layers) {
    StoreLocation location = MemoryStoreProvider.atHome(new StoreLocation(uri, settings));
    return new StorePlan(Stores.absolute(location), layers);
  }

  /** A store with nothing around it but counting. */
  public static StorePlan bare(StoreLocation location) {
    return new StorePlan(location, List.of());
  }

  /** The same around another store. */
  public StorePlan at(StoreLocation other) {
    return new StorePlan(other, layers);
  }

  /**
   * Opens the store and puts the layers around it.
   *
   * @throws StoreException as {@link Stores#open}, and when a layer cannot be had
   */
  public StoreStack open() {
    ConnectorVersion.announce();
    return StoreStack.over(Stores.find(location), this);
  }
}
