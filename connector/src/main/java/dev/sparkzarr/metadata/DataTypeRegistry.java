package dev.sparkzarr.metadata;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Iterator;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

/**
 * Data types that providers add, those that this library's class loader finds before those of the
 * calling thread's. Looked up when a document is read, so that a jar that comes later counts.
 */
final class DataTypeRegistry {
  private DataTypeRegistry() {}

  /** Empty when no provider knows the name. */
  static Optional<DataType> storage(String name, ObjectNode configuration, Place place) {
    Optional<DataType> found =
        storage(name, configuration, DataTypeRegistry.class.getClassLoader(), place);
    return found.isPresent()
        ? found
        : storage(name, configuration, Thread.currentThread().getContextClassLoader(), place);
  }

  private static Optional<DataType> storage(
      String name, ObjectNode configuration, ClassLoader loader, Place place) {
    try {
      Iterator<DataTypeProvider> providers =
          ServiceLoader.load(DataTypeProvider.class, loader).iterator();
      while (providers.hasNext()) {
        Optional<DataType> storage = providers.next().storage(name, configuration.deepCopy());
        if (storage.isPresent()) {
          return Optional.of(checked(name, storage.get(), place));
        }
      }
      return Optional.empty();
    } catch (ServiceConfigurationError e) {
      throw place.problem(
          "data type "
              + Place.quote(name)
              + " was looked for, but a data type service on the class path is broken ("
              + e.getMessage()
              + "). Remove or repair its jar.",
          e);
    }
  }

  private static DataType checked(String name, DataType storage, Place place) {
    if (storage instanceof DataType.Extended) {
      throw place.problem(
          "data type " + Place.quote(name) + " is said to be stored as another added type.");
    }
    DataTypes.checkWidth(storage.layout().width(), Place.quote(name), place);
    return storage;
  }
}
