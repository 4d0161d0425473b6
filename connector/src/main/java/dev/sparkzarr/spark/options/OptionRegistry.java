package dev.sparkzarr.spark.options;

import dev.sparkzarr.dataset.NearestName;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * All options by name, whatever the case. A view carries the options of reading and writing
 * together, so each side accepts every name of both and asks only for its own.
 */
public final class OptionRegistry {
  private static final Map<String, String> NAMES = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

  static {
    Stream.of(ReadOptions.ALL, WriteOptions.ALL)
        .flatMap(List::stream)
        .forEach(option -> NAMES.put(option.name(), option.name()));
  }

  private OptionRegistry() {}

  /**
   * Refuses names that are no option of either side. Never refused: {@code path}, {@code paths},
   * {@code fs.*}, and names that start with two underscores, except {@code __partition_columns}.
   *
   * @throws OptionException when there is one; the message names the nearest option
   */
  static void check(Option.Side side, Collection<String> names) {
    for (String name : names) {
      String lower = name.toLowerCase(Locale.ROOT);
      if (lower.equals("__partition_columns")) {
        throw new OptionException(
            "Cannot "
                + side.verb()
                + " with partitionBy or bucketBy: a Zarr store is divided into chunks. Use option"
                + " 'chunks'.");
      }
      if (lower.equals("owner")) { // what Spark says of every table of a catalog, of nothing else
        throw new OptionException(
            "Cannot "
                + side.verb()
                + " as a table of a catalog: CREATE TABLE and saveAsTable are not supported. Use"
                + " CREATE TEMPORARY VIEW v USING zarr OPTIONS (path '...'), or a path.");
      }
      if (!lower.startsWith("__") && !isSparks(lower) && !NAMES.containsKey(name)) {
        throw new OptionException(
            "Cannot "
                + side.verb()
                + " with option '"
                + name
                + "': format zarr has no such option. "
                + remedy(name));
      }
    }
  }

  /**
   * @return whether an option configures the file system and not this library
   */
  static boolean isHadoop(String name) {
    return name.toLowerCase(Locale.ROOT).startsWith("fs.");
  }

  private static boolean isSparks(String lower) {
    return lower.equals("path") || lower.equals("paths") || isHadoop(lower);
  }

  private static String remedy(String name) {
    String nearest = NearestName.of(name, NAMES.values());
    return nearest == null
        ? "The options are " + String.join(", ", NAMES.values()) + "."
        : "Did you mean '" + nearest + "'?";
  }
}
