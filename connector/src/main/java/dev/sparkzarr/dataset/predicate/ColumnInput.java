package dev.sparkzarr.dataset.predicate;

import dev.sparkzarr.dataset.ColumnType;
import dev.sparkzarr.dataset.LittleEndian;
import dev.sparkzarr.dataset.NullRule;
import dev.sparkzarr.dataset.TileColumn;

/**
 * One column's values in a tile, widened to the form that is computed with: 64 bits for what is
 * counted, double precision for floats (which holds every float). Made in one pass over memory that
 * is still in the cache, and only when first asked for. For one thread.
 */
final class ColumnInput {
  private static final int FLOAT_INFINITY = Float.floatToRawIntBits(Float.POSITIVE_INFINITY);
  private static final long DOUBLE_INFINITY = Double.doubleToRawLongBits(Double.POSITIVE_INFINITY);

  private final TileColumn column;
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

  ColumnInput(TileColumn column) {
    this.column = column;
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
          one = new ColumnInput(column);
        }
        fill = one.widened(1);
      }
      isFillKnown = true;
    }
    return fill;
  }

  Values values(int rows) {
    if (values == null) {
      column.load();
      values = widened(rows);
    }
    return values;
  }

  private Values widened(int rows) {
    return isFloat() ? floats(rows) : integers(rows);
  }

  private boolean isFloat() {
    return column.type().kind() == ColumnType.Kind.FLOAT32
        || column.type().kind() == ColumnType.Kind.FLOAT64;
  }

  private Values floats(int rows) {
    if (doubles.length < rows) {
      doubles = new double[rows];
    }
    boolean anyNan = column.type().kind() == ColumnType.Kind.FLOAT64 ? copy(rows) : widen(rows);
    if (column.nulls() != NullRule.NAN) {
      return Values.of(doubles, flags(rows));
    }
    return Values.of(doubles, anyNan ? nans(rows) : null);
  }

  /**
   * @return whether there is a NaN: bits above those of infinity, found without a branch
   */
  private boolean copy(int rows) {
    LittleEndian.copy(column.bytes(), column.start(), doubles, rows);
    long signs = 0;
    for (int i = 0; i < rows; i++) {
      signs |= DOUBLE_INFINITY - (Double.doubleToRawLongBits(doubles[i]) & Long.MAX_VALUE);
    }
    return signs < 0;
  }

  private boolean widen(int rows) {
    if (floats.length < rows) {
      floats = new float[rows];
    }
    LittleEndian.copy(column.bytes(), column.start(), floats, rows);
    int signs = 0;
    for (int i = 0; i < rows; i++) {
      doubles[i] = floats[i];
      signs |= FLOAT_INFINITY - (Float.floatToRawIntBits(floats[i]) & Integer.MAX_VALUE);
    }
    return signs < 0;
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

  /** Where a float is NaN. */
  private boolean[] nans(int rows) {
    reserveNulls(rows);
    for (int i = 0; i < rows; i++) {
      nulls[i] = doubles[i] != doubles[i];
    }
    return nulls;
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
