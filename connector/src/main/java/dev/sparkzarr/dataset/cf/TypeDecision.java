package dev.sparkzarr.dataset.cf;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sparkzarr.dataset.Column;
import dev.sparkzarr.dataset.ColumnType;
import dev.sparkzarr.dataset.DatasetException;
import dev.sparkzarr.dataset.DatasetOptions;
import dev.sparkzarr.dataset.NullRule;
import dev.sparkzarr.dataset.ValueDecoder;
import dev.sparkzarr.dataset.ValuePart;
import dev.sparkzarr.metadata.ArrayMetadata;
import dev.sparkzarr.metadata.DataType;
import dev.sparkzarr.metadata.ElementKind;
import dev.sparkzarr.metadata.FillValue;
import dev.sparkzarr.metadata.ZarrFormat;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * How elements that are more than one number become values: texts, bytes, complex numbers, structs,
 * lists, and numpy's times. Of CF only masks concern them, and of these texts, bytes of variable
 * size and complex numbers alone.
 */
final class TypeDecision {
  private final String where;
  private final ArrayMetadata array;
  private final Column.Role role;
  private final DatasetOptions options;
  private final List<String> notes = new ArrayList<>();

  TypeDecision(String where, ArrayMetadata array, Column.Role role, DatasetOptions options) {
    this.where = where;
    this.array = array;
    this.role = role;
    this.options = options;
  }

  /**
   * @param type of the elements; not Numeric
   */
  CfVariable decide(DataType type) {
    ValueDecoder decoder = type instanceof DataType.Complex complex ? complex(complex) : of(type);
    return new CfVariable(decoder, Optional.empty(), notes);
  }

  private ValueDecoder of(DataType type) {
    if (type instanceof DataType.Text) {
      return new HeapDecoder(ColumnType.TEXT, missingBytes(type), where);
    }
    if (type instanceof DataType.Binary) {
      return new HeapDecoder(ColumnType.BINARY, missingBytes(type), where);
    }
    if (type instanceof DataType.FixedText text) {
      return new FixedTextDecoder(text.characters(), missingBytes(type), where);
    }
    if (type instanceof DataType.FixedBytes bytes) {
      ColumnType as = options.decodeText() ? ColumnType.TEXT : ColumnType.BINARY;
      return FixedBytesDecoder.padded(as, bytes.length(), missingBytes(type), where);
    }
    return part(type, where);
  }

  /** Values that are parts of others, and those that nothing masks. */
  private ValueDecoder part(DataType given, String place) {
    DataType type = given.storage();
    if (type instanceof DataType.Numeric numeric) {
      ElementKind kind = numeric.kind().wholeBytes();
      return new NumberDecoder(
          kind, kind.isFloat() ? floatNulls() : NullRule.NONE, MissingValues.none(kind));
    }
    if (type instanceof DataType.Complex complex) {
      return new PartsDecoder(complexType(complex), complexParts(complex));
    }
    if (type instanceof DataType.Time time) {
      return options.decodeNumpyTimes()
          ? NumpyTimeDecoder.times(time, place)
          : NumpyTimeDecoder.counts(time, place);
    }
    if (type instanceof DataType.FixedText text) {
      return new FixedTextDecoder(text.characters(), List.of(), place);
    }
    if (type instanceof DataType.FixedBytes bytes) {
      ColumnType as = options.decodeText() ? ColumnType.TEXT : ColumnType.BINARY;
      return FixedBytesDecoder.padded(as, bytes.length(), List.of(), place);
    }
    if (type instanceof DataType.Raw raw) {
      return FixedBytesDecoder.whole(raw.length(), place);
    }
    if (type instanceof DataType.Struct struct) {
      return struct(struct, place);
    }
    if (type instanceof DataType.Ragged ragged) {
      return new RaggedDecoder(
          new ValuePart(0, ragged.element().layout().width(), part(ragged.element(), place)),
          place);
    }
    throw new DatasetException(
        "Cannot decode " + place + ": data type " + given.name() + " has no column type.");
  }

