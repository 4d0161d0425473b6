package dev.sparkzarr.examples;

import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Asks Spark about an array that a {@link WaveStore} computes while it is read. */
public final class OwnStore {
  private OwnStore() {}

  /** Runs the example. */
  public static void main(String[] arguments) {
    SparkSession spark =
        SparkSession.builder()
            .appName("a store of your own")
            .master("local[*]")
            .config("spark.ui.enabled", "false")
            .getOrCreate();
    Row answer = ask(spark);
    System.out.println("values: " + answer.getLong(0));
    System.out.println("mean, near (2/pi)^2 = 0.405: " + answer.getDouble(1));
    System.out.println("largest: " + answer.getFloat(2));
    spark.stop();
  }

  static Row ask(SparkSession spark) {
    return spark
        .read()
        .format("zarr")
        .load("waves:1000")
        .selectExpr("count(value)", "avg(value)", "max(value)")
        .head();
  }
}
