package dev.sparkzarr.spark.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sparkzarr.ZarrException;
import dev.sparkzarr.spark.read.LocalSpark;
import dev.sparkzarr.store.MemoryStore;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** New tables: what was saved is what is read. */
class CreateTest {
  private SparkSession spark;

  @BeforeEach
  void forget() {
    spark = LocalSpark.session();
    MemoryStore.forget("created");
  }

  private Dataset<Row> weather() {
    return spark
        .range(0, 6 * 5 * 7)
        .selectExpr(
            "timestamp_ntz'2020-01-01 00:00:00' + make_dt_interval(0, cast(id div 35 as int)) AS"
                + " time",
            "cast(50 - (id div 7) % 5 as double) AS latitude",
            "cast(id % 7 as double) AS longitude",
            "cast(id * 0.5 as float) AS t",
            "cast(if(id % 11 = 0, null, id) as float) AS u");
  }

  private Dataset<Row> read() {
    return spark.read().format("zarr").load("memory:created");
  }

  @Test
  void rowsInAnyOrderBecomeTheTable() {
    weather()
        .repartition(3)
        .write()
        .format("zarr")
        .option("dimensions", "time,latitude,longitude")
        .option("chunks", "4,2,3")
        .save("memory:created");
    assertThat(read().orderBy("time", "latitude", "longitude").collectAsList())
        .isEqualTo(weather().orderBy("time", "latitude", "longitude").collectAsList());
  }

  @Test
  void twoRowsOfOneCellAreRefusedByName() {
    assertThatThrownBy(
            () ->
                weather()
                    .union(weather().where("t = 100"))
                    .write()
                    .format("zarr")
                    .option("dimensions", "time,latitude,longitude")
                    .mode(SaveMode.ErrorIfExists)
                    .save("memory:created"))
        .isInstanceOf(ZarrException.class)
        .hasMessageStartingWith("Cannot write memory:created: more than one row has")
        .hasMessageContaining("time = 2020-01-01T05:00")
        .hasMessageContaining("latitude = 47.0")
        .hasMessageContaining("longitude = 4.0");
  }
}
