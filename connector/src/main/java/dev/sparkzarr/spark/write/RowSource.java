package dev.sparkzarr.spark.write;

import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;

/**
 * The rows of a DataFrame as Spark has them, without turning each into objects. The one class that
 * names what gives them: {@code QueryExecution.toRdd}, which all supported Sparks have.
 */
final class RowSource {
  private RowSource() {}

  /**
   * @return rows that are only good until the next one is asked for
   */
  static JavaRDD<InternalRow> of(Dataset<Row> data) {
    return data.queryExecution().toRdd().toJavaRDD();
  }
}
