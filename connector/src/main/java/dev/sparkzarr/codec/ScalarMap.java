package dev.sparkzarr.codec;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sparkzarr.metadata.DataType;
import dev.sparkzarr.metadata.ElementKind;
import dev.sparkzarr.metadata.Place;
import dev.sparkzarr.metadata.V3Scalar;
import java.util.Arrays;
import java.util.TreeMap;

/**
 * Numbers that {@code cast_value} replaces by stated ones. Numbers are found by value: one NaN is
 * as good as another, and zero has no sign. Immutable.
 */
final class ScalarMap {
  private static final int MOST = 1 << 16;

  private final long[] keys; // ascending
  private final byte[][] values; // patterns

  private ScalarMap(TreeMap<Long, byte[]> entries) {
    keys = entries.keySet().stream().mapToLong(Long::longValue).toArray();
    values = entries.values().toArray(new byte[0][]);
  }

  /**
   * Reads {@code [[from, to], ...]}; of several entries for one number the first counts.
   *
   * @param pairs missing or null: none
   */
  static ScalarMap parse(
      CodecConfiguration configuration, JsonNode pairs, ElementKind from, ElementKind to) {
    TreeMap<Long, byte[]> entries = new TreeMap<>();
    if (!pairs.isMissingNode() && !pairs.isNull()) {
      if (!pairs.isArray() || pairs.size() > MOST) {
        throw configuration.wrong("scalar_map", pairs, "lists of at most " + MOST + " pairs");
      }
      Place place = new Place("'scalar_map' of codec '" + configuration.codec() + "'");
      for (JsonNode pair : pairs) {
        if (!pair.isArray() || pair.size() != 2) {
          throw configuration.wrong("scalar_map", pairs, "lists of pairs");
        }
        byte[] key = V3Scalar.value(new DataType.Numeric(from), pair.get(0), place).pattern();
        byte[] value = V3Scalar.value(new DataType.Numeric(to), pair.get(1), place).pattern();
        entries.putIfAbsent(key(from, key), value);
      }
    }
    return new ScalarMap(entries);
  }

  private static long key(ElementKind kind, byte[] pattern) {
    if (kind.isFloat()) {
      double[] number = new double[1];
      Doubles.read(kind, pattern, 0, number, 1);
      return key(number[0]);
    }
    long[] number = new long[1];
    Longs.read(kind, pattern, 0, number, 1);
    return number[0];
  }

  private static long key(double number) {
    return number == 0 ? 0 : Double.doubleToLongBits(number);
  }

  boolean isEmpty() {
    return keys.length == 0;
  }

  /** The pattern that stands for a float; null when it is not replaced. */
  byte[] of(double number) {
    return of(key(number));
  }

  /** The pattern that stands for an integer; null when it is not replaced. */
  byte[] of(long number) {
    int found = Arrays.binarySearch(keys, number);
    return found < 0 ? null : values[found];
  }
}
