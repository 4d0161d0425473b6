package dev.sparkzarr.dataset.cf;

import dev.sparkzarr.dataset.ColumnType;
import dev.sparkzarr.dataset.LittleEndian;
import dev.sparkzarr.metadata.ElementKind;
import java.io.Serializable;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * Numbers of a column, as the encoders take them in. Immutable.
 *
 * @param kind how they stand in memory
 * @param decimals digits after the point of a decimal; 0 of others
 */
record ColumnNumbers(ElementKind kind, int decimals) implements Serializable {
  /** Powers of ten that a double holds exactly. */
  private static final double[] POWERS = {
    1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17,
    1e18
  };

  private static final long EXACT = 1L << 53;

  /** Empty when values of this type are no numbers. */
  static Optional<ColumnNumbers> of(ColumnType type, int decimals) {
    return switch (type.kind()) {
      case INT8 -> Optional.of(new ColumnNumbers(ElementKind.INT8, decimals));
      case INT16 -> Optional.of(new ColumnNumbers(ElementKind.INT16, decimals));
      case INT32 -> Optional.of(new ColumnNumbers(ElementKind.INT32, decimals));
      case INT64 -> Optional.of(new ColumnNumbers(ElementKind.INT64, decimals));
      case UINT64 -> Optional.of(new ColumnNumbers(ElementKind.UINT64, decimals));
      case FLOAT32 -> Optional.of(new ColumnNumbers(ElementKind.FLOAT32, 0));
      case FLOAT64 -> Optional.of(new ColumnNumbers(ElementKind.FLOAT64, 0));
      default -> Optional.empty();
    };
  }

  /** Integers as int64; of a decimal its unscaled value. */
  void longs(byte[] values, int start, int count, byte[] longs) {
    Elements.toLongs(kind, values, start, count, longs);
  }

  /** The nearest float64 of each; of a decimal the number that it means. */
  void doubles(byte[] values, int start, int count, byte[] doubles) {
    if (decimals == 0) {
      Elements.toDoubles(kind, values, start, count, 1, -0.0, doubles);
      return;
    }
    for (int i = 0; i < count; i++) {
      LittleEndian.float64(doubles, i, decimal(longAt(values, start + i)));
    }
  }

  private double decimal(long unscaled) {
    return Math.abs(unscaled) <= EXACT && decimals < POWERS.length
        ? unscaled / POWERS[decimals] // both exact, so the one rounding is right
        : BigDecimal.valueOf(unscaled, decimals).doubleValue();
  }

  /**
   * @return whether a float64 is the number at {@code index}, not only near it
   */
  boolean isExactly(byte[] values, int index, double number) {
    if (kind.isFloat() || kind.width() < Long.BYTES && decimals == 0) {
      return true;
    }
    return new BigDecimal(number).compareTo(new BigDecimal(text(values, index))) == 0;
  }

  private long longAt(byte[] values, int index) {
    return switch (kind.width()) {
      case 1 -> values[index];
      case 2 -> LittleEndian.int16(values, index);
      case 4 -> LittleEndian.int32(values, index);
      default -> LittleEndian.int64(values, index);
    };
  }

  /** A value as it is written. */
  String text(byte[] values, int index) {
    return switch (kind) {
      case FLOAT32 -> Float.toString(LittleEndian.float32(values, index));
      case FLOAT64 -> Double.toString(LittleEndian.float64(values, index));
      case UINT64 -> Long.toUnsignedString(longAt(values, index));
      default -> BigDecimal.valueOf(longAt(values, index), decimals).toPlainString();
    };
  }
}
