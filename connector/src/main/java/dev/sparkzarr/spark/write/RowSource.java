package dev.sparkzarr.spark.write;

import dev.sparkzarr.spark.read.CellRange;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.vectorized.ColumnarBatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rows of a DataFrame as Spark has them, without turning each into objects. The one class that
 * names what gives them: {@code QueryExecution.toRdd}, which all supported Sparks have.
 */
final class RowSource {
  private static final Logger LOG = LoggerFactory.getLogger(RowSource.class);

  private RowSource() {}

  /**
   * @return rows that are only good until the next one is asked for
   */
  static JavaRDD<InternalRow> of(Dataset<Row> data) {
    return data.queryExecution().toRdd().toJavaRDD();
  }

  /**
   * @return the same as batches of columns; empty where this Spark does not have them so
   */
  static Optional<JavaRDD<ColumnarBatch>> columns(Dataset<Row> data) {
    return known(() -> ColumnSource.of(data));
  }

  /**
   * @return the scan that gives just these rows, if it knows them
   */
  static Optional<CellRange> range(Dataset<Row> data) {
    return known(() -> ColumnSource.range(data));
  }

  /** A vendor's Spark may lack a node that is asked for: then there are rows, as always. */
  private static <T> Optional<T> known(Supplier<Optional<T>> ask) {
    try {
      return ask.get();
    } catch (LinkageError e) {
      LOG.debug("This Spark's plans are not known: rows are taken one by one", e);
      return Optional.empty();
    }
  }
}
