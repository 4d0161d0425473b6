package dev.sparkzarr.spark.write;

import org.apache.spark.sql.vectorized.ColumnVector;

/** The values of a batch's column of floats. */
final class DoubleColumn {
  private DoubleColumn() {}

  /**
   * @param column without NULL
   * @param isFloat whether they are 32 bits wide
   * @param values that receives as many values, from the first
   */
  static void read(ColumnVector column, boolean isFloat, int count, double[] values) {
    if (isFloat) {
      for (int i = 0; i < count; i++) {
        values[i] = column.getFloat(i);
      }
    } else {
      for (int i = 0; i < count; i++) {
        values[i] = column.getDouble(i);
      }
    }
  }
}
