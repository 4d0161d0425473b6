package dev.sparkzarr.dataset.aggregate;

import dev.sparkzarr.dataset.ColumnType;
import dev.sparkzarr.dataset.LittleEndian;
import dev.sparkzarr.dataset.predicate.CellEvaluator;

/** Which group {@link CellKeys} put each cell of a partition in. For one thread. */
abstract sealed class CellNumbers implements AutoCloseable permits PlaneNumbers, RangeNumbers {
  /** Gets ready for the first tile. */
  abstract void start();

  /**
   * @return groups, numbered from 0; final once started
   */
  abstract int count();

  /**
   * Adds each cell's number.
   *
   * @param from ordinals of the tile's first indexes
   * @param to ordinals behind its last
   * @param cells that stands on the tile
   * @param outside cells whose number does not matter; null when there are none
   * @param stride what a number is multiplied by
   * @param groups receives the products
   */
  abstract void add(
      long[] from,
      long[] to,
      CellEvaluator cells,
      boolean[] outside,
      int rows,
      int stride,
      int[] groups);

  /**
   * Puts a group's key where it belongs.
   *
   * @param number of the group
   * @param key position among the keys
   * @return false when it is NULL
   */
  abstract boolean put(int number, int key, byte[] bytes, int at);

  /** Writes a value that is computed in 64 bits as a column has it. */
  static void write(ColumnType type, long value, byte[] bytes, int at) {
    switch (type.kind()) {
      case FLOAT32 -> LittleEndian.float32(bytes, at, (float) Double.longBitsToDouble(value));
      case FLOAT64 -> LittleEndian.int64(bytes, at, value);
      default -> {
        switch (type.width()) {
          case 1 -> bytes[at] = (byte) value;
          case 2 -> LittleEndian.int16(bytes, at, (short) value);
          case 4 -> LittleEndian.int32(bytes, at, (int) value);
          default -> LittleEndian.int64(bytes, at, value);
        }
      }
    }
  }

  /** Stops what is being read, from any thread. */
  @Override
  public abstract void close();
}
