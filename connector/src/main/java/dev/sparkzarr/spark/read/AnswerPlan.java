package dev.sparkzarr.spark.read;

import java.util.List;
import org.apache.spark.sql.types.StructType;

/**
 * Rows that need no chunk: aggregates that the shape of a selection and its axes answer.
 *
 * @param schema of the rows
 * @param rows values in the form of Spark's internal rows
 * @param describe for explain()
 */
record AnswerPlan(StructType schema, List<List<Object>> rows, String describe) implements ScanPlan {
  AnswerPlan {
    rows = List.copyOf(rows);
  }
}
