package dev.sparkzarr.it.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleUnaryOperator;
import org.apache.spark.sql.SparkSession;

/**
 * How long the driver takes to load and plan an array of 59 million chunks, of which none is
 * stored: {@code PlanningBenchmark DIRECTORY RUNS}. Prints a Markdown table of medians.
 */
public final class PlanningBenchmark {
  private static final int[] SHAPE = {1_475_000, 721, 1440};
  private static final String DAY = "time >= '1999-12-31' AND time < '2000-01-01'";

  private PlanningBenchmark() {}

  private static final List<String> QUERIES =
      List.of(
          "SELECT count(*) FROM t",
          "SELECT min(time), max(time), count(DISTINCT latitude) FROM t",
          "SELECT t2m FROM t WHERE " + DAY,
          "SELECT t2m FROM t WHERE " + DAY + " AND latitude = 10 AND longitude = 20",
          "SELECT t2m FROM t WHERE hour(time) = 6",
          "SELECT t2m FROM t WHERE month(time) = 7 AND longitude % 2 = 1",
          "SELECT * FROM t LIMIT 10",
          "SELECT * FROM t ORDER BY time DESC LIMIT 10",
          "SELECT * FROM t",
          "SELECT latitude, avg(t2m) FROM t GROUP BY latitude");

  /** Runs it. */
  public static void main(String[] arguments) throws IOException {
    Path store = Path.of(arguments[0]);
    int runs = Integer.parseInt(arguments[1]);
    write(store);
    SparkSession spark =
        SparkSession.builder()
            .master("local[2]")
            .appName("planning")
            .config("spark.ui.enabled", "false")
            .config("spark.sql.session.timeZone", "UTC")
            // would run the stages before the last
            .config("spark.sql.adaptive.enabled", "false")
            .getOrCreate();
    Runnable load =
        () -> spark.read().format("zarr").load(store.toString()).createOrReplaceTempView("t");
    load.run();
    System.out.println("| driver's work | partitions | median ms | longest ms |");
    System.out.println("|---|---|---|---|");
    report("load", "", load, runs);
    for (String sql : QUERIES) {
      Runnable plan = () -> partitions(spark, sql);
      report("plan `" + sql + "`", Integer.toString(partitions(spark, sql)), plan, runs);
    }
    spark.stop();
  }

  private static void report(String name, String partitions, Runnable work, int runs) {
    double[] millis = new double[runs];
    for (int run = -2; run < runs; run++) {
      long start = System.nanoTime();
      work.run();
      if (run >= 0) {
        millis[run] = (System.nanoTime() - start) / 1e6;
      }
    }
    Arrays.sort(millis);
    System.out.println(
        String.format(
            Locale.ROOT,
            "| %s | %s | %.0f | %.0f |",
            name,
            partitions,
            millis[runs / 2],
            millis[runs - 1]));
  }

  /** Plans a query up to the tasks that read the store. */
  private static int partitions(SparkSession spark, String sql) {
    return spark
        .sql(sql)
        .queryExecution()
        .executedPlan()
        .collectLeaves()
        .head()
        .execute()
        .getNumPartitions();
  }

  /** Documents of four arrays, and the chunk of each coordinate. */
  private static void write(Path store) throws IOException {
    document(store, "{\"zarr_format\":3,\"node_type\":\"group\",\"attributes\":{}}");
    String hours = "\"units\":\"hours since 1850-01-01\"";
    coordinate(store.resolve("time"), 0, hours, hour -> hour);
    coordinate(store.resolve("latitude"), 1, "", row -> 90 - 0.25 * row);
    coordinate(store.resolve("longitude"), 2, "", column -> 0.25 * column);
    String names = "\"time\",\"latitude\",\"longitude\"";
    array(store.resolve("t2m"), "float32", Arrays.toString(SHAPE), "[1,181,144]", names, "");
  }

  private static void coordinate(
      Path path, int dimension, String attributes, DoubleUnaryOperator value) throws IOException {
    String shape = "[" + SHAPE[dimension] + "]";
    String name = "\"" + path.getFileName() + "\"";
    array(path, "float64", shape, shape, name, attributes);
    ByteBuffer values =
        ByteBuffer.allocate(SHAPE[dimension] * Double.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < SHAPE[dimension]; i++) {
      values.putDouble(value.applyAsDouble(i));
    }
    Files.write(Files.createDirectories(path.resolve("c")).resolve("0"), values.array());
  }

  private static void array(
      Path path, String type, String shape, String chunks, String names, String attributes)
      throws IOException {
    document(
        path,
        "{\"zarr_format\":3,\"node_type\":\"array\",\"shape\":"
            + shape
            + ",\"data_type\":\""
            + type
            + "\",\"chunk_grid\":{\"name\":\"regular\",\"configuration\":{\"chunk_shape\":"
            + chunks
            + "}},\"chunk_key_encoding\":{\"name\":\"default\"},\"fill_value\":\"NaN\","
            + "\"codecs\":[{\"name\":\"bytes\",\"configuration\":{\"endian\":\"little\"}}],"
            + "\"dimension_names\":["
            + names
            + "],\"attributes\":{"
            + attributes
            + "}}");
  }

  private static void document(Path node, String json) throws IOException {
    Files.writeString(Files.createDirectories(node).resolve("zarr.json"), json);
  }
}
