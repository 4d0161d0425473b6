package dev.sparkzarr.examples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * The first steps: writes a small weather store, reads it with Spark, prints a few answers and
 * draws the mean temperature as a map. The first argument is the directory to work in.
 */
public final class Quickstart {
  private Quickstart() {}

  /** Runs the example. */
  public static void main(String[] arguments) throws IOException {
    Path directory = Path.of(arguments.length > 0 ? arguments[0] : "target/quickstart");
    Files.createDirectories(directory);
    Path store = directory.resolve("weather.zarr").toAbsolutePath();
    WeatherStore.write(store);

    SparkSession spark =
        SparkSession.builder()
            .appName("spark-zarr quickstart")
            .master("local[*]")
            .config("spark.ui.enabled", "false")
            .config("spark.sql.shuffle.partitions", "2")
            .config("spark.sql.session.timeZone", "UTC")
            .getOrCreate();
    spark.read().format("zarr").load(store.toString()).createOrReplaceTempView("weather");
    spark.sql("DESCRIBE weather").show(false);
    for (String question :
        List.of(
            "SELECT count(*) AS cells, min(time), max(time) FROM weather",
            "SELECT round(avg(t2m), 2) AS mean, min(t2m) AS coldest, max(t2m) AS warmest FROM weather",
            "SELECT latitude, round(avg(t2m), 2) AS mean FROM weather WHERE latitude >= 56 GROUP BY"
                + " latitude ORDER BY latitude DESC",
            "SELECT time, t2m FROM weather WHERE latitude = 51.5 AND longitude = 0 AND time >="
                + " '2024-01-02' ORDER BY time LIMIT 5")) {
      System.out.println(question);
      spark.sql(question).show(false);
    }

    Path map = directory.resolve("map.png").toAbsolutePath();
    draw(
        spark
            .sql("SELECT latitude, longitude, avg(t2m) FROM weather GROUP BY latitude, longitude")
            .collectAsList(),
        map);
    System.out.println("The store: " + store);
    System.out.println("A map of the mean: " + map);
    spark.stop();
  }

  private static void draw(List<Row> means, Path file) throws IOException {
    double[] latitudes = axis(means, 0, true);
    double[] longitudes = axis(means, 1, false);
    double[][] values = new double[latitudes.length][longitudes.length];
    for (Row row : means) {
      values[indexOf(latitudes, row.getDouble(0))][indexOf(longitudes, row.getDouble(1))] =
          row.getDouble(2);
    }
    new TemperatureMap(latitudes, longitudes, values).write(file, "2 m temperature, mean (K)");
  }

  private static double[] axis(List<Row> rows, int column, boolean descending) {
    TreeSet<Double> values = new TreeSet<>();
    rows.forEach(row -> values.add(row.getDouble(column)));
    return (descending ? values.descendingSet() : values)
        .stream().mapToDouble(Double::doubleValue).toArray();
  }

  private static int indexOf(double[] axis, double value) {
    for (int i = 0; i < axis.length; i++) {
      if (axis[i] == value) {
        return i;
      }
    }
    throw new IllegalArgumentException("no " + value + " on the axis");
  }
}
