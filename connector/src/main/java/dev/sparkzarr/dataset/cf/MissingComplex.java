package dev.sparkzarr.dataset.cf;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sparkzarr.dataset.LittleEndian;
import dev.sparkzarr.metadata.ElementKind;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** Collects the complex numbers that stand for missing ones. For one thread. */
final class MissingComplex {
  private final ElementKind part;
  private final List<Double> values = new ArrayList<>();

  MissingComplex(ElementKind part) {
    this.part = part;
  }

  /**
   * Takes in an attribute: a list of real and imaginary part, or a list of such lists. Parts are
   * numbers, numbers as text, or base64 of a little-endian double.
   *
   * @return whether it was understood
   */
  boolean add(JsonNode attribute) {
    if (!attribute.isArray()) {
      return false;
    }
    if (attribute.size() == 2 && !attribute.get(0).isArray()) {
      Double real = number(attribute.get(0));
      Double imaginary = number(attribute.get(1));
      if (real == null || imaginary == null) {
        return false;
      }
      values.add(narrowed(real));
      values.add(narrowed(imaginary));
      return true;
    }
    boolean all = true;
    for (JsonNode member : attribute) {
      all &= member.isArray() && member.size() == 2 && !member.get(0).isArray() && add(member);
    }
    return all;
  }

  private static Double number(JsonNode value) {
    if (value.isNumber()) {
      return value.doubleValue();
    }
    if (!value.isTextual()) {
      return null;
    }
    String text = value.textValue().strip();
    if (text.equalsIgnoreCase("nan")) {
      return Double.NaN;
    }
    try {
      return new BigDecimal(text).doubleValue();
    } catch (NumberFormatException notDecimal) {
      return base64(text);
    }
  }

  private static Double base64(String text) {
    try {
      byte[] bytes = Base64.getDecoder().decode(text);
      return bytes.length == Double.BYTES ? LittleEndian.float64(bytes, 0) : null;
    } catch (IllegalArgumentException notBase64) {
      return null;
    }
  }

  private Double narrowed(double number) {
    return part == ElementKind.FLOAT64 ? number : (double) (float) number;
  }

  /** Takes in Zarr's fill value. */
  void addFill(byte[] pattern) {
    byte[] numbers = new byte[2 * Double.BYTES];
    Elements.toDoubles(part, pattern, 0, 2, 1, -0.0, numbers);
    values.add(LittleEndian.float64(numbers, 0));
    values.add(LittleEndian.float64(numbers, 1));
  }

  /**
   * @return real part, imaginary part, real part, ...
   */
  double[] values() {
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }
}
