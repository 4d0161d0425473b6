package dev.sparkzarr.dataset.cf;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sparkzarr.metadata.ArrayMetadata;
import dev.sparkzarr.metadata.Attributes;
import dev.sparkzarr.metadata.DataType;
import dev.sparkzarr.metadata.DataTypeText;
import dev.sparkzarr.metadata.ElementKind;
import dev.sparkzarr.metadata.FillValue;
import dev.sparkzarr.metadata.ZarrFormat;
import java.util.Optional;

/**
 * What says that a value is missing, for an array whose elements are copied into the other format:
 * in format 2 that is the array's fill value, in format 3 the attribute {@code _FillValue} alone.
 * Source: xarray's {@code backends/zarr}. Immutable.
 *
 * @param fill of the copy; empty only in format 2
 * @param attributes of the copy
 */
public record CopiedFill(Optional<FillValue> fill, Attributes attributes) {
  private static final String NAME = "_FillValue";

  /**
   * @param array to be copied
   * @param format of the copy
   */
  public static CopiedFill of(ArrayMetadata array, ZarrFormat format) {
    if (array.format() == format) {
      return new CopiedFill(array.fillValue(), array.attributes());
    }
    return format == ZarrFormat.V3 ? toV3(array) : toV2(array);
  }

  private static CopiedFill toV3(ArrayMetadata array) {
    DataType type = array.dataType().storage();
    ObjectNode attributes = array.attributes().toJson();
    boolean masks =
        type instanceof DataType.Numeric numeric
            && numeric.kind() != ElementKind.BOOL
            && array.fillValue().isPresent();
    if (masks && !attributes.has(NAME)) {
      attributes.set(
          NAME, DataTypeText.fill(array.dataType(), array.fillValue().get(), array.format()));
    }
    FillChoice.spell(type, attributes, false, null);
    FillValue fill = array.fillValue().orElseGet(() -> FillValue.undefined(array.dataType()));
    return new CopiedFill(Optional.of(fill), new Attributes(attributes));
  }

  private static CopiedFill toV2(ArrayMetadata array) {
    DataType type = array.dataType().storage();
    ObjectNode attributes = array.attributes().toJson();
    if (type instanceof DataType.Time) {
      return new CopiedFill(array.fillValue(), array.attributes());
    }
    JsonNode mark = attributes.get(NAME);
    if (mark == null || !(type instanceof DataType.Numeric numeric)) {
      return new CopiedFill(Optional.empty(), array.attributes());
    }
    Optional<FillValue> fill = element(numeric.kind().wholeBytes(), mark);
    if (fill.isPresent()) {
      attributes.remove(NAME);
    }
    return new CopiedFill(fill, new Attributes(attributes));
  }

  private static Optional<FillValue> element(ElementKind kind, JsonNode mark) {
    MissingValuesParser parser = new MissingValuesParser(kind, kind);
    if (!parser.add(mark)) {
      return Optional.empty();
    }
    long[] elements = parser.result().elements();
    if (elements.length == 0 && !kind.isFloat()) {
      return Optional.empty();
    }
    long bits = elements.length == 0 ? Double.doubleToRawLongBits(Double.NaN) : elements[0];
    return Optional.of(new FillValue(EncoderChoice.element(kind, bits)));
  }
}
