package dev.sparkzarr.store;

import java.util.Optional;

/** {@code memory:NAME}, or {@code memory:NAME/place/in/it}. */
public final class MemoryStoreProvider implements StoreProvider {
  @Override
  public String name() {
    return "memory";
  }

  @Override
  public int priority() {
    return 0;
  }

  @Override
  public Optional<Store> open(StoreLocation location) {
    Address address = Address.parse(location.uri());
    if (!address.scheme().equals("memory")) {
      return Optional.empty();
    }
    String path = address.rest().replaceFirst("^/+", "").replaceFirst("/+$", "");
    int slash = path.indexOf('/');
    if (slash < 0) {
      return Optional.of(MemoryStore.named(path));
    }
    return Optional.of(
        new PrefixStore(
            MemoryStore.named(path.substring(0, slash)), new StoreKey(path.substring(slash + 1))));
  }
}
