package dev.sparkzarr.dataset.predicate;

import dev.sparkzarr.dataset.Axis;
import dev.sparkzarr.dataset.LittleEndian;
import java.math.BigDecimal;
import java.math.BigInteger;

/** The value of the axis. */
record AxisValue(ValueType type) implements Node {
  private static final BigInteger TWO_TO_64 = BigInteger.ONE.shiftLeft(64);

  @Override
  public Values evaluate(Block cells) {
    if (!(cells instanceof AxisBlock block)) {
      throw new IllegalArgumentException("no axis to evaluate " + this);
    }
    Axis axis = block.axis();
    int count = block.count();
    boolean[] nulls = missing(block);
    if (axis.isIndex()) {
      long[] values = new long[count];
      for (int i = 0; i < count; i++) {
        values[i] = block.start() + i;
      }
      return Values.of(values, nulls);
    }
    int start = (int) block.start();
    return switch (axis.type().kind()) {
      case FLOAT32, FLOAT64 -> floats(axis, start, count, nulls);
      case UINT64 -> unsigned(axis, start, count, nulls);
      case CALENDAR_TEXT, TEXT -> texts(axis, start, count, nulls);
      case BOOLEAN, INT8, INT16, INT32, INT64, TIMESTAMP, INTERVAL ->
          integers(axis, start, count, nulls);
      case BINARY, ARRAY, FIXED_ARRAY, STRUCT ->
          throw new IllegalArgumentException("no predicate on " + axis.type());
    };
  }

  private static boolean[] missing(AxisBlock block) {
    if (!block.axis().hasMissing()) {
      return null;
    }
    boolean[] nulls = new boolean[block.count()];
    for (int i = 0; i < nulls.length; i++) {
      nulls[i] = block.axis().isMissing(block.start() + i);
    }
    return nulls;
  }

  private static Values integers(Axis axis, int start, int count, boolean[] nulls) {
    byte[] bytes = axis.bytes();
    long[] values = new long[count];
    switch (axis.type().kind()) {
      case INT16 -> {
        for (int i = 0; i < count; i++) {
          values[i] = LittleEndian.int16(bytes, start + i);
        }
      }
      case INT32 -> {
        for (int i = 0; i < count; i++) {
          values[i] = LittleEndian.int32(bytes, start + i);
        }
      }
      case BOOLEAN, INT8 -> {
        for (int i = 0; i < count; i++) {
          values[i] = bytes[start + i];
        }
      }
      default -> {
        for (int i = 0; i < count; i++) {
          values[i] = LittleEndian.int64(bytes, start + i);
        }
      }
    }
    return Values.of(values, nulls);
  }

  private static Values floats(Axis axis, int start, int count, boolean[] nulls) {
    double[] values = new double[count];
    for (int i = 0; i < count; i++) {
      values[i] = axis.doubleAt(start + i);
    }
    return Values.of(values, nulls);
  }

  private static Values unsigned(Axis axis, int start, int count, boolean[] nulls) {
    Object[] values = new Object[count];
    for (int i = 0; i < count; i++) {
      long bits = axis.longAt(start + i);
      values[i] =
          bits >= 0
              ? BigDecimal.valueOf(bits)
              : new BigDecimal(BigInteger.valueOf(bits).add(TWO_TO_64));
    }
    return Values.of(values, nulls);
  }

  private static Values texts(Axis axis, int start, int count, boolean[] nulls) {
    Object[] values = new Object[count];
    for (int i = 0; i < count; i++) {
      if (nulls == null || !nulls[i]) {
        values[i] = axis.bytesAt(start + i);
      }
    }
    return Values.of(values, nulls);
  }
}
