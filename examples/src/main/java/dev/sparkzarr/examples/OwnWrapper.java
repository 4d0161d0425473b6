package dev.sparkzarr.examples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.sql.SparkSession;

/**
 * Reads a store through {@link SlowestRequests}, and prints what took longest. The first argument
 * is the directory to work in.
 */
public final class OwnWrapper {
  private OwnWrapper() {}

  /** Runs the example. */
  public static void main(String[] arguments) throws IOException {
    SparkSession spark =
        SparkSession.builder()
            .appName("a wrapper of your own")
            .master("local[*]")
            .config("spark.ui.enabled", "false")
            .getOrCreate();
    double mean = meanThroughWrapper(spark, arguments.length > 0 ? arguments[0] : "target/wrapper");
    System.out.println("mean temperature: " + mean);
    for (SlowestRequests.Request request : SlowestRequests.slowest()) {
      System.out.printf("%6.1f ms  %s%n", request.nanos() / 1e6, request.text());
    }
    spark.stop();
  }

  static double meanThroughWrapper(SparkSession spark, String directory) throws IOException {
    Path store = Files.createDirectories(Path.of(directory)).resolve("weather.zarr");
    WeatherStore.write(store);
    return spark
        .read()
        .format("zarr")
        .load("slowest:" + store.toAbsolutePath())
        .selectExpr("avg(t2m)")
        .head()
        .getDouble(0);
  }
}
