package dev.sparkzarr.it.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;

/**
 * The same table as Zarr through the connector, as zstd Parquet through Spark, and through xarray
 * with dask, in one run with two threads each: {@code PeerBenchmark STORE PARQUET PYTHON SCRIPT
 * RUNS}. Prints a Markdown table of medians and ratios. The Parquet table is written once from the
 * store.
 */
public final class PeerBenchmark {
  private PeerBenchmark() {}

  /**
   * A question.
   *
   * @param sql over the view {@code t}
   * @param collect whether rows are fetched; otherwise they go to a sink that drops them
   */
  private record Question(String name, String sql, boolean collect) {
    double ask(SparkSession spark) {
      if (!collect) {
        spark.sql(sql).write().format("noop").mode(SaveMode.Overwrite).save();
        return Double.NaN;
      }
      double sum = 0;
      for (Row row : spark.sql(sql).collectAsList()) {
        sum += ((Number) row.get(row.size() - 1)).doubleValue();
      }
      return sum;
    }
  }

  private static final List<Question> QUESTIONS =
      List.of(
          new Question("full scan", "SELECT * FROM t", false),
          new Question("sum", "SELECT sum(CAST(t2m AS DOUBLE)) FROM t", true),
          new Question(
              "filter on coordinates",
              "SELECT avg(t2m) FROM t WHERE time >= '2019-01-10' AND time < '2019-01-20'"
                  + " AND latitude BETWEEN 40 AND 60 AND longitude BETWEEN 0 AND 30",
              true),
          new Question("filter on values", "SELECT count(*) FROM t WHERE t2m > 290", true),
          new Question(
              "group by latitude", "SELECT latitude, avg(t2m) FROM t GROUP BY latitude", true),
          new Question(
              "group by cell",
              "SELECT latitude, longitude, avg(t2m) FROM t GROUP BY latitude, longitude",
              true),
          new Question(
              "one point",
              "SELECT time, CAST(t2m AS DOUBLE) FROM t WHERE latitude = 51 AND longitude = 10",
              true));

  /** Runs it. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    String store = arguments[0];
    String parquet = arguments[1];
    int runs = Integer.parseInt(arguments[4]);
    SparkSession spark =
        SparkSession.builder()
            .master("local[2]")
            .appName("benchmark")
            .config("spark.ui.enabled", "false")
            .config("spark.sql.shuffle.partitions", "2")
            .config("spark.sql.session.timeZone", "UTC")
            .config("spark.sql.parquet.compression.codec", "zstd")
            .getOrCreate();
    spark.sparkContext().setLogLevel("ERROR");
    if (!Files.exists(Path.of(parquet, "_SUCCESS"))) {
      spark.read().format("zarr").load(store).write().mode(SaveMode.Overwrite).parquet(parquet);
    }
    spark.read().format("zarr").load(store).createOrReplaceTempView("zarr");
    spark.read().parquet(parquet).createOrReplaceTempView("parquet");
    JsonNode xarray = xarray(arguments[2], arguments[3], store, runs);

    System.out.println(
        "| question | zarr s | Parquet s | xarray s | Parquet / zarr | xarray / zarr |");
    System.out.println("|---|---|---|---|---|---|");
    for (Question question : QUESTIONS) {
      double[] zarrSeconds = new double[runs];
      double[] parquetSeconds = new double[runs];
      double zarrAnswer = 0;
      double parquetAnswer = 0;
      for (int run = -1; run < runs; run++) {
        long start = System.nanoTime();
        zarrAnswer = ask(spark, question, "zarr");
        long middle = System.nanoTime();
        parquetAnswer = ask(spark, question, "parquet");
        long end = System.nanoTime();
        if (run >= 0) {
          zarrSeconds[run] = (middle - start) / 1e9;
          parquetSeconds[run] = (end - middle) / 1e9;
        }
      }
      List<Double> xarraySeconds = new ArrayList<>();
      xarray.get(question.name()).get("seconds").forEach(s -> xarraySeconds.add(s.asDouble()));
      double third = median(xarraySeconds.stream().mapToDouble(Double::doubleValue).toArray());
      double zarr = median(zarrSeconds);
      System.out.println(
          String.format(
              Locale.ROOT,
              "| %s | %.3f | %.3f | %.3f | %.1f | %.1f |",
              question.name(),
              zarr,
              median(parquetSeconds),
              third,
              median(parquetSeconds) / zarr,
              third / zarr));
      double xarrayAnswer = xarray.get(question.name()).get("answer").asDouble();
      if (question.collect()
          && (differs(zarrAnswer, parquetAnswer) || differs(zarrAnswer, xarrayAnswer))) {
        throw new IllegalStateException(
            question.name() + ": " + zarrAnswer + ", " + parquetAnswer + ", " + xarrayAnswer);
      }
    }
    spark.stop();
  }

  private static double ask(SparkSession spark, Question question, String view) {
    return new Question(
            question.name(), question.sql().replace("FROM t", "FROM " + view), question.collect())
        .ask(spark);
  }

  private static boolean differs(double one, double other) {
    return Math.abs(one - other) > 1e-6 * Math.abs(one);
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  private static JsonNode xarray(String python, String script, String store, int runs)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(python, script, store, Integer.toString(runs))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IllegalStateException("xarray failed: " + output);
    }
    return new ObjectMapper().readTree(output);
  }
}
