package dev.sparkzarr.dataset.write;

import dev.sparkzarr.array.ArrayEngine;
import dev.sparkzarr.array.Hierarchy;
import dev.sparkzarr.array.ReadCounters;
import dev.sparkzarr.array.commit.KeySpaces;
import dev.sparkzarr.array.commit.SeenGroup;
import dev.sparkzarr.dataset.Axis;
import dev.sparkzarr.dataset.Column;
import dev.sparkzarr.dataset.ColumnType;
import dev.sparkzarr.dataset.Dataset;
import dev.sparkzarr.dataset.DatasetException;
import dev.sparkzarr.dataset.DatasetOptions;
import dev.sparkzarr.metadata.ArrayMetadata;
import dev.sparkzarr.metadata.Attributes;
import dev.sparkzarr.metadata.ChunkKeyEncoding;
import dev.sparkzarr.metadata.GroupMetadata;
import dev.sparkzarr.metadata.NodeMetadata;
import dev.sparkzarr.metadata.NodePath;
import dev.sparkzarr.metadata.ZarrFormat;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;

/**
 * A group that is there: the table that is written to, or one that is taken as a model. Its arrays
 * are known; the values of a coordinate are read when asked for. Not safe for many threads.
 */
public final class OpenedTable {
  private final Hierarchy hierarchy;
  private final NodePath path;
  private final GroupMetadata group;
  private final ArrayEngine engine;
  private final DatasetOptions options;
  private final ReadCounters counters;
  private final TreeMap<String, ArrayMetadata> arrays = new TreeMap<>();
  private final TreeMap<String, String> unreadable = new TreeMap<>();
  private final List<String> childGroups = new ArrayList<>();

  private OpenedTable(
      Hierarchy hierarchy,
      NodePath path,
      GroupMetadata group,
      ArrayEngine engine,
      DatasetOptions options,
      ReadCounters counters) {
    this.hierarchy = hierarchy;
    this.path = path;
    this.group = group;
    this.engine = engine;
    this.options = options;
    this.counters = counters;
  }

  /**
   * Reads the metadata of a group and of its arrays.
   *
   * @param options how values of coordinates are decoded
   * @param counters what reading coordinates adds to
   * @throws DatasetException when there is no group
   */
  public static OpenedTable open(
      Hierarchy hierarchy,
      NodePath path,
      ArrayEngine engine,
      DatasetOptions options,
      ReadCounters counters) {
    NodeMetadata node = hierarchy.node(path).orElse(null);
    if (!(node instanceof GroupMetadata group)) {
      throw new DatasetException(
          "Cannot use "
              + path
              + " in "
              + hierarchy.store().describe()
              + " as a table: there is "
              + (node == null ? "nothing" : "an array, not a group")
              + ". Check the path and the option group.");
    }
    OpenedTable table = new OpenedTable(hierarchy, path, group, engine, options, counters);
    Hierarchy.Children children = hierarchy.children(path);
    children
        .nodes()
        .forEach(
            (child, metadata) -> {
              if (metadata instanceof ArrayMetadata array) {
                table.arrays.put(child.name(), array);
              } else {
                table.childGroups.add(child.name());
              }
            });
    children
        .unreadable()
        .forEach(child -> table.unreadable.put(child.path().name(), child.reason()));
    return table;
  }

  /**
   * An array of format 3 under keys that no reader takes for others: not those of the array that it
   * replaces, nor of one that was there lately, as long as there are such.
   *
   * @param name of the node, below this group
   * @throws dev.sparkzarr.ZarrException when what waits there could not be found out
   */
  public ArrayMetadata withUnusedKeys(String name, ArrayMetadata array) {
    if (array.format() == ZarrFormat.V2) {
      return array;
    }
    ChunkKeyEncoding keys =
        KeySpaces.unused(
            hierarchy.store(),
            path.resolve(name),
            Optional.ofNullable(arrays.get(name)),
            array.shape().rank());
    return ArrayMetadata.of(
        array.format(),
        array.shape(),
        array.dataType(),
        array.grid(),
        keys,
        array.fillValue(),
        array.codecs(),
        array.dimensionNames(),
        array.attributes());
  }

  /**
   * @return where it is, for messages
   */
  public String place() {
    return path.isRoot()
        ? hierarchy.store().describe()
        : "group " + path + " in " + hierarchy.store().describe();
  }

  /**
   * @return where the store is, for messages
   */
  String store() {
    return hierarchy.store().describe();
  }

  /**
   * @return the path of the group
   */
  public NodePath path() {
    return path;
  }

  /**
   * @return the group's own metadata
   */
  public GroupMetadata group() {
    return group;
  }

