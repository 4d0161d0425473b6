package dev.sparkzarr.dataset.cf;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sparkzarr.ZarrException;
import dev.sparkzarr.dataset.ColumnType;
import dev.sparkzarr.dataset.DatasetOptions;
import dev.sparkzarr.dataset.write.ColumnOrigin;
import dev.sparkzarr.dataset.write.SourceColumn;
import dev.sparkzarr.metadata.ArrayMetadata;
import dev.sparkzarr.metadata.Attributes;
import dev.sparkzarr.metadata.ChunkGrid;
import dev.sparkzarr.metadata.ChunkKeyEncoding;
import dev.sparkzarr.metadata.DataType;
import dev.sparkzarr.metadata.DataTypeText;
import dev.sparkzarr.metadata.FillValue;
import dev.sparkzarr.metadata.Shape;
import dev.sparkzarr.metadata.ZarrFormat;
import java.util.List;
import java.util.Optional;

/**
 * Whether a column still is what its origin's array is read as, so that it can be stored as it was.
 * Metadata of columns outlives casts and unions here and there, so it is not trusted blindly.
 *
 * @param type the origin's
 * @param options of reading under which the array gives the column's type: what was not decoded is
 *     not encoded
 * @param calendar whether texts are times of a calendar
 */
record OriginFit(DataType type, DatasetOptions options, boolean calendar) {
  private static final DatasetOptions DECODED = options(true, true, false, false);

  /** The most decoded first. */
  private static final List<DatasetOptions> OPTIONS =
      List.of(
          DECODED,
          options(true, true, true, false),
          options(true, true, false, true),
          options(true, false, false, false),
          options(false, true, false, false),
          options(false, false, true, false),
          new DatasetOptions(
              Optional.empty(),
              Optional.empty(),
              false,
              false,
              false,
              false,
              Optional.empty(),
              true,
              false));

  private static DatasetOptions options(
      boolean mask, boolean times, boolean exactFloats, boolean calendarTimestamps) {
    return new DatasetOptions(
        Optional.empty(),
        Optional.empty(),
        mask,
        times,
        true,
        true,
        Optional.empty(),
        exactFloats,
        calendarTimestamps);
  }

  /** Empty when the column is another by now, or its origin cannot be understood. */
  static Optional<OriginFit> of(SourceColumn column) {
    Optional<ColumnOrigin> origin = column.origin();
    boolean scaled = column.decimalScale().orElse(0) > 0;
    if (origin.isEmpty()
        || origin.get().dtype().isEmpty()
        || scaled
        || origin.get().encoding().has("char_dim_name")) {
      return Optional.empty();
    }
    ObjectNode attributes = origin.get().attributes().deepCopy();
    attributes.setAll(origin.get().encoding());
    try {
      DataType type = DataTypeText.read(origin.get().dtype().get());
      ArrayMetadata array = array(ZarrFormat.V3, type, Optional.empty(), attributes);
      for (DatasetOptions options : OPTIONS) {
        Optional<OriginFit> fit = under(options, array, origin.get(), column.type());
        if (fit.isPresent()) {
          return fit;
        }
      }
    } catch (ZarrException notUnderstood) {
      return Optional.empty();
    }
    return Optional.empty();
  }

  private static Optional<OriginFit> under(
      DatasetOptions options, ArrayMetadata array, ColumnOrigin origin, ColumnType wanted) {
    try {
      CfVariable variable =
          CfVariable.of("the origin", array, Attributes.EMPTY, origin.role(), options);
      ColumnType type = variable.decoder().type();
      boolean calendar = type.equals(ColumnType.CALENDAR_TEXT);
      boolean same =
          type.equals(wanted)
              || calendar && wanted.equals(ColumnType.TEXT)
              || variable.gregorian().isPresent() && wanted.equals(ColumnType.TIMESTAMP);
      return same
          ? Optional.of(
              new OriginFit(array.dataType(), options, calendar && wanted.equals(ColumnType.TEXT)))
          : Optional.empty();
    } catch (ZarrException notUnderstood) {
      return Optional.empty();
    }
  }

  /** An array of which only its elements matter. */
  static ArrayMetadata array(
      ZarrFormat format, DataType type, Optional<FillValue> fill, ObjectNode attributes) {
    return new ArrayMetadata(
        format,
        Shape.of(),
        type,
        new ChunkGrid.Regular(Shape.of()),
        new ChunkKeyEncoding.V2('.'),
        fill,
        List.of(),
        List.of(),
        new Attributes(attributes),
        "");
  }
}
