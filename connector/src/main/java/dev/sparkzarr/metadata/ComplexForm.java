package dev.sparkzarr.metadata;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.sparkzarr.metadata.DataType.Complex;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/**
 * Complex numbers: {@code <c8}, {@code <c16} in v2; {@code complex64}, {@code complex128} and the
 * registered {@code complex_float16}, {@code complex_bfloat16}, {@code complex_float32}, {@code
 * complex_float64} in v3. A fill value is {@code [re, im]}, each as a float's; a single one is the
 * real part.
 */
final class ComplexForm implements DataTypeForm {
  private static final Map<String, ElementKind> V2 =
      Map.of("c8", ElementKind.FLOAT32, "c16", ElementKind.FLOAT64);
  private static final Map<String, ElementKind> V3 =
      Map.of(
          "complex64", ElementKind.FLOAT32,
          "complex128", ElementKind.FLOAT64,
          "complex_float16", ElementKind.FLOAT16,
          "complex_bfloat16", ElementKind.BFLOAT16,
          "complex_float32", ElementKind.FLOAT32,
          "complex_float64", ElementKind.FLOAT64);

  @Override
  public Optional<Typed> ofV2(Typestr dtype, Place place) {
    return Optional.ofNullable(V2.get(dtype.code()))
        .map(part -> new Typed(new Complex(part), dtype.order(place)));
  }

  @Override
  public Optional<DataType> ofV3(Extension type, Place place) {
    ElementKind part = V3.get(type.name());
    if (part == null) {
      return Optional.empty();
    }
    type.refuseConfiguration("data type", place);
    return Optional.of(new Complex(part));
  }

  @Override
  public boolean writes(DataType type) {
    return type instanceof Complex;
  }

  @Override
  public JsonNode toV2(Typed type) {
    for (Map.Entry<String, ElementKind> name : V2.entrySet()) {
      if (name.getValue() == part(type.type())) {
        return Json.NODES.textNode(type.orders().leaf(0).prefix() + name.getKey());
      }
    }
    throw DataTypeForm.noV2(type.type());
  }

  @Override
  public JsonNode toV3(DataType type) {
    return Json.NODES.textNode(type.name());
  }

  @Override
  public FillValue fill(Typed type, JsonNode fill, ZarrFormat format, Place place) {
    ElementKind part = part(type.type());
    if (fill.isArray() ? fill.size() != 2 : fill.isObject()) {
      throw DataTypeForm.unfit(type.type().name(), fill, place);
    }
    byte[] pattern = new byte[2 * part.width()];
    for (int i = 0; i < (fill.isArray() ? 2 : 1); i++) {
      FillValue number =
          NumericFill.parse(part, fill.isArray() ? fill.get(i) : fill, format, place);
      System.arraycopy(number.pattern(), 0, pattern, i * part.width(), part.width());
    }
    return new FillValue(pattern);
  }

  @Override
  public JsonNode fillToJson(Typed type, FillValue fill, ZarrFormat format) {
    ElementKind part = part(type.type());
    byte[] pattern = fill.pattern();
    ArrayNode pair = Json.NODES.arrayNode();
    for (int at = 0; at < pattern.length; at += part.width()) {
      byte[] number = Arrays.copyOfRange(pattern, at, at + part.width());
      pair.add(NumericFill.toJson(part, new FillValue(number), format));
    }
    return pair;
  }

  private static ElementKind part(DataType type) {
    return ((Complex) type).part();
  }
}
