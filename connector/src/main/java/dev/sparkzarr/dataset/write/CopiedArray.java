package dev.sparkzarr.dataset.write;

import dev.sparkzarr.metadata.ArrayMetadata;
import dev.sparkzarr.metadata.NodePath;

/**
 * An array whose elements are copied as they are. Immutable.
 *
 * @param name of the node, below the table's group
 * @param source path of the array in the other store
 * @param before metadata of the array in the other store
 * @param metadata of the array to be written: of the same shape and data type, and of the same
 *     attributes but for what says that a value is missing
 */
public record CopiedArray(
    String name, NodePath source, ArrayMetadata before, ArrayMetadata metadata) {}
