package dev.sparkzarr.store;

import java.util.Optional;

/** Plain paths, {@code file:} and mounted volumes. */
public final class LocalStoreProvider implements StoreProvider {
  @Override
  public String name() {
    return "local";
  }

  @Override
  public int priority() {
    return 0;
  }

  @Override
  public Optional<Store> open(StoreLocation location) {
    return Address.localPath(location).map(LocalStore::at);
  }
}
