package dev.sparkzarr.spark.read;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sparkzarr.array.ArrayGrid;
import dev.sparkzarr.dataset.Column;
import dev.sparkzarr.dataset.DatasetException;
import dev.sparkzarr.dataset.Table;
import dev.sparkzarr.metadata.ArrayMetadata;
import dev.sparkzarr.metadata.Attributes;
import dev.sparkzarr.spark.options.NearestName;
import dev.sparkzarr.spark.options.ReadConf.TimestampType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.MetadataBuilder;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * A table's columns as Spark fields. Each carries what it was in field metadata {@code zarr}, so
 * that writing can restore it:
 *
 * <ul>
 *   <li>{@code dimensions}: names of the dimensions that it varies along, in its array's order
 *   <li>{@code role}: {@code dimension}, {@code coordinate} or {@code variable}
 *   <li>{@code index}: on dimension columns, whether it is the index 0..n-1 because the dimension
 *       has no coordinate
 *   <li>{@code dtype}: the stored data type, as Zarr v3 spells it
 *   <li>{@code attributes}: a JSON object, without what {@code encoding} holds
 *   <li>{@code encoding}: a JSON object with xarray's keys
 * </ul>
 */
final class TableSchema {
  /** Attributes that say how values are encoded, not what they mean. */
  private static final Set<String> ENCODING_ATTRIBUTES =
      Set.of(
          "_FillValue",
          "missing_value",
          "scale_factor",
          "add_offset",
          "_Unsigned",
          "dtype",
          "coordinates",
          "grid_mapping");

  private static final Set<String> TIME_ATTRIBUTES = Set.of("units", "calendar");

  private TableSchema() {}

  /** All columns of a table. */
  static StructType of(Table table, TimestampType timestamps) {
    return new StructType(
        table.columns().stream()
            .map(column -> field(table, column, timestamps))
            .toArray(StructField[]::new));
  }

  private static StructField field(Table table, Column column, TimestampType timestamps) {
    MetadataBuilder metadata = new MetadataBuilder().putMetadata("zarr", origin(table, column));
    comment(column).ifPresent(text -> metadata.putString("comment", text));
    return new StructField(
        column.name(),
        ColumnDataType.of(column.type(), timestamps),
        column.nullable(),
        metadata.build());
  }

  private static Metadata origin(Table table, Column column) {
    MetadataBuilder origin =
        new MetadataBuilder()
            .putStringArray(
                "dimensions",
                column.dimensions().stream()
                    .map(dimension -> table.axes().get(dimension).name())
                    .toArray(String[]::new))
            .putString("role", column.role().name().toLowerCase(java.util.Locale.ROOT));
    if (column.role() == Column.Role.DIMENSION) {
      origin.putBoolean("index", table.axes().get(column.dimensions().get(0)).isIndex());
    }
    column
        .array()
        .ifPresent(
            array -> {
              ObjectNode attributes = array.attributes().toJson();
              ObjectNode encoding = encoding(array, attributes, isTime(column));
              if (column.joinsCharacters()) {
                array
                    .dimensionNames()
                    .get(column.dimensions().size())
                    .ifPresent(name -> encoding.put("char_dim_name", name));
              }
              origin
                  .putString("dtype", array.dataType().name())
                  .putString("attributes", attributes.toString())
                  .putString("encoding", encoding.toString());
            });
    return origin.build();
  }

  private static boolean isTime(Column column) {
    return switch (column.type().kind()) {
      case TIMESTAMP, INTERVAL, CALENDAR_TEXT -> true;
      default -> false;
    };
  }

  /** Moves what is encoding out of the attributes and adds what the array's document says. */
  private static ObjectNode encoding(ArrayMetadata array, ObjectNode attributes, boolean isTime) {
    ObjectNode encoding = JsonNodeFactory.instance.objectNode();
    for (String name : array.attributes().names()) {
      if (ENCODING_ATTRIBUTES.contains(name) || isTime && TIME_ATTRIBUTES.contains(name)) {
        encoding.set(name, attributes.remove(name));
      }
    }
    encoding.put("zarr_format", array.format().ordinal() + 2);
    ArrayGrid grid = ArrayLayout.of(array);
    encoding.set("chunks", ArrayLayout.json(grid.chunks()));
    if (grid.isSharded()) {
      encoding.set("shards", ArrayLayout.json(grid.objects()));
    }
    encoding.set("codecs", ArrayLayout.codecs(array));
    return encoding;
  }

  private static Optional<String> comment(Column column) {
    return column.array().flatMap(array -> comment(array.attributes(), isTime(column)));
  }

  private static Optional<String> comment(Attributes attributes, boolean isTime) {
    Optional<String> name = attributes.text("long_name").filter(text -> !text.isBlank());
    Optional<String> units =
        attributes.text("units").filter(text -> !text.isBlank() && !isTime).map(u -> "[" + u + "]");
    if (name.isEmpty()) {
      return units;
    }
    return Optional.of(name.get() + units.map(u -> " " + u).orElse(""));
  }

  /**
   * The fields that a user's schema asks for, in its order, as the table has them.
   *
   * @param table all fields
   * @param place of the table, for messages
   * @throws DatasetException when it names a column that is not there, or another type
   */
  static StructType subset(StructType table, StructType asked, String place) {
    List<StructField> fields = new ArrayList<>();
    for (StructField wanted : asked.fields()) {
      StructField found =
          Arrays.stream(table.fields())
              .filter(field -> field.name().equalsIgnoreCase(wanted.name()))
              .findFirst()
              .orElseThrow(() -> noColumn(table, wanted.name(), place));
      if (!found.dataType().equals(wanted.dataType())) {
        throw new DatasetException(
            "Cannot read "
                + place
                + " with the given schema: column '"
                + found.name()
                + "' is "
                + found.dataType().sql()
                + ", not "
                + wanted.dataType().sql()
                + ". Leave the schema out, or give that type and cast after reading.");
      }
      if (fields.contains(found)) {
        throw new DatasetException(
            "Cannot read "
                + place
                + " with the given schema: column '"
                + found.name()
                + "' is named twice. Name it once.");
      }
      fields.add(found);
    }
    return new StructType(fields.toArray(StructField[]::new));
  }

  private static DatasetException noColumn(StructType table, String name, String place) {
    String nearest = NearestName.of(name, Arrays.asList(table.fieldNames()));
    return new DatasetException(
        "Cannot read "
            + place
            + " with the given schema: it has no column '"
            + name
            + "'. "
            + (nearest == null
                ? "Its columns are " + String.join(", ", table.fieldNames()) + "."
                : "Did you mean '" + nearest + "'?"));
  }
}
