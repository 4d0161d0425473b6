package dev.sparkzarr.store.stack;

import dev.sparkzarr.store.Store;
import dev.sparkzarr.store.StoreKey;
import dev.sparkzarr.store.cache.CacheSettings;
import dev.sparkzarr.store.cache.CacheStore;
import java.util.Set;

/**
 * Keeps what is read in a cache.
 *
 * @param settings of the cache, which the stores of this JVM with equal settings share; its storage
 *     is reached with the settings of the store's location
 * @param uncached last segments of keys that are always read from the store
 */
public record CacheLayer(CacheSettings settings, Set<String> uncached) implements StoreLayer {
  public CacheLayer {
    uncached = Set.copyOf(uncached);
  }

  @Override
  public StackLevel level() {
    return StackLevel.CACHE;
  }

  @Override
  public Store around(Store inner, Ground ground) {
    return CacheStore.around(inner, settings.with(ground.location().settings()), this::passes);
  }

  private boolean passes(StoreKey key) {
    String text = key.value();
    return uncached.contains(text.substring(text.lastIndexOf('/') + 1));
  }
}
