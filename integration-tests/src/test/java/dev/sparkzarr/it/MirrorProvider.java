package dev.sparkzarr.it;

import dev.sparkzarr.store.Store;
import dev.sparkzarr.store.StoreLocation;
import dev.sparkzarr.store.StoreProvider;
import dev.sparkzarr.store.Stores;
import java.util.Optional;

/** {@code mirror:PATH}: the store at a path, for a jar of its own. */
public final class MirrorProvider implements StoreProvider {
  @Override
  public String name() {
    return "mirror";
  }

  @Override
  public int priority() {
    return 1;
  }

  @Override
  public Optional<Store> open(StoreLocation location) {
    return location.uri().startsWith("mirror:")
        ? Optional.of(
            Stores.open(
                new StoreLocation(
                    location.uri().substring("mirror:".length()), location.settings())))
        : Optional.empty();
  }
}
