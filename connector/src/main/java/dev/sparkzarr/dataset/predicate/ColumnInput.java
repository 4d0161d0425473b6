package dev.sparkzarr.dataset.predicate;

import dev.sparkzarr.dataset.ColumnType;
import dev.sparkzarr.dataset.LittleEndian;
import dev.sparkzarr.dataset.NullRule;
import dev.sparkzarr.dataset.TileColumn;

/**
 * One column's values in a tile, in the form that is computed with: 64 bits for what is counted,
 * their own precision for floats. Made in one pass over memory that is still in the cache, and only
 * when first asked for. For one thread.
 */
final class ColumnInput {
  private static final int FLOAT_INFINITY = Float.floatToRawIntBits(Float.POSITIVE_INFINITY);
  private static final long DOUBLE_INFINITY = Double.doubleToRawLongBits(Double.POSITIVE_INFINITY);

  private final TileColumn column;
  private final Scratch scratch;
  private long[] longs = new long[0];
  private double[] doubles = new double[0];
  private short[] shorts = new short[0];
  private int[] ints = new int[0];
  private float[] floats = new float[0];
  private boolean[] nulls = new boolean[0];
  private Values values;
  private ColumnInput one;
  private Values fill;
  private boolean isFillKnown;

  /**
   * @param scratch where values are widened
   */
  ColumnInput(TileColumn column, Scratch scratch) {
    this.column = column;
    this.scratch = scratch;
  }

  /**
   * @return whether such values can be computed with
   */
  static boolean supports(ColumnType type) {
    return switch (type.kind()) {
      case BOOLEAN, INT8, INT16, INT32, INT64, TIMESTAMP, INTERVAL, FLOAT32, FLOAT64 -> true;
      default -> false;
    };
  }

  /** Forgets the tile before. */
  void forget() {
    values = null;
    isFillKnown = false;
  }

  /** The one value of all rows where no chunk is stored for them; null elsewhere. */
  Values fill() {
    if (!isFillKnown) {
      fill = null;
      if (values == null && column.loadFill()) {
        if (one == null) {
          one = new ColumnInput(column, scratch);
        }
        fill = one.made(1);
      }
      isFillKnown = true;
    }
    return fill;
  }

  Values values(int rows) {
    if (values == null) {
      column.load();
      values = made(rows);
    }
    return values;
  }

  private Values made(int rows) {
    return switch (column.type().kind()) {
      case FLOAT32 -> floats(rows);
      case FLOAT64 -> doubles(rows);
      default -> integers(rows);
    };
  }

  private Values floats(int rows) {
    if (floats.length < rows) {
      floats = new float[rows];
    }
    LittleEndian.copy(column.bytes(), column.start(), floats, rows);
    return Values.of(floats, isNanMissing() ? nans(rows) : flags(rows), rows, scratch);
  }

  /** Where a float is NaN; null when nowhere. Asks bits, which is done in vectors. */
  private boolean[] nans(int rows) {
    if (ints.length < rows) {
      ints = new int[rows];
    }
    LittleEndian.copy(column.bytes(), column.start(), ints, rows);
    int signs = 0;
    for (int i = 0; i < rows; i++) {
      signs |= FLOAT_INFINITY - (ints[i] & Integer.MAX_VALUE);
    }
    if (signs >= 0) {
      return null;
    }
    reserveNulls(rows);
    for (int i = 0; i < rows; i++) {
      nulls[i] = floats[i] != floats[i];
    }
    return nulls;
  }

  private Values doubles(int rows) {
    if (doubles.length < rows) {
      doubles = new double[rows];
    }
    LittleEndian.copy(column.bytes(), column.start(), doubles, rows);
    return Values.of(doubles, isNanMissing() ? doubleNans(rows) : flags(rows));
  }

  private boolean[] doubleNans(int rows) {
    if (longs.length < rows) {
      longs = new long[rows];
    }
    LittleEndian.copy(column.bytes(), column.start(), longs, rows);
    long signs = 0;
    for (int i = 0; i < rows; i++) {
      signs |= DOUBLE_INFINITY - (longs[i] & Long.MAX_VALUE);
    }
    if (signs >= 0) {
      return null;
    }
    reserveNulls(rows);
    for (int i = 0; i < rows; i++) {
      nulls[i] = doubles[i] != doubles[i];
    }
    return nulls;
  }

  private boolean isNanMissing() {
    return column.nulls() == NullRule.NAN;
  }

  private Values integers(int rows) {
    if (longs.length < rows) {
      longs = new long[rows];
    }
    byte[] bytes = column.bytes();
    int start = column.start();
    switch (column.type().width()) {
      case 1 -> {
        for (int i = 0; i < rows; i++) {
          longs[i] = bytes[start + i];
        }
      }
      case 2 -> {
        if (shorts.length < rows) {
          shorts = new short[rows];
        }
        LittleEndian.copy(bytes, start, shorts, rows);
        for (int i = 0; i < rows; i++) {
          longs[i] = shorts[i];
        }
      }
      case 4 -> {
        if (ints.length < rows) {
          ints = new int[rows];
        }
        LittleEndian.copy(bytes, start, ints, rows);
        for (int i = 0; i < rows; i++) {
          longs[i] = ints[i];
        }
      }
      default -> LittleEndian.copy(bytes, start, longs, rows);
    }
    return Values.of(longs, flags(rows));
  }

  /** Where a mask says so; null when there is none, or none is missing. */
  private boolean[] flags(int rows) {
    if (column.nulls() != NullRule.MASK) {
      return null;
    }
    boolean[] missing = column.missing();
    boolean any = false;
    for (int i = 0; i < rows; i++) {
      any |= missing[i];
    }
    if (!any) {
      return null;
    }
    reserveNulls(rows);
    System.arraycopy(missing, 0, nulls, 0, rows);
    return nulls;
  }

  private void reserveNulls(int rows) {
    if (nulls.length < rows) {
      nulls = new boolean[rows];
    }
  }
}
