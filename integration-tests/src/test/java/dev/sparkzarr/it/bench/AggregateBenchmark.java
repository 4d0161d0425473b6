package dev.sparkzarr.it.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;

/**
 * Aggregates of the same data by several engines, one after the other, with two threads each:
 * {@code AggregateBenchmark DIRECTORY PYTHON SCRIPT QUERIES RUNS ENGINES}. Prints a Markdown table
 * of medians, and fails where answers differ. {@code zarr} is this connector, {@code rows} the same
 * with aggregates left to Spark. The Parquet table is written once from the store.
 */
public final class AggregateBenchmark {
  private static final List<String> LAYOUTS = List.of("hour", "box", "sharded");
  private static final int GROUPED = 4; // of the questions: those that each layout is asked

  private final SparkSession spark;
  private final Path directory;
  private final JsonNode queries;
  private final int runs;
  private final Map<String, JsonNode> results = new LinkedHashMap<>();

  private AggregateBenchmark(SparkSession spark, Path directory, JsonNode queries, int runs) {
    this.spark = spark;
    this.directory = directory;
    this.queries = queries;
    this.runs = runs;
  }

  /** Runs it. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    SparkSession spark =
        SparkSession.builder()
            .master("local[2]")
            .appName("benchmark")
            .config("spark.ui.enabled", "false")
            .config("spark.sql.shuffle.partitions", "2")
            .config("spark.sql.session.timeZone", "UTC")
            .config("spark.sql.ansi.enabled", "true") // as in Spark 4
            .config("spark.sql.parquet.compression.codec", "zstd")
            .getOrCreate();
    spark.sparkContext().setLogLevel("ERROR");
    AggregateBenchmark benchmark =
        new AggregateBenchmark(
            spark,
            Path.of(arguments[0]),
            new ObjectMapper().readTree(Path.of(arguments[3]).toFile()),
            Integer.parseInt(arguments[4]));
    List<String> engines = List.of(arguments[5].split(","));
    benchmark.spark(engines.contains("parquet") || engines.contains("duckdb"), engines);
    spark.stop();
    for (String engine : engines) {
      if (!engine.equals("parquet") && !engine.equals("rows")) {
        benchmark.peer(engine, arguments[1], arguments[2], arguments[3]);
      }
    }
    benchmark.print();
  }

  private void spark(boolean needsParquet, List<String> engines) {
    String parquet = directory.resolve("day.parquet").toString();
    if (needsParquet && !Files.exists(Path.of(parquet, "_SUCCESS"))) {
      zarr("day", true).write().mode(SaveMode.Overwrite).parquet(parquet);
    }
    ObjectNode zarr = new ObjectMapper().createObjectNode();
    zarr("day", true).createOrReplaceTempView("t");
    ask("", queries.size(), zarr);
    for (String layout : LAYOUTS) {
      zarr(layout, true).createOrReplaceTempView("t");
      ask(layout + ": ", GROUPED, zarr);
    }
    results.put("zarr", zarr);
    if (engines.contains("rows")) {
      ObjectNode rows = new ObjectMapper().createObjectNode();
      zarr("day", false).createOrReplaceTempView("t");
      ask("", queries.size(), rows);
      results.put("rows", rows);
    }
    if (engines.contains("parquet")) {
      ObjectNode parquets = new ObjectMapper().createObjectNode();
      spark.read().parquet(parquet).createOrReplaceTempView("t");
      ask("", queries.size(), parquets);
      results.put("parquet", parquets);
    }
  }

  private org.apache.spark.sql.Dataset<org.apache.spark.sql.Row> zarr(
      String layout, boolean pushes) {
    return spark
        .read()
        .format("zarr")
        .option("aggregatePushdown", pushes)
        .load(directory.resolve(layout + ".zarr").toString());
  }

  private void ask(String prefix, int count, ObjectNode into) {
    List<String> names = new ArrayList<>();
    queries.fieldNames().forEachRemaining(names::add);
    for (String name : names.subList(0, count)) {
      ObjectNode result = into.putObject(prefix + name);
      for (int run = -1; run < runs; run++) {
        long start = System.nanoTime();
        Object answer = spark.sql(queries.get(name).asText()).collectAsList().get(0).get(0);
        double seconds = (System.nanoTime() - start) / 1e9;
        if (run >= 0) {
          result.withArray("seconds").add(seconds);
        }
        result.put("answer", ((Number) answer).doubleValue());
      }
    }
  }

  private void peer(String engine, String python, String script, String questions)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                python,
                "-W",
                "ignore",
                script,
                engine,
                directory.toString(),
                questions,
                Integer.toString(runs))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IllegalStateException(engine + " failed: " + output);
    }
    results.put(engine, new ObjectMapper().readTree(output));
  }

  private void print() {
    System.out.println("| question | " + String.join(" s | ", results.keySet()) + " s |");
    System.out.println("|---|" + "---|".repeat(results.size()));
    List<String> names = new ArrayList<>();
    results.get("zarr").fieldNames().forEachRemaining(names::add);
    Map<String, Double> totals = new LinkedHashMap<>();
    for (String name : names) {
      List<String> cells = new ArrayList<>();
      for (Map.Entry<String, JsonNode> engine : results.entrySet()) {
        JsonNode result = engine.getValue().path(name);
        cells.add(result.isMissingNode() ? "–" : text(median(result)));
        if (!result.isMissingNode() && !name.contains(": ")) {
          totals.merge(engine.getKey(), median(result), Double::sum);
        }
      }
      System.out.println("| " + name + " | " + String.join(" | ", cells) + " |");
    }
    List<String> sums =
        results.keySet().stream().map(e -> text(totals.getOrDefault(e, Double.NaN))).toList();
    System.out.println("| all of the first layout | " + String.join(" | ", sums) + " |");
    for (String name : names) {
      compare(name, result -> result.get("answer").asDouble());
    }
  }

  private void compare(String name, ToDoubleFunction<JsonNode> answer) {
    double ours = answer.applyAsDouble(results.get("zarr").get(name));
    for (Map.Entry<String, JsonNode> engine : results.entrySet()) {
      JsonNode result = engine.getValue().path(name);
      if (!result.isMissingNode()
          && Math.abs(answer.applyAsDouble(result) - ours) > 1e-5 * Math.abs(ours)) {
        throw new IllegalStateException(
            name + ": " + ours + ", but " + engine.getKey() + " says " + result.get("answer"));
      }
    }
  }

  private static String text(double seconds) {
    return String.format(Locale.ROOT, "%.2f", seconds);
  }

  private static double median(JsonNode result) {
    double[] seconds = new double[result.get("seconds").size()];
    Arrays.setAll(seconds, i -> result.get("seconds").get(i).asDouble());
    Arrays.sort(seconds);
    return seconds[seconds.length / 2];
  }
}
