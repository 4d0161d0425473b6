package dev.sparkzarr.dataset;

import dev.sparkzarr.metadata.ArrayMetadata;
import dev.sparkzarr.metadata.NodePath;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An array of a group, with its dimensions.
 *
 * @param path in the store
 * @param name of its column, before clashes are resolved
 * @param array as it is stored
 * @param dimensions one fewer than the array has, where characters are joined
 */
record Member(NodePath path, String name, ArrayMetadata array, List<Dimension> dimensions) {
  Member {
    dimensions = List.copyOf(dimensions);
  }

  static Member of(NodePath path, ArrayMetadata array) {
    List<Dimension> dimensions = new ArrayList<>();
    for (int i = 0; i < array.shape().rank(); i++) {
      Optional<String> name =
          array.dimensionNames().isEmpty() ? Optional.empty() : array.dimensionNames().get(i);
      name = name.filter(text -> !text.isEmpty());
      dimensions.add(
          new Dimension(name.orElse("dim_" + i), name.isPresent(), array.shape().length(i)));
    }
    return new Member(path, path.isRoot() ? "value" : path.name(), array, dimensions);
  }

  /**
   * @return this array of single characters as one of texts, without its last dimension
   */
  Member joined() {
    return new Member(path, name, array, dimensions.subList(0, dimensions.size() - 1));
  }

  /**
   * @return whether elements are the characters along the last dimension of the array
   */
  boolean joinsCharacters() {
    return array.shape().rank() > dimensions.size();
  }

  /**
   * @return the array that elements are of: the stored one, or that of the joined characters
   */
  ArrayMetadata elements() {
    return joinsCharacters() ? JoinedCharacters.joined(array) : array;
  }

  /**
   * @return whether this is the coordinate of its only dimension
   */
  boolean isIndexCoordinate() {
    return dimensions.size() == 1
        && dimensions.get(0).named()
        && dimensions.get(0).name().equals(path.name());
  }

  List<String> dimensionNames() {
    return dimensions.stream().map(Dimension::name).toList();
  }

  /**
   * Finds this array's dimensions among those of a table.
   *
   * @return a position for each, none used twice; empty when it has a dimension that the table has
   *     not. Lengths are not compared.
   */
  Optional<List<Integer>> positionsIn(List<Dimension> table) {
    List<Integer> positions = new ArrayList<>();
    for (Dimension dimension : dimensions) {
      int found = -1;
      for (int i = 0; i < table.size() && found < 0; i++) {
        if (dimension.sameAs(table.get(i)) && !positions.contains(i)) {
          found = i;
        }
      }
      if (found < 0) {
        return Optional.empty();
      }
      positions.add(found);
    }
    return Optional.of(positions);
  }
}
