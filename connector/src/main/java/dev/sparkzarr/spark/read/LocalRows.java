package dev.sparkzarr.spark.read;

import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.connector.read.LocalScan;
import org.apache.spark.sql.types.StructType;

/** A scan whose rows the driver has: no partition, no task. */
final class LocalRows implements LocalScan {
  private final StructType schema;
  private final String description;
  private final Object identity;
  private final Supplier<List<List<Object>>> rows;

  /**
   * @param identity equal for scans that give the same rows
   * @param rows asked when the query is planned for execution
   */
  LocalRows(
      StructType schema, String description, Object identity, Supplier<List<List<Object>>> rows) {
    this.schema = schema;
    this.description = description;
    this.identity = identity;
    this.rows = rows;
  }

  static LocalRows of(AnswerPlan plan) {
    return new LocalRows(plan.schema(), plan.describe(), plan, plan::rows);
  }

  @Override
  public InternalRow[] rows() {
    return rows.get().stream()
        .map(values -> new GenericInternalRow(values.toArray()))
        .toArray(InternalRow[]::new);
  }

  @Override
  public StructType readSchema() {
    return schema;
  }

  @Override
  public String description() {
    return description;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LocalRows that
        && identity.equals(that.identity)
        && schema.equals(that.schema);
  }

  @Override
  public int hashCode() {
    return Objects.hash(identity, schema);
  }
}
