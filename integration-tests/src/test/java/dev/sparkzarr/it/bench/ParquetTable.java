package dev.sparkzarr.it.bench;

import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;

/**
 * Writes the table of a Zarr store as Parquet, rows in the order of the store: {@code ParquetTable
 * STORE PARQUET THREADS}.
 */
public final class ParquetTable {
  private ParquetTable() {}

  /** Runs it. */
  public static void main(String[] arguments) {
    SparkSession spark = SparkEngine.session(Integer.parseInt(arguments[2]));
    spark
        .read()
        .format("zarr")
        .load(arguments[0])
        .write()
        .mode(SaveMode.Overwrite)
        .parquet(arguments[1]);
    spark.stop();
  }
}