  /**
   * @return the arrays of the group by name
   */
  public Map<String, ArrayMetadata> arrays() {
    return Collections.unmodifiableMap(arrays);
  }

  /**
   * @return children that cannot be read, and why
   */
  public Map<String, String> unreadable() {
    return Collections.unmodifiableMap(unreadable);
  }

  /**
   * @return names of the groups below
   */
  public List<String> childGroups() {
    return List.copyOf(childGroups);
  }

  /**
   * @return what a plan for this group can be checked by
   */
  public SeenGroup seen() {
    Set<String> children = new HashSet<>(arrays.keySet());
    children.addAll(childGroups);
    children.addAll(unreadable.keySet());
    return new SeenGroup(group.attributes(), children);
  }

  /**
   * The names of an array's dimensions, {@code dim_0}, {@code dim_1}, ... where it has none.
   *
   * @param array of this table
   */
  static List<String> dimensions(ArrayMetadata array) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < array.shape().rank(); i++) {
      Optional<String> name =
          array.dimensionNames().isEmpty() ? Optional.empty() : array.dimensionNames().get(i);
      names.add(name.filter(text -> !text.isEmpty()).orElse("dim_" + i));
    }
    return names;
  }

  /**
   * @return whether the dimension has a coordinate, an array of its name along itself
   */
  boolean hasCoordinate(String dimension) {
    ArrayMetadata array = arrays.get(dimension);
    return array != null && dimensions(array).equals(List.of(dimension));
  }

  /**
   * @return whether an array is named as a coordinate, by another one or by the group
   */
  boolean isCoordinate(String name) {
    return named(group.attributes(), name)
        || arrays.values().stream().anyMatch(array -> named(array.attributes(), name));
  }

  private static boolean named(Attributes attributes, String name) {
    return attributes
        .text("coordinates")
        .filter(text -> List.of(text.strip().split("\\s+")).contains(name))
        .isPresent();
  }

  /**
   * @return the length of a dimension; empty when no array has it
   * @throws DatasetException when arrays disagree
   */
  OptionalLong length(String dimension) {
    long length = -1;
    String first = null;
    for (Map.Entry<String, ArrayMetadata> entry : arrays.entrySet()) {
      int at = dimensions(entry.getValue()).indexOf(dimension);
      if (at < 0) {
        continue;
      }
      long here = entry.getValue().shape().length(at);
      if (first != null && here != length) {
        throw new DatasetException(
            "Cannot use "
                + place()
                + " as a table: dimension '"
                + dimension
                + "' has length "
                + length
                + " in array "
                + first
                + " but "
                + here
                + " in "
                + entry.getKey()
                + ". The store is inconsistent, perhaps half written.");
      }
      length = here;
      first = entry.getKey();
    }
    return first == null ? OptionalLong.empty() : OptionalLong.of(length);
  }

  /**
   * Reads the values of a dimension.
   *
   * @param type of the column that they are compared with: floats are as it has them, and times as
   *     timestamps where it has timestamps
   * @return its values; the index where it has no coordinate; empty when there is no such dimension
   */
  Optional<Axis> axis(String dimension, ColumnType type) {
    OptionalLong length = length(dimension);
    if (length.isEmpty()) {
      return Optional.empty();
    }
    if (unreadable.containsKey(dimension)) {
      throw new DatasetException(
          "Cannot use "
              + place()
              + " as a table: the coordinate of dimension '"
              + dimension
              + "' cannot be read: "
              + unreadable.get(dimension));
    }
    if (!hasCoordinate(dimension)) {
      return Optional.of(Axis.index(dimension, length.getAsLong()));
    }
    DatasetOptions asked =
        new DatasetOptions(
            Optional.empty(),
            Optional.empty(),
            options.maskAndScale(),
            options.decodeTimes(),
            options.decodeNumpyTimes(),
            options.decodeText(),
            options.zarrFillMasks(),
            type.kind() == ColumnType.Kind.FLOAT32,
            type.kind() == ColumnType.Kind.TIMESTAMP);
    return Optional.of(
        Dataset.open(hierarchy, path.resolve(dimension), asked, engine, counters).axes().get(0));
  }

  /**
   * @return what a column of this name was here; empty when there is no such array
   */
  Optional<ColumnOrigin> origin(String name, ColumnType type) {
    return Optional.ofNullable(arrays.get(name))
        .map(array -> ColumnOrigin.of(array, dimensions(array), role(name), type));
  }

  private Column.Role role(String name) {
    return hasCoordinate(name)
        ? Column.Role.DIMENSION
        : isCoordinate(name) ? Column.Role.COORDINATE : Column.Role.VARIABLE;
  }
}
