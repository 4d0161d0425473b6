package dev.sparkzarr.store;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** {@code memory:NAME}, or {@code memory:NAME/place/in/it}. */
public final class MemoryStoreProvider implements StoreProvider {
  private static final String HOME_SETTING = "memory.home";

  /** One for each JVM and each copy of this class in it: each has stores of its own. */
  private static final String HOME = UUID.randomUUID().toString();

  /**
   * Marks a location that will travel with where its store is, so that no other store is opened
   * under its name elsewhere.
   *
   * @return the same location where it is not in memory
   */
  public static StoreLocation atHome(StoreLocation location) {
    if (!isInMemory(location.uri())) {
      return location;
    }
    Map<String, String> settings = new HashMap<>(location.settings());
    settings.put(HOME_SETTING, HOME);
    return new StoreLocation(location.uri(), settings);
  }

  private static boolean isInMemory(String uri) {
    Optional<String> head = Address.head(uri);
    return head.isPresent()
        ? isInMemory(uri.substring(head.get().length()))
        : Address.parse(uri).scheme().equals("memory");
  }

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
    if (!location.settings().getOrDefault(HOME_SETTING, HOME).equals(HOME)) {
      throw new StoreException(
          "Cannot open store "
              + location.uri()
              + ": it is in the memory of another JVM, or of another copy of this library in it, as"
              + " with a jar that was attached to a running session. Use a path that every task"
              + " reaches.");
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
