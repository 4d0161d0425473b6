package dev.sparkzarr.dataset.aggregate;

import dev.sparkzarr.dataset.ColumnType;
import dev.sparkzarr.dataset.LittleEndian;
import dev.sparkzarr.dataset.NullRule;
import dev.sparkzarr.dataset.TileColumn;

/**
 * One column's values in a tile, widened to the two forms that are computed with: 64 bits for what
 * is counted, double precision for floats (which holds every float). Made in one pass over memory
 * that is still in the cache. For one thread.
 */
final class Block {
  private final TileColumn column;
  private final boolean isFloat;
  private long[] longs = new long[0];
  private double[] doubles = new double[0];
  private long[] filledLongs = new long[0];
  private double[] filledDoubles = new double[0];
  private boolean[] missing = new boolean[0];
  private short[] shorts = new short[0];
  private int[] ints = new int[0];
  private float[] floats = new float[0];
  private int count;
  private int missingCount;

  Block(TileColumn column) {
    this.column = column;
    this.isFloat = Aggregate.isFloat(column.type());
  }

  /** Whether values are floats. */
  boolean isFloat() {
    return isFloat;
  }

  /** Takes the tile that its reader stands on. */
  void load(int rows) {
    column.load();
    count = rows;
    reserve();
    byte[] bytes = column.bytes();
    int start = column.start();
    switch (column.type().kind()) {
      case BOOLEAN, INT8 -> {
        for (int i = 0; i < rows; i++) {
          longs[i] = bytes[start + i];
        }
      }
      case INT16 -> {
        LittleEndian.copy(bytes, start, shorts, rows);
        for (int i = 0; i < rows; i++) {
          longs[i] = shorts[i];
        }
      }
      case INT32 -> {
        LittleEndian.copy(bytes, start, ints, rows);
        for (int i = 0; i < rows; i++) {
          longs[i] = ints[i];
        }
      }
      case INT64, TIMESTAMP, INTERVAL -> LittleEndian.copy(bytes, start, longs, rows);
      case FLOAT32 -> {
        LittleEndian.copy(bytes, start, floats, rows);
        for (int i = 0; i < rows; i++) {
          doubles[i] = floats[i];
        }
      }
      case FLOAT64 -> LittleEndian.copy(bytes, start, doubles, rows);
      default -> throw new IllegalStateException("no aggregates of " + column.type());
    }
    findMissing();
  }

  private void reserve() {
    if (isFloat && doubles.length < count) {
      doubles = new double[count];
    } else if (!isFloat && longs.length < count) {
      longs = new long[count];
    }
    ColumnType.Kind kind = column.type().kind();
    if (kind == ColumnType.Kind.INT16 && shorts.length < count) {
      shorts = new short[count];
    } else if (kind == ColumnType.Kind.INT32 && ints.length < count) {
      ints = new int[count];
    } else if (kind == ColumnType.Kind.FLOAT32 && floats.length < count) {
      floats = new float[count];
    }
  }

  private void findMissing() {
    missingCount = 0;
    if (column.nulls() == NullRule.NAN) {
      int nans = 0;
      for (int i = 0; i < count; i++) {
        nans += doubles[i] != doubles[i] ? 1 : 0;
      }
      if (nans > 0) {
        flags();
        for (int i = 0; i < count; i++) {
          missing[i] = doubles[i] != doubles[i];
        }
      }
      missingCount = nans;
    } else if (column.nulls() == NullRule.MASK) {
      flags();
      System.arraycopy(column.missing(), 0, missing, 0, count);
      for (int i = 0; i < count; i++) {
        missingCount += missing[i] ? 1 : 0;
      }
    }
  }

  private void flags() {
    if (missing.length < count) {
      missing = new boolean[count];
    }
  }

  /** How many values are missing. */
  int missingCount() {
    return missingCount;
  }

  /** Flags by cell; only when some value is missing. */
  boolean[] missing() {
    return missing;
  }

  /**
   * The values of floats.
   *
   * @param instead what stands where one is missing
   * @return valid until this is asked again
   */
  double[] doubles(double instead) {
    if (missingCount == 0) {
      return doubles;
    }
    if (filledDoubles.length < count) {
      filledDoubles = new double[count];
    }
    for (int i = 0; i < count; i++) {
      filledDoubles[i] = missing[i] ? instead : doubles[i];
    }
    return filledDoubles;
  }

  /**
   * The values of what is no float.
   *
   * @param instead what stands where one is missing
   * @return valid until this is asked again
   */
  long[] longs(long instead) {
    if (missingCount == 0) {
      return longs;
    }
    if (filledLongs.length < count) {
      filledLongs = new long[count];
    }
    for (int i = 0; i < count; i++) {
      filledLongs[i] = missing[i] ? instead : longs[i];
    }
    return filledLongs;
  }
}
