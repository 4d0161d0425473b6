package dev.sparkzarr.it;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.DataFrameWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;

/**
 * Carries out the steps of {@code DIRECTORY/cases.jsonl} as {@code peers/tables} describes them,
 * and says in {@code outcomes.jsonl} what was refused. A plain program, so that one compiled class
 * serves every Spark: {@code TableSteps DIRECTORY}.
 */
public final class TableSteps {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int AT_ONCE = 2;

  private TableSteps() {}

  /** Runs on a Spark session of its own. */
  public static void main(String[] arguments)
      throws IOException, InterruptedException, ExecutionException {
    Path directory = Path.of(arguments[0]);
    SparkSession spark =
        SparkSession.builder()
            .master("local[" + AT_ONCE + "]")
            .appName("tables")
            .config("spark.ui.enabled", "false")
            .config("spark.sql.shuffle.partitions", "2")
            .config("spark.sql.session.timeZone", "UTC")
            .config("spark.sql.parquet.datetimeRebaseModeInRead", "CORRECTED")
            .config("spark.serializer", "org.apache.spark.serializer.KryoSerializer")
            .getOrCreate();
    spark.sparkContext().setLogLevel("WARN");
    ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
    try {
      List<Future<String>> outcomes = new ArrayList<>();
      for (String line : Files.readAllLines(directory.resolve("cases.jsonl"))) {
        outcomes.add(threads.submit(() -> outcome(spark, JSON.readTree(line))));
      }
      List<String> lines = new ArrayList<>();
      for (Future<String> outcome : outcomes) {
        lines.add(outcome.get());
      }
      Files.write(directory.resolve("outcomes.jsonl"), lines);
    } finally {
      threads.shutdownNow();
    }
    System.out.println("Spark " + spark.version() + ": done");
    spark.stop();
  }

  private static String outcome(SparkSession spark, JsonNode each) {
    ObjectNode outcome = JSON.createObjectNode().put("number", each.get("number").asInt());
    try {
      for (JsonNode step : each.get("steps")) {
        run(spark, step);
      }
    } catch (Exception e) { // Spark throws checked ones that it does not declare
      outcome.put("refused", e.toString());
      if (!e.getClass().getName().startsWith("dev.sparkzarr.")) {
        outcome.put("crash", Arrays.toString(e.getStackTrace()));
      }
    }
    return outcome.toString();
  }

  private static void run(SparkSession spark, JsonNode step) {
    Dataset<Row> source =
        spark
            .read()
            .format(step.get("format").asText())
            .options(options(step.get("read")))
            .load(step.get("from").asText());
    Dataset<Row> rows = source.select(columns(source, step.get("columns")));
    if (step.has("where")) {
      rows = rows.where(step.get("where").asText());
    }
    int partitions = step.get("partitions").asInt();
    if (partitions > 0) {
      rows = rows.repartition(partitions);
    }
    DataFrameWriter<Row> writer = rows.write().format("zarr").mode(step.get("mode").asText());
    writer.options(options(step.get("write"))).save(step.get("to").asText());
  }

  /** Each a name, an expression, and whether what the source's column of that name was stays. */
  private static Column[] columns(Dataset<Row> source, JsonNode wanted) {
    if (wanted.isEmpty()) {
      return Arrays.stream(source.columns())
          .map(name -> functions.col("`" + name + "`"))
          .toArray(Column[]::new);
    }
    List<Column> columns = new ArrayList<>();
    for (JsonNode each : wanted) {
      String name = each.get(0).asText();
      Column column = functions.expr(each.get(1).asText());
      columns.add(
          each.get(2).asBoolean()
              ? column.as(name, source.schema().apply(name).metadata())
              : column.as(name));
    }
    return columns.toArray(Column[]::new);
  }

  private static Map<String, String> options(JsonNode node) {
    return JSON.convertValue(
        node, JSON.getTypeFactory().constructMapType(Map.class, String.class, String.class));
  }
}
