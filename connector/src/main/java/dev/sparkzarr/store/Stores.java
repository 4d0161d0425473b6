package dev.sparkzarr.store;

import java.io.File;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.stream.Collectors;

/** Opens stores by location, asking every {@link StoreProvider} that can be found. */
public final class Stores {
  private Stores() {}

  /**
   * A store and who opened it.
   *
   * @param store for its receiver to close
   */
  public record Opened(Store store, StoreProvider provider) {}

  /**
   * Opens a store, as {@link #find} does.
   *
   * @throws StoreException when no provider takes the location; the message lists the providers
   */
  public static Store open(StoreLocation location) {
    return find(location).store();
  }

  /**
   * Opens a store. Providers are looked up with this library's own class loader as well as the
   * thread's, highest priority first; at equal priority in the order of their names.
   *
   * @throws StoreException when no provider takes the location; the message lists the providers
   */
  public static Opened find(StoreLocation location) {
    List<ServiceConfigurationError> broken = new ArrayList<>();
    List<StoreProvider> providers = providers(broken);
    try {
      return find(location, providers);
    } catch (StoreException e) {
      broken.forEach(e::addSuppressed);
      throw e;
    }
  }

  /**
   * @return those that can be found from this thread, in the order in which they are asked
   */
  public static List<StoreProvider> providers() {
    return inOrder(providers(new ArrayList<>()));
  }

  private static List<StoreProvider> providers(List<ServiceConfigurationError> broken) {
    Map<String, StoreProvider> found = new LinkedHashMap<>();
    collect(Stores.class.getClassLoader(), found, broken);
    collect(Thread.currentThread().getContextClassLoader(), found, broken);
    return List.copyOf(found.values());
  }

  private static List<StoreProvider> inOrder(List<StoreProvider> providers) {
    List<StoreProvider> ordered = new ArrayList<>(providers);
    ordered.sort(
        Comparator.comparingInt(StoreProvider::priority)
            .reversed()
            .thenComparing(StoreProvider::name));
    return ordered;
  }

  /**
   * @param providers in any order
   */
  static Opened find(StoreLocation location, List<StoreProvider> providers) {
    List<StoreProvider> ordered = inOrder(providers);
    for (StoreProvider provider : ordered) {
      Optional<Store> store = provider.open(location);
      if (store.isPresent()) {
        return new Opened(store.get(), provider);
      }
    }
    throw new StoreException(
        "Cannot open store "
            + Secrets.of(location.settings()).hideIn(location.uri())
            + ": no provider takes this address. Check its scheme, or add the jar of its provider."
            + " Providers found: "
            + ordered.stream().map(StoreProvider::name).collect(Collectors.joining(", "))
            + ".");
  }

  /** One broken provider does not take the others with it; it is told when opening fails. */
  private static void collect(
      ClassLoader loader,
      Map<String, StoreProvider> found,
      List<ServiceConfigurationError> broken) {
    Iterator<ServiceLoader.Provider<StoreProvider>> providers =
        ServiceLoader.load(StoreProvider.class, loader).stream().iterator();
    // A broken entry is consumed before it is reported; a file that cannot be read may not be.
    int failures = 0;
    while (failures < 100) {
      try {
        if (!providers.hasNext()) {
          return;
        }
        ServiceLoader.Provider<StoreProvider> provider = providers.next();
        String type = provider.type().getName();
        if (!found.containsKey(type)) {
          found.put(type, provider.get());
        }
      } catch (ServiceConfigurationError e) {
        broken.add(e);
        failures++;
      }
    }
  }

  /**
   * @return whether the location is a store inside of a value, so that its last name is no key in
   *     the store above
   */
  public static boolean isArchive(StoreLocation location) {
    return Address.head(location.uri()).isPresent()
        || ValueLocation.localFile(location).isPresent();
  }

  /**
   * A location that means the same in every process: a relative local path is resolved against this
   * process's working directory, also behind {@code zip::}. Elsewhere it would be another
   * directory, or none, and chunks that are not found read as the fill value.
   */
  public static StoreLocation absolute(StoreLocation location) {
    Optional<String> head = Address.head(location.uri());
    if (head.isPresent()) {
      StoreLocation inner =
          new StoreLocation(location.uri().substring(head.get().length()), location.settings());
      return new StoreLocation(head.get() + absolute(inner).uri(), location.settings());
    }
    return Address.localPath(location)
        .map(File::new)
        .filter(path -> !path.isAbsolute())
        .map(path -> new StoreLocation(path.getAbsolutePath(), location.settings()))
        .orElse(location);
  }
}
