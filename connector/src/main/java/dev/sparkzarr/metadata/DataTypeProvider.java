package dev.sparkzarr.metadata;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/**
 * Adds data types: a service, found with {@link java.util.ServiceLoader} in this library's class
 * loader and in the calling thread's. A name that this library itself knows cannot be replaced. An
 * added type is another name for how elements of a known type are to be read. Must be safe for many
 * threads.
 */
public interface DataTypeProvider {
  /**
   * @param name a v3 {@code data_type}'s name, which this library does not know
   * @param configuration its configuration, empty when it has none; not to be modified
   * @return the type whose elements, byte order, fill values and columns this one has; empty when
   *     the name is not this provider's
   * @throws MetadataException when the configuration cannot be used
   */
  Optional<DataType> storage(String name, ObjectNode configuration);
}
