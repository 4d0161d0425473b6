package dev.sparkzarr.it.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * What the driver does before anything is read: loads a table, or plans a query from the text to
 * the list of the tasks that read the store.
 */
final class PlanTask implements Task {
  private final SparkSession spark;
  private final String path;
  private final String sql;
  private int partitions;

  private PlanTask(SparkSession spark, String path, String sql) {
    this.spark = spark;
    this.path = path;
    this.sql = sql;
  }

  /** Of a question; one without SQL is the loading. */
  static PlanTask of(SparkSession spark, JsonNode question) {
    // would run the stages before the last
    spark.conf().set("spark.sql.adaptive.enabled", false);
    PlanTask task =
        new PlanTask(spark, question.get("path").asText(), question.path("sql").asText());
    task.load().createOrReplaceTempView("t");
    return task;
  }

  private Dataset<Row> load() {
    return spark.read().format("zarr").load(path);
  }

  @Override
  public void run() {
    if (sql.isEmpty()) {
      load();
      return;
    }
    partitions =
        spark
            .sql(sql)
            .queryExecution()
            .executedPlan()
            .collectLeaves()
            .head()
            .execute()
            .getNumPartitions();
  }

  @Override
  public void tell(ObjectNode result) {
    if (sql.isEmpty()) {
      result.put("answer", (double) load().count());
    } else {
      result.putNull("answer").put("partitions", partitions);
    }
  }
}
