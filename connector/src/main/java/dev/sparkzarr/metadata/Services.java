package dev.sparkzarr.metadata;

import java.util.Iterator;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.function.Function;

/**
 * What other jars add, by name: providers that this library's class loader finds, then those that
 * the calling thread's does. Looked up when a document is read, so that a jar that comes later
 * counts. Stateless.
 */
final class Services {
  private Services() {}

  /**
   * @param service the provider's interface
   * @param entry what a provider has by this name; empty when it has nothing
   * @param what is looked for, for messages, such as {@code chunk grid}
   */
  static <P, T> Optional<T> find(
      Class<P> service, Function<P, Optional<T>> entry, String name, String what) {
    try {
      Optional<T> found = find(service, entry, Services.class.getClassLoader());
      return found.isPresent()
          ? found
          : find(service, entry, Thread.currentThread().getContextClassLoader());
    } catch (ServiceConfigurationError e) {
      throw new MetadataException(
          "Cannot look for "
              + what
              + " "
              + Place.quote(name)
              + ": a "
              + what
              + " service on the class path is broken ("
              + e.getMessage()
              + "). Remove or repair its jar.",
          e);
    }
  }

  private static <P, T> Optional<T> find(
      Class<P> service, Function<P, Optional<T>> entry, ClassLoader loader) {
    Iterator<P> providers = ServiceLoader.load(service, loader).iterator();
    while (providers.hasNext()) {
      Optional<T> found = entry.apply(providers.next());
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }
}
