package dev.sparkzarr.spark.write;

import dev.sparkzarr.spark.read.CellRange;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Iterator;
import java.util.Optional;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.execution.ColumnarToRowExec;
import org.apache.spark.sql.execution.InputAdapter;
import org.apache.spark.sql.execution.SparkPlan;
import org.apache.spark.sql.execution.WholeStageCodegenExec;
import org.apache.spark.sql.execution.datasources.v2.BatchScanExec;
import org.apache.spark.sql.vectorized.ColumnarBatch;

/**
 * The rows of a DataFrame as batches of columns, where Spark has them so: a table that is read, of
 * which nothing is left to do row by row. Beside {@link RowSource} the one class that names nodes
 * of Spark's plans.
 */
final class ColumnSource {
  private static final Optional<MethodHandle> RELEASE = release();

  private ColumnSource() {}

  /**
   * @return batches that are only good until the next one is asked for; empty where there are only
   *     rows
   */
  static Optional<JavaRDD<ColumnarBatch>> of(Dataset<Row> data) {
    return node(data)
        .map(node -> node.executeColumnar().toJavaRDD().mapPartitions(Released::new, true));
  }

  /**
   * @return the scan that gives just these rows, if it knows them
   */
  static Optional<CellRange> range(Dataset<Row> data) {
    return node(data)
        .filter(BatchScanExec.class::isInstance)
        .map(node -> ((BatchScanExec) node).scan())
        .filter(CellRange.class::isInstance)
        .map(CellRange.class::cast);
  }

  /** What gives all rows as columns, below what only makes rows of them. */
  private static Optional<SparkPlan> node(Dataset<Row> data) {
    SparkPlan plan = data.queryExecution().executedPlan();
    if (plan instanceof WholeStageCodegenExec stage) {
      plan = stage.child();
    }
    if (!(plan instanceof ColumnarToRowExec rows)) {
      return Optional.empty();
    }
    plan = rows.child();
    if (plan instanceof InputAdapter input) {
      plan = input.child();
    }
    return Optional.of(plan).filter(SparkPlan::supportsColumnar);
  }

  /** Spark from 3.5.4 on frees what a batch holds after its last row; before, there is none. */
  private static Optional<MethodHandle> release() {
    try {
      return Optional.of(
          MethodHandles.publicLookup()
              .findVirtual(
                  ColumnarBatch.class, "closeIfFreeable", MethodType.methodType(void.class)));
    } catch (NoSuchMethodException | IllegalAccessException e) {
      return Optional.empty();
    }
  }

  /** Frees each batch when the next one is asked for, as Spark does when it makes rows of them. */
  private static final class Released implements Iterator<ColumnarBatch> {
    private final Iterator<ColumnarBatch> batches;
    private ColumnarBatch last;

    Released(Iterator<ColumnarBatch> batches) {
      this.batches = batches;
    }

    @Override
    public boolean hasNext() {
      free();
      return batches.hasNext();
    }

    @Override
    public ColumnarBatch next() {
      free();
      last = batches.next();
      return last;
    }

    private void free() {
      ColumnarBatch batch = last;
      last = null;
      if (batch != null && RELEASE.isPresent()) {
        try {
          RELEASE.get().invokeExact(batch);
        } catch (Error | RuntimeException e) {
          throw e;
        } catch (Throwable e) {
          throw new IllegalStateException(e); // it declares none
        }
      }
    }
  }
}
