package dev.sparkzarr.dataset;

import dev.sparkzarr.metadata.NodePath;
import java.io.Serializable;

/**
 * An array as it travels to executors: where it is in its store and its document, parsed again
 * there.
 *
 * @param path of the array
 * @param document {@link dev.sparkzarr.metadata.ArrayMetadata#document()}
 */
public record ArrayHandle(NodePath path, String document) implements Serializable {}
