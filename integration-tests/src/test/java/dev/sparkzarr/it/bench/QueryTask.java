package dev.sparkzarr.it.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;

/**
 * A query over the view {@code t}: the sum of its last column, or rows for a sink that drops them.
 */
final class QueryTask implements Task {
  private final SparkSession spark;
  private final String sql;
  private final boolean dropped;
  private Double answer;

  private QueryTask(SparkSession spark, String sql, boolean dropped) {
    this.spark = spark;
    this.sql = sql;
    this.dropped = dropped;
  }

  static QueryTask of(SparkSession spark, String engine, JsonNode question) {
    String path = question.get("path").asText();
    Dataset<Row> table =
        engine.equals("parquet")
            ? spark.read().parquet(path)
            : spark
                .read()
                .format("zarr")
                .option("aggregatePushdown", !engine.equals("rows"))
                .load(path);
    table.createOrReplaceTempView("t");
    return new QueryTask(
        spark, question.get("sql").asText(), question.path("rows").asText().equals("dropped"));
  }

  @Override
  public void run() {
    if (dropped) {
      spark.sql(sql).write().format("noop").mode(SaveMode.Overwrite).save();
      return;
    }
    double sum = 0;
    for (Row row : spark.sql(sql).collectAsList()) {
      sum += ((Number) row.get(row.size() - 1)).doubleValue();
    }
    answer = sum;
  }

  @Override
  public void tell(ObjectNode result) {
    result.put("answer", answer);
  }
}
