package dev.sparkzarr.metadata;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Fill values of numbers and bools, between JSON and the bits of one element. A float is parsed as
 * a double and then narrowed; a v3 hexadecimal text gives the bits themselves, most significant
 * first. What does not fit the type is refused, never wrapped.
 */
final class NumericFill {
  private static final Pattern DECIMAL =
      Pattern.compile("[+-]?(\\d{1,1000}(\\.\\d{0,1000})?|\\.\\d{1,1000})([eE][+-]?\\d{1,9})?");
  private static final Pattern INTEGER = Pattern.compile("[+-]?\\d{1,30}");
  private static final double TWO_64 = 0x1p64;

  private NumericFill() {}

  static FillValue parse(ElementKind kind, JsonNode fill, ZarrFormat format, Place place) {
    if (kind == ElementKind.BOOL) {
      return pattern(bool(fill, place), 1);
    }
    long bits = kind.isFloat() ? floatBits(kind, fill, format, place) : integer(kind, fill, place);
    return pattern(bits, kind.width());
  }

  private static long bool(JsonNode fill, Place place) {
    if (fill.isBoolean()) {
      return fill.booleanValue() ? 1 : 0;
    }
    if (fill.isNumber() && (fill.doubleValue() == 0 || fill.doubleValue() == 1)) {
      return (long) fill.doubleValue();
    }
    throw unfit(ElementKind.BOOL, fill, place);
  }

  private static long integer(ElementKind kind, JsonNode fill, Place place) {
    BigInteger value;
    if (fill.isIntegralNumber()) {
      value = fill.bigIntegerValue();
    } else if (fill.isDouble() && isInteger(fill.doubleValue())) {
      value = new BigDecimal(fill.doubleValue()).toBigIntegerExact();
    } else if (fill.isTextual() && INTEGER.matcher(fill.textValue()).matches()) {
      value = new BigInteger(fill.textValue());
    } else {
      throw unfit(kind, fill, place);
    }
    int bits = kind.bits();
    boolean fits =
        kind.isUnsigned()
            ? value.signum() >= 0 && value.bitLength() <= bits
            : value.bitLength() < bits;
    if (!fits) {
      throw unfit(kind, fill, place);
    }
    return value.longValue();
  }

  private static boolean isInteger(double value) {
    return Math.abs(value) <= TWO_64 && value == Math.rint(value);
  }

  private static long floatBits(ElementKind kind, JsonNode fill, ZarrFormat format, Place place) {
    if (fill.isTextual() && fill.textValue().startsWith("0x") && format == ZarrFormat.V3) {
      return hexBits(kind, fill, place);
    }
    double value = decimal(kind, fill, place);
    long bits = narrow(kind, value);
    if (Double.isInfinite(widen(kind, bits)) && !Double.isInfinite(value)) {
      throw unfit(kind, fill, place);
    }
    return bits;
  }

  private static long hexBits(ElementKind kind, JsonNode fill, Place place) {
    String digits = fill.textValue().substring(2);
    if (digits.length() != 2 * kind.width() || !digits.matches("[0-9a-fA-F]+")) {
      throw unfit(kind, fill, place);
    }
    return Long.parseUnsignedLong(digits, 16);
  }

  private static double decimal(ElementKind kind, JsonNode fill, Place place) {
    if (fill.isNumber()) {
      double value = fill.doubleValue();
      if (Double.isInfinite(value) && fill.isIntegralNumber()) {
        throw unfit(kind, fill, place);
      }
      return value;
    }
    String text = fill.isTextual() ? fill.textValue() : "";
    switch (text.toLowerCase(Locale.ROOT)) {
      case "nan":
        return Double.NaN;
      case "infinity", "+infinity", "inf", "+inf":
        return Double.POSITIVE_INFINITY;
      case "-infinity", "-inf":
        return Double.NEGATIVE_INFINITY;
      default:
        break;
    }
    if (!DECIMAL.matcher(text).matches()) {
      throw unfit(kind, fill, place);
    }
    double value = Double.parseDouble(text);
    if (Double.isInfinite(value)) {
      throw unfit(kind, fill, place);
    }
    return value;
  }

  static JsonNode toJson(ElementKind kind, FillValue fill, ZarrFormat format) {
    long bits = bits(fill);
    if (kind == ElementKind.BOOL) {
      return Json.NODES.booleanNode(bits != 0);
    }
    if (!kind.isFloat()) {
      int unused = 64 - kind.bits();
      return kind.isUnsigned()
          ? Json.NODES.numberNode(new BigInteger(Long.toUnsignedString(bits)))
          : Json.NODES.numberNode(bits << unused >> unused);
    }
    double value = widen(kind, bits);
    if (Double.isNaN(value)) {
      return nan(kind, bits, format);
    }
    if (Double.isInfinite(value)) {
      return Json.NODES.textNode(value > 0 ? "Infinity" : "-Infinity");
    }
    return Json.NODES.numberNode(value);
  }

  private static JsonNode nan(ElementKind kind, long bits, ZarrFormat format) {
    if (bits == narrow(kind, Double.NaN)) {
      return Json.NODES.textNode("NaN");
    }
    if (format == ZarrFormat.V2) {
      throw new MetadataException(
          "Cannot write a fill value as Zarr v2: it has no spelling for a NaN with bits 0x"
              + Long.toHexString(bits)
              + ". Use format 3, or the usual NaN.");
    }
    return Json.NODES.textNode("0x" + String.format("%0" + 2 * kind.width() + "x", bits));
  }

  private static long narrow(ElementKind kind, double value) {
    return switch (kind) {
      case FLOAT16 -> Half.ofDouble(value) & 0xffffL;
      case BFLOAT16 -> BrainFloat.ofDouble(value) & 0xffffL;
      case FLOAT32 -> Float.floatToRawIntBits((float) value) & 0xffffffffL;
      default -> Double.doubleToRawLongBits(value);
    };
  }

  private static double widen(ElementKind kind, long bits) {
    return switch (kind) {
      case FLOAT16 -> Half.toFloat((short) bits);
      case BFLOAT16 -> Float.intBitsToFloat((int) bits << 16);
      case FLOAT32 -> Float.intBitsToFloat((int) bits);
      default -> Double.longBitsToDouble(bits);
    };
  }

  private static FillValue pattern(long bits, int width) {
    byte[] pattern = new byte[width];
    for (int i = 0; i < width; i++) {
      pattern[i] = (byte) (bits >>> (8 * i));
    }
    return new FillValue(pattern);
  }

  private static long bits(FillValue fill) {
    byte[] pattern = fill.pattern();
    long bits = 0;
    for (int i = pattern.length - 1; i >= 0; i--) {
      bits = bits << 8 | pattern[i] & 0xff;
    }
    return bits;
  }

  private static MetadataException unfit(ElementKind kind, JsonNode fill, Place place) {
    return place.problem(
        "the fill value "
            + Place.quote(fill)
            + " is not a "
            + kind.name().toLowerCase(Locale.ROOT)
            + ".");
  }
}
