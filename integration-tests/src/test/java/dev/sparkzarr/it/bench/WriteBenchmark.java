package dev.sparkzarr.it.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;

/**
 * One table written as Zarr through the connector, as zstd Parquet by Spark, and by xarray with
 * dask, in one run with two threads each: {@code WriteBenchmark STORE FOLDER PYTHON SCRIPT RUNS
 * WRITES}, where writes are some of copy, append, rechunk and chunks. All read the same store.
 * Prints a Markdown table of medians and ratios; what was written is summed and compared. The copy
 * is made by rows of chunks too, of values and of stored bytes.
 */
public final class WriteBenchmark {
  private final SparkSession spark;
  private final String store;
  private final Path zarr;
  private final Path parquet;

  private WriteBenchmark(SparkSession spark, String store, Path folder) {
    this.spark = spark;
    this.store = store;
    this.zarr = folder.resolve("written.zarr");
    this.parquet = folder.resolve("written.parquet");
  }

  /**
   * A write.
   *
   * @param condition on the rows that are written
   * @param before on those that are there before, not timed; empty for none
   * @param options of ours
   */
  private record Task(String name, String condition, String before, Map<String, String> options) {
    SaveMode mode() {
      return before.isEmpty() ? SaveMode.ErrorIfExists : SaveMode.Append;
    }
  }

  /** Runs it. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    SparkSession spark =
        SparkSession.builder()
            .master("local[2]")
            .appName("benchmark")
            .config("spark.ui.enabled", "false")
            .config("spark.sql.session.timeZone", "UTC")
            .config("spark.sql.parquet.compression.codec", "zstd")
            .getOrCreate();
    spark.sparkContext().setLogLevel("ERROR");
    new WriteBenchmark(spark, arguments[0], Path.of(arguments[1]))
        .run(
            arguments[2],
            arguments[3],
            Integer.parseInt(arguments[4]),
            List.of(arguments[5].split(",")));
    spark.stop();
  }

  private void run(String python, String script, int runs, List<String> writes)
      throws IOException, InterruptedException {
    source().createOrReplaceTempView("source");
    String middle =
        spark
            .sql(
                "SELECT date_trunc('day', min(time) + (max(time) - min(time)) * 12 / 13)"
                    + " FROM source")
            .first()
            .get(0)
            .toString();
    List<Task> tasks =
        List.of(
            new Task("copy", "true", "", Map.of()),
            new Task(
                "append",
                "time >= timestamp_ntz'" + middle + "'",
                "time < timestamp_ntz'" + middle + "'",
                Map.of("appendDim", "time")),
            new Task("rechunk", "true", "", Map.of("chunks", "240,46,60")));
    JsonNode xarray = xarray(python, script, runs, writes);
    System.out.println(
        "| write | zarr s | Parquet s | xarray s | Parquet / zarr | xarray / zarr |");
    System.out.println("|---|---|---|---|---|---|");
    for (Task task : tasks) {
      if (!writes.contains(task.name())) {
        continue;
      }
      List<Double> ours = new ArrayList<>();
      List<Double> theirs = new ArrayList<>();
      for (int run = -1; run < runs; run++) {
        double zarrSeconds = zarr(task);
        double parquetSeconds = parquet(task);
        if (run >= 0) {
          ours.add(zarrSeconds);
          theirs.add(parquetSeconds);
        }
      }
      double third = median(xarray.get(task.name()).get("seconds"));
      System.out.println(
          String.format(
              Locale.ROOT,
              "| %s | %.2f | %.2f | %.2f | %.2f | %.2f |",
              task.name(),
              median(ours),
              median(theirs),
              third,
              median(theirs) / median(ours),
              third / median(ours)));
      check(task, xarray.get(task.name()).get("sum").asDouble());
    }
    if (writes.contains("chunks")) {
      chunkRows(runs, xarray.get("copy"));
    }
  }

  /** Parquet has nothing like it. Processor time says more on a machine that does other work. */
  private void chunkRows(int runs, JsonNode xarray) throws IOException {
    System.out.println();
    System.out.println(
        "| copy by chunk rows | zarr s | xarray s | xarray / zarr"
            + " | processor: zarr s | xarray s | xarray / zarr |");
    System.out.println("|---|---|---|---|---|---|---|");
    OperatingSystemMXBean process =
        ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    for (boolean encoded : new boolean[] {false, true}) {
      List<Double> seconds = new ArrayList<>();
      List<Double> processor = new ArrayList<>();
      for (int run = -1; run < runs; run++) {
        delete(zarr);
        long start = System.nanoTime();
        long busy = process.getProcessCpuTime();
        copyChunks(encoded);
        if (run >= 0) {
          seconds.add((System.nanoTime() - start) / 1e9);
          processor.add((process.getProcessCpuTime() - busy) / 1e9);
        }
      }
      double third = median(xarray.get("seconds"));
      double thirdProcessor = median(xarray.get("processor"));
      System.out.println(
          String.format(
              Locale.ROOT,
              "| %s | %.2f | %.2f | %.2f | %.2f | %.2f | %.2f |",
              encoded ? "stored bytes" : "values",
              median(seconds),
              third,
              third / median(seconds),
              median(processor),
              thirdProcessor,
              thirdProcessor / median(processor)));
      double sum = sum(spark.read().format("zarr").load(zarr.toString()));
      if (differs(sum, xarray.get("sum").asDouble())) {
        throw new IllegalStateException("chunk rows, encoded " + encoded + ": " + sum);
      }
    }
  }

