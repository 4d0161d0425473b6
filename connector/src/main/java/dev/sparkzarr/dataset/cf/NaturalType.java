package dev.sparkzarr.dataset.cf;

import dev.sparkzarr.dataset.ColumnType;
import dev.sparkzarr.metadata.DataType;
import dev.sparkzarr.metadata.ElementKind;
import dev.sparkzarr.metadata.Shape;
import dev.sparkzarr.metadata.ZarrFormat;
import java.util.ArrayList;
import java.util.List;

/** The data type that a column of a type is stored as when nothing else is said. Stateless. */
final class NaturalType {
  private NaturalType() {}

  /**
   * @throws dev.sparkzarr.dataset.DatasetException when the format has none
   */
  static DataType of(ColumnType type, ZarrFormat format, Refusal refusal) {
    return switch (type.kind()) {
      case BOOLEAN -> new DataType.Numeric(ElementKind.BOOL);
      case INT8 -> new DataType.Numeric(ElementKind.INT8);
      case INT16 -> new DataType.Numeric(ElementKind.INT16);
      case INT32 -> new DataType.Numeric(ElementKind.INT32);
      case INT64, TIMESTAMP, INTERVAL -> new DataType.Numeric(ElementKind.INT64);
      case UINT64 -> new DataType.Numeric(ElementKind.UINT64);
      case FLOAT32 -> new DataType.Numeric(ElementKind.FLOAT32);
      case FLOAT64 -> new DataType.Numeric(ElementKind.FLOAT64);
      case TEXT -> new DataType.Text();
      case BINARY -> new DataType.Binary();
      case STRUCT -> struct(type, refusal);
      case ARRAY -> {
        if (format == ZarrFormat.V3) {
          throw refusal.because(
              "Zarr v3 has no data type for lists of any length. Set zarrFormat=2, or make the"
                  + " list a dimension of the table.");
        }
        yield new DataType.Ragged(fixed(type.fields().get(0).type(), refusal));
      }
      case CALENDAR_TEXT, FIXED_ARRAY ->
          throw refusal.because("its values are " + type + ", which are not written.");
    };
  }

  private static DataType struct(ColumnType type, Refusal refusal) {
    List<ColumnType.Field> fields = type.fields();
    boolean complex =
        fields.size() == 2
            && fields.get(0).name().equals("re")
            && fields.get(1).name().equals("im")
            && fields.get(0).type().equals(fields.get(1).type());
    if (complex && fields.get(0).type().equals(ColumnType.FLOAT32)) {
      return new DataType.Complex(ElementKind.FLOAT32);
    }
    if (complex && fields.get(0).type().equals(ColumnType.FLOAT64)) {
      return new DataType.Complex(ElementKind.FLOAT64);
    }
    List<DataType.Struct.Field> stored = new ArrayList<>();
    for (ColumnType.Field field : fields) {
      stored.add(
          new DataType.Struct.Field(
              field.name(), fixed(field.type(), refusal.field(field.name())), Shape.of()));
    }
    return new DataType.Struct(stored);
  }

  /** Parts of values have one length. */
  private static DataType fixed(ColumnType type, Refusal refusal) {
    return switch (type.kind()) {
      case TEXT, BINARY, ARRAY, TIMESTAMP, INTERVAL ->
          throw refusal.because(
              "values of type "
                  + type
                  + " within others have no natural form. Give the column's dtype in the option"
                  + " encoding, or write it as a column of its own.");
      default -> of(type, ZarrFormat.V3, refusal);
    };
  }
}