  private ValueDecoder struct(DataType.Struct struct, String place) {
    List<ColumnType.Field> fields = new ArrayList<>();
    List<ValuePart> parts = new ArrayList<>();
    Set<String> given = new HashSet<>();
    int offset = 0;
    for (DataType.Struct.Field field : struct.fields()) {
      String name = field.name();
      for (int i = 2; !given.add(name.toLowerCase(Locale.ROOT)); i++) {
        name = field.name() + "_" + i;
      }
      ValueDecoder decoder = part(field.type(), "field '" + field.name() + "' of " + place);
      int width = field.type().layout().width();
      for (int d = field.shape().rank() - 1; d >= 0; d--) {
        ValuePart item = new ValuePart(0, width, decoder);
        width = Math.toIntExact(width * field.shape().length(d));
        decoder = new PartsDecoder(ColumnType.fixedArray(decoder.type(), width), List.of(item));
      }
      fields.add(new ColumnType.Field(name, decoder.type()));
      parts.add(new ValuePart(offset, width, decoder));
      offset += width;
    }
    return new PartsDecoder(ColumnType.struct(fields, offset), parts);
  }

  private ValueDecoder complex(DataType.Complex complex) {
    ColumnType type = complexType(complex);
    List<ValuePart> parts = complexParts(complex);
    double[] missing = missingComplex(complex);
    return missing.length == 0
        ? new PartsDecoder(type, parts)
        : new ComplexDecoder(complex.part(), type, parts, missing);
  }

  private static ColumnType complexType(DataType.Complex complex) {
    ColumnType part = NumberDecoder.typeOf(complex.part());
    return ColumnType.struct(
        List.of(new ColumnType.Field("re", part), new ColumnType.Field("im", part)),
        complex.layout().width());
  }

  private List<ValuePart> complexParts(DataType.Complex complex) {
    ElementKind kind = complex.part();
    ValueDecoder part = new NumberDecoder(kind, floatNulls(), MissingValues.none(kind));
    return List.of(
        new ValuePart(0, kind.width(), part), new ValuePart(kind.width(), kind.width(), part));
  }

  private NullRule floatNulls() {
    return options.maskAndScale() && role != Column.Role.DIMENSION ? NullRule.NAN : NullRule.NONE;
  }

  /** The texts or bytes that stand for missing ones. */
  List<byte[]> missingBytes(DataType type) {
    if (!options.maskAndScale()) {
      return List.of();
    }
    MissingBytes missing = new MissingBytes(type);
    Optional<JsonNode> fill = array.attributes().get("_FillValue");
    if (fill.isPresent() && !missing.add(fill.get())) {
      throw notAFill(fill.get());
    }
    array
        .attributes()
        .get("missing_value")
        .filter(value -> !missing.add(value))
        .ifPresent(this::noteUseless);
    zarrFill().ifPresent(value -> missing.addFill(value.pattern()));
    if (fill.isEmpty()) {
      noteZarrFill(
          missing.values().stream()
              .map(value -> "'" + new String(value, StandardCharsets.UTF_8) + "'")
              .reduce((first, last) -> last));
    }
    return missing.values();
  }

  /** The complex numbers that stand for missing ones: real part, imaginary part, ... */
  double[] missingComplex(DataType.Complex complex) {
    if (!options.maskAndScale()) {
      return new double[0];
    }
    MissingComplex missing = new MissingComplex(complex.part());
    Optional<JsonNode> fill = array.attributes().get("_FillValue");
    if (fill.isPresent() && !missing.add(fill.get())) {
      throw notAFill(fill.get());
    }
    array
        .attributes()
        .get("missing_value")
        .filter(value -> !missing.add(value))
        .ifPresent(this::noteUseless);
    zarrFill().ifPresent(value -> missing.addFill(value.pattern()));
    return missing.values();
  }

  private Optional<FillValue> zarrFill() {
    return options.zarrFillMasks().orElse(array.format() == ZarrFormat.V2)
        ? array.fillValue()
        : Optional.empty();
  }

  private void noteZarrFill(Optional<String> value) {
    if (zarrFill().isPresent() && value.isPresent()) {
      notes.add(
          where
              + ": the Zarr fill value "
              + value.get()
              + " is read as missing; useZarrFillValueAsMask=false keeps it as a value");
    }
  }

  private void noteUseless(JsonNode value) {
    notes.add(
        where
            + ": missing_value "
            + shortened(value)
            + " is not a value of type "
            + array.dataType().name()
            + " and masks nothing");
  }

  private DatasetException notAFill(JsonNode fill) {
    return new DatasetException(
        "Cannot decode "
            + where
            + ": _FillValue "
            + shortened(fill)
            + " is not a value of type "
            + array.dataType().name()
            + ". Set maskAndScale=false to read the stored values.");
  }

  private static String shortened(JsonNode value) {
    String text = value.toString();
    return text.length() <= 60 ? text : text.substring(0, 60) + "...";
  }
}
