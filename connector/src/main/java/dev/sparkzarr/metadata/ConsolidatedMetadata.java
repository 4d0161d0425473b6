package dev.sparkzarr.metadata;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Every node below a group, as one document lists them. Groups that the document lacks, though it
 * has nodes below them, are among the nodes. Immutable.
 *
 * @param nodes by path, from the store's root; without the group itself in v3, with it in v2
 * @param unreadable why a node that is listed cannot be read, by path; none of them is in {@code
 *     nodes}
 */
public record ConsolidatedMetadata(
    SortedMap<NodePath, NodeMetadata> nodes, SortedMap<NodePath, String> unreadable) {
  public ConsolidatedMetadata {
    nodes = Collections.unmodifiableSortedMap(new TreeMap<>(nodes));
    unreadable = Collections.unmodifiableSortedMap(new TreeMap<>(unreadable));
  }
}
