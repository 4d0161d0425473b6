package dev.sparkzarr.dataset;

import dev.sparkzarr.array.ArrayEngine;
import dev.sparkzarr.array.Hierarchy;
import dev.sparkzarr.array.ReadCounters;
import dev.sparkzarr.metadata.NodePath;

/** Opens a group or an array as a table. */
public final class Dataset {
  private Dataset() {}

  /**
   * Finds the table that the options pick and reads its axes, one request per axis chunk.
   *
   * @param node a group or an array
   * @param engine who decodes the axes
   * @param counters what reading the axes adds to
   * @throws DatasetException when there is no such node, or not exactly one table fits; the message
   *     lists the candidates and the option that picks each
   */
  public static Table open(
      Hierarchy hierarchy,
      NodePath node,
      DatasetOptions options,
      ArrayEngine engine,
      ReadCounters counters) {
    throw new UnsupportedOperationException();
  }
}
