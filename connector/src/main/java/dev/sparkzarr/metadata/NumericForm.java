package dev.sparkzarr.metadata;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sparkzarr.metadata.DataType.Numeric;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Numbers and bools: {@code <f4}, {@code |b1} in v2, {@code float32}, {@code bool} in v3. A v2 type
 * of one byte may carry any byte order, which says nothing; a wider one must say {@code <} or
 * {@code >}, since {@code =}, {@code |} or nothing depend on the machine that wrote it.
 */
final class NumericForm implements DataTypeForm {
  private static final Map<String, ElementKind> V2 = names(NumericForm::v2Name);
  private static final Map<String, ElementKind> V3 = names(NumericForm::v3Name);

  @Override
  public Optional<Typed> ofV2(Typestr dtype, Place place) {
    ElementKind kind = V2.get(dtype.code());
    if (kind == null) {
      return Optional.empty();
    }
    ByteOrders orders = kind.width() == 1 ? ByteOrders.NONE : dtype.order(place);
    return Optional.of(new Typed(new Numeric(kind), orders));
  }

  @Override
  public Optional<DataType> ofV3(Extension type, Place place) {
    ElementKind kind = V3.get(type.name());
    if (kind == null) {
      return Optional.empty();
    }
    type.refuseConfiguration("data type", place);
    return Optional.of(new Numeric(kind));
  }

  @Override
  public boolean writes(DataType type) {
    return type instanceof Numeric;
  }

  @Override
  public JsonNode toV2(Typed type) {
    ElementKind kind = ((Numeric) type.type()).kind();
    char prefix = kind.width() == 1 ? '|' : type.orders().leaf(0).prefix();
    String name = v2Name(kind).orElseThrow(() -> DataTypeForm.noV2(type.type()));
    return Json.NODES.textNode(prefix + name);
  }

  @Override
  public JsonNode toV3(DataType type) {
    return Json.NODES.textNode(type.name());
  }

  @Override
  public FillValue fill(Typed type, JsonNode fill, ZarrFormat format, Place place) {
    return NumericFill.parse(((Numeric) type.type()).kind(), fill, format, place);
  }

  @Override
  public JsonNode fillToJson(Typed type, FillValue fill, ZarrFormat format) {
    return NumericFill.toJson(((Numeric) type.type()).kind(), fill, format);
  }

  /** Empty for kinds that numpy does not have. */
  private static Optional<String> v2Name(ElementKind kind) {
    if (kind.wholeBytes() != kind || kind == ElementKind.BFLOAT16) {
      return Optional.empty();
    }
    String letter = kind.isFloat() ? "f" : kind.isUnsigned() ? "u" : kind.isInteger() ? "i" : "b";
    return Optional.of(letter + kind.width());
  }

  private static Optional<String> v3Name(ElementKind kind) {
    return Optional.of(kind.name().toLowerCase(Locale.ROOT));
  }

  private static Map<String, ElementKind> names(Function<ElementKind, Optional<String>> name) {
    Map<String, ElementKind> names = new TreeMap<>();
    for (ElementKind kind : ElementKind.values()) {
      name.apply(kind).ifPresent(text -> names.put(text, kind));
    }
    return names;
  }
}
