package dev.sparkzarr.dataset.cf;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sparkzarr.dataset.LittleEndian;
import dev.sparkzarr.metadata.ElementKind;
import dev.sparkzarr.metadata.FillValue;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Reads the attributes {@code _FillValue} and {@code missing_value}: numbers, lists, numbers as
 * text, {@code "NaN"}, and Zarr v3's wire form of floats, base64 of eight bytes (a little-endian
 * double). Values that no element can be equal to are left out, as are NaN and null.
 */
final class MissingValuesParser {
  private final ElementKind stored;
  private final ElementKind kind;
  private final List<Long> elements = new ArrayList<>();

  /**
   * @param stored what the array's elements are
   * @param kind what they are read as: other than {@code stored} where {@code _Unsigned} says so
   */
  MissingValuesParser(ElementKind stored, ElementKind kind) {
    this.stored = stored;
    this.kind = kind;
  }

  MissingValues result() {
    return new MissingValues(kind, elements.stream().mapToLong(Long::longValue).toArray());
  }

  /** Adds the array's own fill value. */
  void add(FillValue fill) {
    byte[] pattern = fill.pattern();
    long bits = 0;
    for (int i = pattern.length - 1; i >= 0; i--) {
      bits = bits << 8 | pattern[i] & 0xff;
    }
    switch (kind) {
      case FLOAT16, BFLOAT16 -> addNumber(Elements.half(kind, (short) bits));
      case FLOAT32 -> addNumber(Float.intBitsToFloat((int) bits));
      case FLOAT64 -> addNumber(Double.longBitsToDouble(bits));
      default -> elements.add(signExtended(bits));
    }
  }

  /**
   * Adds what an attribute says.
   *
   * @return false when it says something that cannot be understood
   */
  boolean add(JsonNode value) {
    if (value.isArray()) {
      boolean understood = true;
      for (JsonNode each : value) {
        understood &= add(each);
      }
      return understood;
    }
    if (value.isNull()) {
      return true;
    }
    if (value.isBoolean()) {
      addDecimal(value.booleanValue() ? BigDecimal.ONE : BigDecimal.ZERO);
      return true;
    }
    if (value.isNumber()) {
      double number = value.doubleValue();
      if (value.isFloatingPointNumber() && !(Math.abs(number) <= Double.MAX_VALUE)) {
        addNumber(number);
      } else {
        addDecimal(value.decimalValue());
      }
      return true;
    }
    return value.isTextual() && addText(value.textValue().strip());
  }

  private boolean addText(String text) {
    Optional<Double> special = special(text);
    if (special.isPresent()) {
      addNumber(special.get());
      return true;
    }
    try {
      BigDecimal number = new BigDecimal(text);
      // An exponent of a billion would take a billion digits to look at.
      if (Math.abs((long) number.scale() - number.precision()) > 1000) {
        return true;
      }
      addDecimal(number);
      return true;
    } catch (NumberFormatException notDecimal) {
      return addBase64(text);
    }
  }

  private boolean addBase64(String text) {
    if (!kind.isFloat() || text.length() != 12) {
      return false;
    }
    try {
      byte[] bytes = Base64.getDecoder().decode(text);
      if (bytes.length != 8) {
        return false;
      }
      addNumber(LittleEndian.float64(bytes, 0));
      return true;
    } catch (IllegalArgumentException notBase64) {
      return false;
    }
  }

  private static Optional<Double> special(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "nan" -> Optional.of(Double.NaN);
      case "inf", "infinity", "+inf", "+infinity" -> Optional.of(Double.POSITIVE_INFINITY);
      case "-inf", "-infinity" -> Optional.of(Double.NEGATIVE_INFINITY);
      default -> Optional.empty();
    };
  }

  private void addDecimal(BigDecimal number) {
    if (kind.isFloat()) {
      addNumber(number.doubleValue());
      return;
    }
    if (number.scale() < -1000 || number.stripTrailingZeros().scale() > 0) {
      return;
    }
    BigInteger integer = number.toBigInteger();
    if (fits(integer, stored) || fits(integer, kind)) {
      elements.add(signExtended(integer.longValue()));
    }
  }

  private static boolean fits(BigInteger integer, ElementKind kind) {
    return switch (kind) {
      case BOOL -> integer.signum() >= 0 && integer.bitLength() <= 1;
      case UINT2, UINT4, UINT8, UINT16, UINT32, UINT64 ->
          integer.signum() >= 0 && integer.bitLength() <= 8 * kind.width();
      default -> integer.bitLength() < 8 * kind.width();
    };
  }

  /** For floats: narrowed to the element's type, unless that makes an infinity of a number. */
  private void addNumber(double number) {
    if (Double.isNaN(number) || !kind.isFloat()) {
      return;
    }
    double element = number;
    if (kind != ElementKind.FLOAT64) {
      element = (float) number;
    }
    if (Double.isInfinite(element) == Double.isInfinite(number)) {
      elements.add(Double.doubleToLongBits(element == 0 ? 0.0 : element));
    }
  }

  private long signExtended(long bits) {
    int unused = 64 - 8 * kind.width();
    return bits << unused >> unused;
  }
}