  private void copyChunks(boolean encoded) {
    spark
        .read()
        .format("zarr")
        .option("layout", "chunks")
        .option("encoded", encoded)
        .load(store)
        .write()
        .format("zarr")
        .option("layout", "chunks")
        .option("encoded", encoded)
        .save(zarr.toString());
  }

  private static double median(JsonNode values) {
    List<Double> all = new ArrayList<>();
    values.forEach(value -> all.add(value.asDouble()));
    return median(all);
  }

  private Dataset<Row> source() {
    return spark.read().format("zarr").load(store);
  }

  private double zarr(Task task) throws IOException {
    delete(zarr);
    if (!task.before().isEmpty()) {
      source().where(task.before()).write().format("zarr").save(zarr.toString());
    }
    long start = System.nanoTime();
    source()
        .where(task.condition())
        .write()
        .format("zarr")
        .mode(task.mode())
        .options(task.options())
        .save(zarr.toString());
    return (System.nanoTime() - start) / 1e9;
  }

  private double parquet(Task task) throws IOException {
    delete(parquet);
    if (!task.before().isEmpty()) {
      source().where(task.before()).write().parquet(parquet.toString());
    }
    long start = System.nanoTime();
    source().where(task.condition()).write().mode(task.mode()).parquet(parquet.toString());
    return (System.nanoTime() - start) / 1e9;
  }

  private void check(Task task, double xarray) {
    double ours = sum(spark.read().format("zarr").load(zarr.toString()));
    double theirs = sum(spark.read().parquet(parquet.toString()));
    if (differs(ours, theirs) || differs(ours, xarray)) {
      throw new IllegalStateException(task.name() + ": " + ours + ", " + theirs + ", " + xarray);
    }
  }

  private static double sum(Dataset<Row> rows) {
    return rows.selectExpr("sum(CAST(t2m AS DOUBLE))").first().getDouble(0);
  }

  private static boolean differs(double one, double other) {
    return Math.abs(one - other) > 1e-9 * Math.abs(one);
  }

  private static double median(List<Double> values) {
    return values.stream().sorted().toList().get(values.size() / 2);
  }

  private static void delete(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  private JsonNode xarray(String python, String script, int runs, List<String> writes)
      throws IOException, InterruptedException {
    String names = String.join(",", writes).replace("chunks", "copy");
    Process process =
        new ProcessBuilder(
                python, script, store, zarr.getParent().toString(), Integer.toString(runs), names)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IllegalStateException("xarray failed: " + output);
    }
    return new ObjectMapper().readTree(output);
  }
}
