package dev.sparkzarr.spark.read;

import dev.sparkzarr.dataset.Axis;
import dev.sparkzarr.dataset.IndexSet;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * A small table to try predicates on: an axis {@code k}, an index axis {@code j} of three, a
 * variable {@code v}, and the number {@code i} of the row.
 *
 * @param k the axis
 * @param type Spark's for it
 * @param zone in whose clocks' changes its times are often
 * @param internal its values as Spark holds them, null where missing
 * @param external its values as users hand them over
 */
record MemoryTable(
    Axis k, DataType type, ZoneId zone, List<Object> internal, List<Object> external) {
  static final int J = 3;

  Axis j() {
    return Axis.index("j", J);
  }

  StructType schema() {
    return new StructType(
        new StructField[] {
          new StructField("k", type, k.hasMissing(), Metadata.empty()),
          new StructField("j", DataTypes.LongType, false, Metadata.empty()),
          new StructField("v", DataTypes.DoubleType, true, Metadata.empty()),
          new StructField("i", DataTypes.LongType, false, Metadata.empty())
        });
  }

  List<StructField> dimensions() {
    return List.of(schema().fields()[0], schema().fields()[1]);
  }

  List<IndexSet> everything() {
    return List.of(IndexSet.range(0, k.length()), IndexSet.range(0, J));
  }

  private static Double variable(long row) {
    return row % 7 == 0 ? null : Double.valueOf(row % 5 - 1);
  }

  /** All rows, for a table that Spark holds itself. */
  List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    for (long row = 0; row < k.length() * J; row++) {
      rows.add(RowFactory.create(external.get((int) (row / J)), row % J, variable(row), row));
    }
    return rows;
  }

  /** Numbers of the rows that a selection keeps. */
  static List<Long> selected(List<IndexSet> selection) {
    List<Long> rows = new ArrayList<>();
    for (long outer : indexes(selection.get(0))) {
      for (long inner : indexes(selection.get(1))) {
        rows.add(outer * J + inner);
      }
    }
    return rows;
  }

  private static List<Long> indexes(IndexSet set) {
    List<Long> indexes = new ArrayList<>();
    for (int range = 0; range < set.ranges(); range++) {
      for (long index = set.start(range); index < set.stop(range); index++) {
        indexes.add(index);
      }
    }
    return indexes;
  }

  InternalRow row(long row) {
    return new GenericInternalRow(
        new Object[] {internal.get((int) (row / J)), row % J, variable(row), row});
  }
}
