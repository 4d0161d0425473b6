package dev.sparkzarr.it;

import java.io.IOException;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Reads the arrays of a group one by one and prints their cells, or why they are refused: {@code
 * ExtensionRead MASTER STORE ARRAYS [JAR...]}. Jars are attached to the running session. Knows
 * nothing of the connector, so that it can be started without.
 */
public final class ExtensionRead {
  private ExtensionRead() {}

  /** Runs it. */
  public static void main(String[] arguments) throws IOException {
    SparkSession spark =
        SparkSession.builder()
            .master(arguments[0])
            .appName("extension")
            .config("spark.ui.enabled", "false")
            .config("spark.executor.memory", "512m")
            .getOrCreate();
    // tasks have run before jars come
    spark.range(10).count();
    AttachedJar.attach(spark, List.of(arguments).subList(3, arguments.length));
    for (String array : arguments[2].split(",")) {
      try {
        List<Row> rows =
            spark
                .read()
                .format("zarr")
                .option("decodeCf", "true")
                .load(arguments[1] + "/" + array)
                .orderBy("dim_0")
                .collectAsList();
        rows.forEach(row -> System.out.println(array + " " + row.get(0) + " " + row.get(1)));
      } catch (Exception e) { // Scala throws checked exceptions that nobody declares
        Throwable cause = e;
        while (cause.getCause() != null) {
          cause = cause.getCause();
        }
        System.out.println(array + " is refused: " + e.getMessage() + " (" + cause + ")");
      }
    }
    spark.stop();
    System.exit(0);
  }
}
