package dev.sparkzarr.metadata;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Data types as one text: what a user or a column says that elements are to be. Stateless.
 *
 * <p>Read are v3's names ({@code float32}, {@code string}), v3's objects for types with a
 * configuration ({@code {"name":"fixed_length_utf32",...}}), and numpy's texts with or without a
 * byte order ({@code <i2}, {@code f4}, {@code U5}, {@code datetime64[ns]}, {@code str}). Byte order
 * is not part of a data type and is left out.
 */
public final class DataTypeText {
  private static final Map<String, DataType> WORDS =
      Map.of(
          "str", new DataType.Text(),
          "object", new DataType.Text(),
          "O", new DataType.Text(),
          "|O", new DataType.Text(),
          "?", new DataType.Numeric(ElementKind.BOOL));

  private DataTypeText() {}

  /**
   * @return as v3 spells it: a name, or an object where it has a configuration
   * @throws MetadataException when v3 has no spelling for it
   */
  public static String write(DataType type) {
    JsonNode json = DataTypes.formOf(type).toV3(type);
    return json.isTextual() ? json.textValue() : Json.write(json);
  }

  /**
   * @param text of any of the forms
   * @throws MetadataException when it is none of them
   */
  public static DataType read(String text) {
    Place place = new Place("a data type");
    DataType word = WORDS.get(text);
    if (word != null) {
      return word;
    }
    if (text.startsWith("{")) {
      return DataTypes.ofV3(Json.parseObject(text, place), place);
    }
    Optional<DataType> numpy = numpy(text, place);
    return numpy.isPresent() ? numpy.get() : DataTypes.ofV3(Json.NODES.textNode(text), place);
  }

  private static Optional<DataType> numpy(String text, Place place) {
    String code = text.replaceFirst("^datetime64", "M8").replaceFirst("^timedelta64", "m8");
    boolean prefixed = !code.isEmpty() && "<>|=".indexOf(code.charAt(0)) >= 0;
    String order = prefixed && code.charAt(0) != '=' ? code.substring(0, 1) : "<";
    JsonNode typestr = Json.NODES.textNode(order + (prefixed ? code.substring(1) : code));
    if (!code.matches("[<>|=]?[biufcSUVMm]\\d.{0,20}")) {
      return Optional.empty();
    }
    return Optional.of(DataTypes.ofV2(typestr, place).type());
  }

  /**
   * The JSON of a fill value as the format's documents have it, such as {@code "NaN"}.
   *
   * @throws MetadataException when the format has no spelling for it
   */
  public static JsonNode fill(DataType type, FillValue fill, ZarrFormat format) {
    return DataTypes.formOf(type).fillToJson(DataTypeForm.Typed.unordered(type), fill, format);
  }

  /** The names of numbers and of what has no configuration, for messages. */
  public static List<String> names() {
    return List.of(
        "bool",
        "int8",
        "int16",
        "int32",
        "int64",
        "uint8",
        "uint16",
        "uint32",
        "uint64",
        "float16",
        "float32",
        "float64",
        "complex64",
        "complex128",
        "string",
        "bytes");
  }
}
