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
  public Optional<Typed> ofV2(JsonNode typestr, Place place) {
    String text = typestr.isTextual() ? typestr.textValue() : "";
    boolean prefixed = !text.isEmpty() && "<>|=".indexOf(text.charAt(0)) >= 0;
    ElementKind kind = V2.get(prefixed ? text.substring(1) : text);
    if (kind == null) {
      return Optional.empty();
    }
    if (kind.width() == 1) {
      return Optional.of(new Typed(new Numeric(kind), Optional.empty()));
    }
    Optional<Endian> endian = Endian.ofPrefix(text.charAt(0));
    if (endian.isEmpty()) {
      throw place.problem(
          "data type "
              + Place.quote(text)
              + " does not say its byte order, '<' or '>'. Correct the document.");
    }
    return Optional.of(new Typed(new Numeric(kind), endian));
  }

  @Override
  public Optional<DataType> ofV3(Extension type, Place place) {
    ElementKind kind = V3.get(type.name());
    if (kind == null) {
      return Optional.empty();
    }
    if (!type.configuration().isEmpty()) {
      throw place.problem(
          "data type '"
              + type.name()
              + "' has a configuration, "
              + Place.quote(type.configuration())
              + ", but takes none.");
    }
    return Optional.of(new Numeric(kind));
  }

  @Override
  public boolean writes(DataType type) {
    return type instanceof Numeric;
  }

  @Override
  public JsonNode toV2(Typed type) {
    ElementKind kind = ((Numeric) type.type()).kind();
    char prefix = kind.width() == 1 ? '|' : type.endian().orElse(Endian.LITTLE).prefix();
    String name =
        v2Name(kind)
            .orElseThrow(
                () ->
                    new MetadataException(
                        "Cannot write a Zarr v2 array: v2 has no data type "
                            + type.type().name()
                            + ". Use format 3."));
    return Json.NODES.textNode(prefix + name);
  }

  @Override
  public JsonNode toV3(DataType type) {
    return Json.NODES.textNode(type.name());
  }

  @Override
  public FillValue fill(DataType type, JsonNode fill, ZarrFormat format, Place place) {
    return NumericFill.parse(((Numeric) type).kind(), fill, format, place);
  }

  @Override
  public JsonNode fillToJson(DataType type, FillValue fill, ZarrFormat format) {
    return NumericFill.toJson(((Numeric) type).kind(), fill, format);
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
