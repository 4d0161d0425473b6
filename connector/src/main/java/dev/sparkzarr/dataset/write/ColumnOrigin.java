package dev.sparkzarr.dataset.write;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sparkzarr.dataset.Axis;
import dev.sparkzarr.dataset.Column;
import dev.sparkzarr.dataset.ColumnType;
import dev.sparkzarr.dataset.NullRule;
import dev.sparkzarr.dataset.Table;
import dev.sparkzarr.dataset.ValueDecoder;
import dev.sparkzarr.metadata.ArrayMetadata;
import dev.sparkzarr.metadata.Attributes;
import dev.sparkzarr.metadata.DataType;
import dev.sparkzarr.metadata.DataTypeText;
import dev.sparkzarr.metadata.MetadataException;
import dev.sparkzarr.metadata.ZarrFormat;
import java.util.List;
import java.util.Optional;

/**
 * What a column was in the store that it was read from. Explicit options win over it. Immutable.
 *
 * @param dimensions names of the dimensions that it varied along, in its array's order
 * @param role in its table
 * @param isIndex of a dimension: whether it was the index 0..n-1, because the dimension had no
 *     coordinate
 * @param order of a dimension's values; {@code ASCENDING} for others
 * @param dtype the stored data type as Zarr v3 spells it, the text of an object where it has a
 *     configuration; empty without an array
 * @param attributes without what {@code encoding} holds; not to be modified
 * @param encoding with xarray's keys, {@code chunks}, {@code shards}, {@code codecs} (a v3 list)
 *     and {@code zarr_format} among them; not to be modified. {@code dtype} is the attribute of
 *     this name, not the stored data type
 * @param table of a dimension: attributes of the table's group; of other columns empty. Not to be
 *     modified
 */
public record ColumnOrigin(
    List<String> dimensions,
    Column.Role role,
    boolean isIndex,
    AxisOrder order,
    Optional<String> dtype,
    ObjectNode attributes,
    ObjectNode encoding,
    ObjectNode table) {
  public ColumnOrigin {
    dimensions = List.copyOf(dimensions);
    attributes = attributes.deepCopy();
    encoding = encoding.deepCopy();
    table = table.deepCopy();
  }

  /**
   * What a column of a table is.
   *
   * @param table whose axes have been read
   */
  public static ColumnOrigin of(Table table, Column column) {
    List<String> dimensions =
        column.dimensions().stream().map(dimension -> table.axes().get(dimension).name()).toList();
    boolean isDimension = column.role() == Column.Role.DIMENSION;
    Optional<Axis> axis =
        isDimension ? Optional.of(table.axes().get(column.dimensions().get(0))) : Optional.empty();
    Optional<StoredEncoding> stored =
        column.array().map(array -> stored(array, column, isTime(column.type())));
    return new ColumnOrigin(
        dimensions,
        column.role(),
        axis.map(Axis::isIndex).orElse(false),
        axis.map(AxisOrder::of).orElse(AxisOrder.ASCENDING),
        column.array().map(array -> dtype(array.dataType())),
        stored.map(StoredEncoding::attributes).orElseGet(Attributes.EMPTY::toJson),
        stored.map(StoredEncoding::encoding).orElseGet(Attributes.EMPTY::toJson),
        (isDimension ? table.attributes() : Attributes.EMPTY).toJson());
  }

  /** What an array would be as a column of this type. */
  static ColumnOrigin of(
      ArrayMetadata array, List<String> dimensions, Column.Role role, ColumnType type) {
    StoredEncoding stored = StoredEncoding.of(array, isTime(type));
    boolean isNumber = array.dataType().storage() instanceof DataType.Numeric;
    if (isNumber
        && array.format() == ZarrFormat.V2
        && array.fillValue().isPresent()
        && array.attributes().get("_FillValue").isEmpty()
        && type.kind() != ColumnType.Kind.BOOLEAN) {
      stored
          .encoding()
          .set(
              "_FillValue",
              DataTypeText.fill(array.dataType(), array.fillValue().get(), array.format()));
    }
    return new ColumnOrigin(
        dimensions,
        role,
        false,
        AxisOrder.ASCENDING,
        Optional.of(dtype(array.dataType())),
        stored.attributes(),
        stored.encoding(),
        Attributes.EMPTY.toJson());
  }

  private static StoredEncoding stored(ArrayMetadata array, Column column, boolean isTime) {
    StoredEncoding stored = StoredEncoding.of(array, isTime);
    if (column.joinsCharacters()) {
      array
          .dimensionNames()
          .get(column.dimensions().size())
          .ifPresent(name -> stored.encoding().put("char_dim_name", name));
    }
    if (masksByZarrFill(array, column)) {
      stored
          .encoding()
          .set(
              "_FillValue",
              DataTypeText.fill(array.dataType(), array.fillValue().orElseThrow(), array.format()));
    }
    return stored;
  }

  /** What xarray has in its encoding, too: in v2 the document's fill value is the mask. */
  private static boolean masksByZarrFill(ArrayMetadata array, Column column) {
    NullRule nulls = column.decoder().map(ValueDecoder::nulls).orElse(NullRule.NONE);
    boolean masked =
        switch (nulls) {
          case NONE -> false;
          case NAN -> array.format() == ZarrFormat.V2;
          case MASK ->
              array.format() == ZarrFormat.V2 || array.attributes().get("missing_value").isEmpty();
        };
    return masked
        && array.fillValue().isPresent()
        && array.attributes().get("_FillValue").isEmpty()
        && !(array.dataType().storage() instanceof DataType.Time)
        && !(isTime(column.type()) && array.format() == ZarrFormat.V3);
  }

  /** A data type as origins spell it. */
  static String dtype(DataType type) {
    try {
      return DataTypeText.write(type);
    } catch (MetadataException notInV3) {
      return type.name();
    }
  }

  private static boolean isTime(ColumnType type) {
    return switch (type.kind()) {
      case TIMESTAMP, INTERVAL, CALENDAR_TEXT -> true;
      default -> false;
    };
  }
}
