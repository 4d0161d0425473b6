package dev.sparkzarr.dataset.write;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sparkzarr.metadata.Attributes;
import dev.sparkzarr.metadata.GroupMetadata;
import dev.sparkzarr.metadata.ZarrFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the group of a new table says of itself. Stateless. */
public final class GroupAttributes {
  private GroupAttributes() {}

  /**
   * What the columns' table said, or the model's group; the option {@code attributes} adds,
   * replaces and, with null, removes.
   *
   * @param coordinates that no array names; xarray finds them in the group
   */
  static GroupMetadata of(
      LayoutOptions options,
      Optional<OpenedTable> like,
      List<SourceColumn> columns,
      ZarrFormat format,
      List<String> coordinates) {
    ObjectNode attributes =
        like.map(model -> model.group().attributes().toJson())
            .or(() -> fromColumns(columns))
            .orElseGet(JsonNodeFactory.instance::objectNode);
    attributes.remove("coordinates");
    if (!coordinates.isEmpty()) {
      attributes.put("coordinates", String.join(" ", coordinates));
    }
    options.attributes().ifPresent(given -> overlay(attributes, given));
    return new GroupMetadata(format, new Attributes(attributes));
  }

  /** A group that is there, with coordinates that none of its arrays names. */
  static GroupMetadata withCoordinates(GroupMetadata group, List<String> coordinates) {
    if (coordinates.isEmpty()) {
      return group;
    }
    ObjectNode attributes = group.attributes().toJson();
    Set<String> all = new LinkedHashSet<>(CoordinateNames.words(attributes.path("coordinates")));
    all.addAll(coordinates);
    attributes.put("coordinates", String.join(" ", all));
    return new GroupMetadata(group.format(), new Attributes(attributes));
  }

  private static Optional<ObjectNode> fromColumns(List<SourceColumn> columns) {
    return columns.stream()
        .flatMap(column -> column.origin().stream())
        .map(ColumnOrigin::table)
        .filter(table -> !table.isEmpty())
        .findFirst()
        .map(ObjectNode::deepCopy);
  }

  /** Adds and replaces fields; null removes one. */
  public static void overlay(ObjectNode target, ObjectNode given) {
    for (Map.Entry<String, JsonNode> field : given.properties()) {
      if (field.getValue().isNull()) {
        target.remove(field.getKey());
      } else {
        target.set(field.getKey(), field.getValue());
      }
    }
  }
}
