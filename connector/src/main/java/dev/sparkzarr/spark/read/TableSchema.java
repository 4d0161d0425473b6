package dev.sparkzarr.spark.read;

import dev.sparkzarr.dataset.Column;
import dev.sparkzarr.dataset.DatasetException;
import dev.sparkzarr.dataset.NearestName;
import dev.sparkzarr.dataset.Table;
import dev.sparkzarr.dataset.write.ColumnOrigin;
import dev.sparkzarr.metadata.Attributes;
import dev.sparkzarr.spark.options.ReadConf.TimestampType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
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
 *   <li>{@code order}: on dimension columns, {@code ascending}, {@code descending} or {@code
 *       as_seen}
 *   <li>{@code table}: on dimension columns, the attributes of the table's group, a JSON object;
 *       left out when there are none
 *   <li>{@code dtype}: the stored data type, as Zarr v3 spells it
 *   <li>{@code attributes}: a JSON object, without what {@code encoding} holds
 *   <li>{@code encoding}: a JSON object with xarray's keys
 * </ul>
 */
final class TableSchema {
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
    ColumnOrigin was = ColumnOrigin.of(table, column);
    MetadataBuilder origin =
        new MetadataBuilder()
            .putStringArray("dimensions", was.dimensions().toArray(String[]::new))
            .putString("role", lower(was.role()));
    if (was.role() == Column.Role.DIMENSION) {
      origin.putBoolean("index", was.isIndex()).putString("order", lower(was.order()));
      if (!was.table().isEmpty()) {
        origin.putString("table", was.table().toString());
      }
    }
    was.dtype()
        .ifPresent(
            dtype ->
                origin
                    .putString("dtype", dtype)
                    .putString("attributes", was.attributes().toString())
                    .putString("encoding", was.encoding().toString()));
    return origin.build();
  }

  private static String lower(Enum<?> word) {
    return word.name().toLowerCase(Locale.ROOT);
  }

  private static boolean isTime(Column column) {
    return switch (column.type().kind()) {
      case TIMESTAMP, INTERVAL, CALENDAR_TEXT -> true;
      default -> false;
    };
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
