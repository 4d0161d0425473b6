package dev.sparkzarr.store.http;

import dev.sparkzarr.store.Store;
import dev.sparkzarr.store.StoreLocation;
import dev.sparkzarr.store.StoreProvider;
import java.util.Optional;

/** {@code http://} and {@code https://}, read only. */
public final class HttpStoreProvider implements StoreProvider {
  @Override
  public String name() {
    return "http";
  }

  @Override
  public int priority() {
    return 0;
  }

  @Override
  public Optional<Store> open(StoreLocation location) {
    return HttpStore.open(location).map(store -> store);
  }
}
