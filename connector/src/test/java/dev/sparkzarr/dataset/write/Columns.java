package dev.sparkzarr.dataset.write;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sparkzarr.dataset.Column;
import dev.sparkzarr.dataset.ColumnType;
import dev.sparkzarr.dataset.Table;
import dev.sparkzarr.metadata.ZarrFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Columns and options, in short. */
final class Columns {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Columns() {}

  static SourceColumn plain(String name, ColumnType type) {
    return new SourceColumn(name, type, Optional.empty(), true, Optional.empty());
  }

  static SourceColumn with(String name, ColumnType type, ColumnOrigin origin) {
    return new SourceColumn(name, type, Optional.empty(), true, Optional.of(origin));
  }

  /** The columns of a table as a frame has them that was read from it. */
  static List<SourceColumn> read(Table table) {
    List<SourceColumn> columns = new ArrayList<>();
    for (Column column : table.columns()) {
      ColumnType type =
          column.type().kind() == ColumnType.Kind.CALENDAR_TEXT ? ColumnType.TEXT : column.type();
      columns.add(with(column.name(), type, ColumnOrigin.of(table, column)));
    }
    return columns;
  }

  static JsonNode json(String text) {
    try {
      return JSON.readTree(text.replace('\'', '"'));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(text, e);
    }
  }

  /** Pairs of an option's name and its text. */
  static LayoutOptions options(String... pairs) {
    LayoutOptions options = LayoutOptions.NONE;
    for (int i = 0; i < pairs.length; i += 2) {
      options = with(options, pairs[i], pairs[i + 1]);
    }
    return options;
  }

  private static LayoutOptions with(LayoutOptions o, String name, String text) {
    boolean isJson = text.startsWith("{") || text.startsWith("[");
    Optional<ObjectNode> object =
        isJson && json(text) instanceof ObjectNode node ? Optional.of(node) : Optional.empty();
    return new LayoutOptions(
        name.equals("dimensions") ? Optional.of(List.of(text.split(","))) : o.dimensions(),
        name.equals("chunks") ? Optional.of(text.replace('\'', '"')) : o.chunks(),
        name.equals("shards") ? Optional.of(text.replace('\'', '"')) : o.shards(),
        name.equals("compression") ? Optional.of(text) : o.compression(),
        name.equals("codecs") ? Optional.of(json(text)) : o.codecs(),
        name.equals("zarrFormat")
            ? Optional.of(text.equals("2") ? ZarrFormat.V2 : ZarrFormat.V3)
            : o.format(),
        name.equals("encoding") ? object : o.encoding(),
        name.equals("attributes") ? object : o.attributes(),
        name.equals("axes") ? object : o.axes());
  }
}
