package dev.sparkzarr.spark.write;

import dev.sparkzarr.metadata.NodePath;
import java.io.Serializable;

/**
 * An array that chunk rows are written to. Immutable.
 *
 * @param name that rows call it by
 * @param path of the array in the store
 * @param document of the array, see {@link dev.sparkzarr.metadata.ArrayMetadata#document}
 * @param state whether its objects are new
 */
record ChunkTarget(String name, NodePath path, String document, State state)
    implements Serializable {
  /** What is there. */
  enum State {
    /** Nothing that counts. */
    NEW,
    /** Objects that rows replace. */
    IN_PLACE
  }
}
