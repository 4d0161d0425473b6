package dev.sparkzarr.dataset.cf;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sparkzarr.dataset.LittleEndian;
import dev.sparkzarr.metadata.DataType;
import dev.sparkzarr.metadata.ElementKind;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * The attribute {@code _FillValue} of a new array, in the spelling that xarray reads: numbers of
 * float types as base64 of a little-endian double, bytes as base64, all others plainly. Stateless.
 */
final class FillChoice {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private FillChoice() {}

  /**
   * Spells the attribute anew, if it is there.
   *
   * @param cf the CF keys, changed in place
   * @param strict whether a fill value that no element can be is refused; else it stays as it is
   */
  static void spell(DataType given, ObjectNode cf, boolean strict, Refusal refusal) {
    JsonNode fill = cf.get("_FillValue");
    if (fill == null || fill.isNull() || fill.isArray() && !isComplex(given)) {
      return;
    }
    DataType type = given.storage();
    Optional<JsonNode> spelled = Optional.empty();
    if (type instanceof DataType.Numeric numeric) {
      spelled = number(numeric.kind(), fill, cf);
    } else if (type instanceof DataType.Complex complex) {
      spelled = complex(complex, fill);
    } else if (fill.isTextual() && type instanceof DataType.FixedBytes) {
      MissingBytes bytes = new MissingBytes(type);
      bytes.add(fill);
      spelled = Optional.of(base64(bytes.values().get(0)));
    } else if (fill.isTextual()) {
      spelled = Optional.of(fill);
    }
    if (spelled.isEmpty() && strict) {
      throw refusal.because(
          "_FillValue "
              + shortened(fill)
              + " is no value of type "
              + type.name()
              + ". Give one that is, outside the column's values.");
    }
    spelled.ifPresent(value -> cf.set("_FillValue", value));
  }

  private static boolean isComplex(DataType type) {
    return type.storage() instanceof DataType.Complex;
  }

  private static Optional<JsonNode> number(ElementKind kind, JsonNode fill, ObjectNode cf) {
    ElementKind stored = kind.wholeBytes();
    boolean unsigned = cf.path("_Unsigned").asText().equalsIgnoreCase("true");
    MissingValuesParser parser =
        new MissingValuesParser(stored, unsigned ? asUnsigned(stored) : stored);
    if (!parser.add(fill)) {
      return Optional.empty();
    }
    long[] elements = parser.result().elements();
    if (stored.isFloat()) {
      boolean isNaN = fill.isTextual() && elements.length == 0 && !isDecimal(fill.textValue());
      boolean bareNaN = fill.isNumber() && Double.isNaN(fill.doubleValue());
      return elements.length > 0
          ? Optional.of(base64(Double.longBitsToDouble(elements[0])))
          : isNaN || bareNaN ? Optional.of(base64(Double.NaN)) : Optional.empty();
    }
    if (elements.length == 0) {
      return Optional.empty();
    }
    return Optional.of(
        stored == ElementKind.BOOL
            ? NODES.booleanNode(elements[0] != 0)
            : node(plain(stored, elements[0])));
  }

  private static boolean isDecimal(String text) {
    return text.matches("\\s*[+-]?[0-9.]+([eE][+-]?[0-9]+)?\\s*");
  }

  private static ElementKind asUnsigned(ElementKind kind) {
    return switch (kind) {
      case INT8 -> ElementKind.UINT8;
      case INT16 -> ElementKind.UINT16;
      case INT32 -> ElementKind.UINT32;
      case INT64 -> ElementKind.UINT64;
      default -> kind;
    };
  }

  private static BigInteger plain(ElementKind kind, long bits) {
    int unused = 64 - 8 * kind.width();
    return kind.isUnsigned()
        ? new BigInteger(Long.toUnsignedString(bits << unused >>> unused))
        : BigInteger.valueOf(bits << unused >> unused);
  }

  /** As a parser would have it, so that equal documents are equal trees. */
  private static JsonNode node(BigInteger number) {
    return number.bitLength() < 32
        ? NODES.numberNode(number.intValue())
        : number.bitLength() < 64 ? NODES.numberNode(number.longValue()) : NODES.numberNode(number);
  }

  private static Optional<JsonNode> complex(DataType.Complex type, JsonNode fill) {
    MissingComplex missing = new MissingComplex(type.part());
    if (!missing.add(fill) || missing.values().length != 2) {
      return Optional.empty();
    }
    ArrayNode pair = NODES.arrayNode();
    pair.add(base64(missing.values()[0])).add(base64(missing.values()[1]));
    return Optional.of(pair);
  }

  private static JsonNode base64(double number) {
    byte[] bytes = new byte[Double.BYTES];
    LittleEndian.float64(bytes, 0, number);
    return base64(bytes);
  }

  private static JsonNode base64(byte[] bytes) {
    byte[] text = Base64.getEncoder().encode(bytes);
    return NODES.textNode(new String(text, StandardCharsets.US_ASCII));
  }

  static String shortened(JsonNode value) {
    String text = value.toString();
    return text.length() <= 60 ? text : text.substring(0, 60) + "...";
  }
}
