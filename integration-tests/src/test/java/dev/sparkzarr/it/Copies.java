package dev.sparkzarr.it;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.DataFrameWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;

/**
 * Copies real stores in several forms, and changes tables step by step. A plain program, so that
 * one compiled class serves every Spark: {@code Copies DATA TARGET}.
 */
public final class Copies {
  private static final List<String> STORES =
      List.of(
          "era5-uk-v2.zarr", "era5-uk-v3-sharded.zarr", "eraint-packed-v2.zarr", "basin-v3.zarr");

  private Copies() {}

  private static void chunks(
      SparkSession spark, String store, Map<String, String> options, String target) {
    spark
        .read()
        .format("zarr")
        .option("layout", "chunks")
        .options(options)
        .load(store)
        .write()
        .format("zarr")
        .option("layout", "chunks")
        .options(options)
        .save(target);
  }

  /** Runs on a Spark session of its own. */
  public static void main(String[] arguments) {
    SparkSession spark =
        SparkSession.builder()
            .master("local[2]")
            .appName("copies")
            .config("spark.ui.enabled", "false")
            .config("spark.sql.shuffle.partitions", "2")
            .config("spark.sql.session.timeZone", "UTC")
            // not all that travels is made for it
            .config("spark.serializer", "org.apache.spark.serializer.KryoSerializer")
            .getOrCreate();
    String data = arguments[0] + "/";
    String target = arguments[1] + "/";
    for (String store : STORES) {
      chunks(spark, data + store, Map.of("encoded", "true"), target + "encoded-" + store);
      chunks(spark, data + store, Map.of(), target + "chunks-" + store);
      Dataset<Row> rows = spark.read().format("zarr").load(data + store);
      String first = rows.columns()[0];
      Map<String, Map<String, String>> forms =
          Map.of(
              "plain", Map.of(),
              "v2", Map.of("zarrFormat", "2"),
              "rechunked", Map.of("chunks", "{\"" + first + "\":7}"),
              "sharded",
                  Map.of("chunks", "{\"" + first + "\":12}", "shards", "{\"" + first + "\":48}"));
      forms.forEach(
          (form, options) ->
              zarr(rows)
                  .options(options)
                  .option("like", data + store)
                  .mode(SaveMode.Append) // creates; Spark takes intervals so
                  .save(target + form + "-" + store));
    }
    steps(spark, Path.of(data, STORES.get(0)).toString(), target + "steps-" + STORES.get(0));
    System.out.println("Spark " + spark.version() + ": copied");
    spark.stop();
  }

  private static DataFrameWriter<Row> zarr(Dataset<Row> rows) {
    return rows.write().format("zarr");
  }

  /** A copy in four steps: half of it with wrong values, the rest appended, a region corrected. */
  private static void steps(SparkSession spark, String store, String target) {
    Dataset<Row> rows = spark.read().format("zarr").load(store);
    String half = "time < '2019-03-11 05:00:00'";
    String wrong = "time < '2019-03-11 05:00:00' AND time >= '2019-03-05 17:00:00'";
    zarr(rows.where(half)
            .withColumn(
                "t2m",
                functions
                    .expr("if(" + wrong + ", cast(0 as float), t2m)")
                    .as("t2m", rows.schema().apply("t2m").metadata())))
        .mode(SaveMode.Append)
        .save(target);
    zarr(rows.where("NOT " + half).repartition(3))
        .mode(SaveMode.Append)
        .option("appendDim", "time")
        .save(target);
    zarr(rows.where(wrong).select("time", "latitude", "longitude", "t2m"))
        .mode(SaveMode.Append)
        .option("region", "{\"time\":\"auto\"}")
        .save(target);
  }
}
