package dev.sparkzarr.it.support;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.apache.spark.sql.Row;
import scala.collection.Seq;

/** Cells as Spark gives them beside cells as the Python side wrote them down. */
final class Cells {
  private Cells() {}

  static boolean same(Object found, JsonNode expected) {
    if (found == null || expected.isNull()) {
      return found == null && expected.isNull();
    }
    if (found instanceof Double || found instanceof Float) {
      return expected.isTextual() && sameFloat(((Number) found).doubleValue(), expected.asText());
    }
    if (found instanceof Number number) {
      return expected.isIntegralNumber()
          && new BigDecimal(number.toString()).compareTo(expected.decimalValue()) == 0;
    }
    if (found instanceof Boolean truth) {
      return expected.isBoolean() && expected.booleanValue() == truth;
    }
    if (found instanceof byte[] bytes) {
      return expected.isTextual()
          && Arrays.equals(bytes, HexFormat.of().parseHex(expected.asText()));
    }
    if (found instanceof LocalDateTime time) {
      return expected.isTextual() && time.equals(LocalDateTime.parse(expected.asText()));
    }
    if (found instanceof Duration duration) {
      BigInteger micros =
          BigInteger.valueOf(duration.getSeconds())
              .multiply(BigInteger.valueOf(1_000_000))
              .add(BigInteger.valueOf(duration.getNano() / 1000));
      return expected.isIntegralNumber() && micros.equals(expected.bigIntegerValue());
    }
    Object[] parts = parts(found);
    if (parts.length > 0 || expected.isArray()) {
      boolean same = expected.isArray() && parts.length == expected.size();
      for (int i = 0; same && i < parts.length; i++) {
        same = same(parts[i], expected.get(i));
      }
      return same;
    }
    return expected.isTextual() && found.toString().equals(expected.asText());
  }

  /** Of a struct or an array. */
  private static Object[] parts(Object found) {
    if (found instanceof Row row) {
      Object[] parts = new Object[row.size()];
      Arrays.setAll(parts, row::get);
      return parts;
    }
    if (found instanceof Seq) {
      return items(found);
    }
    return new Object[0];
  }

  /** Of a sequence, whose methods belong to other interfaces in each Scala. */
  private static Object[] items(Object sequence) {
    try {
      Class<?> type = sequence.getClass();
      Object[] items = new Object[(int) type.getMethod("length").invoke(sequence)];
      for (int i = 0; i < items.length; i++) {
        items[i] = type.getMethod("apply", int.class).invoke(sequence, i);
      }
      return items;
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Bit by bit, but for the payload of NaN. */
  private static boolean sameFloat(double found, String expected) {
    double wanted =
        switch (expected) {
          case "nan" -> Double.NaN;
          case "inf" -> Double.POSITIVE_INFINITY;
          case "-inf" -> Double.NEGATIVE_INFINITY;
          default -> Double.parseDouble(expected);
        };
    return Double.compare(found, wanted) == 0;
  }

  static String show(Object found) {
    if (found instanceof byte[] bytes) {
      return HexFormat.of().formatHex(bytes);
    }
    return found instanceof Row || found instanceof Seq
        ? List.of(parts(found)).toString()
        : String.valueOf(found);
  }
}
