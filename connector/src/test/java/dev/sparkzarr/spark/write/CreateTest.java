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
import org.apache.spark.sql.functions;
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

  @Test
  void manyChunksBelowAGroupWithoutDocumentsAreNotLookedThrough() {
    spark
        .range(0, 400 * 3)
        .selectExpr("id div 3 AS y", "id % 3 AS x", "cast(id as double) AS v")
        .write()
        .format("zarr")
        .option("dimensions", "y,x")
        .option("chunks", "1,1")
        .save("memory:created");
    assertThat(read().selectExpr("count(*)", "sum(v)").head().toString())
        .isEqualTo("[1200,719400.0]");
  }

  @Test
  void intervalsAreSavedByTheModesThatSparkTakesThemFor() {
    Dataset<Row> steps =
        spark.range(0, 5).selectExpr("id", "make_dt_interval(0, cast(id as int)) AS step");
    steps
        .write()
        .format("zarr")
        .option("dimensions", "id")
        .mode(SaveMode.Overwrite)
        .save("memory:created");
    assertThat(read().orderBy("id").collectAsList()).isEqualTo(steps.orderBy("id").collectAsList());
    assertThatThrownBy(
            () -> steps.write().format("zarr").option("dimensions", "id").save("memory:created"))
        .hasMessageContaining("please use Append or Overwrite modes instead");
  }

  @Test
  void sessionConfigurationStandsBehindOptionsOfWritesToo() {
    spark.conf().set("spark.datasource.zarr.dimensions", "time,latitude,longitude");
    spark.conf().set("spark.datasource.zarr.chunks", "9,9,9");
    try {
      weather().write().format("zarr").option("CHUNKS", "6,5,7").save("memory:created");
    } finally {
      spark.conf().unset("spark.datasource.zarr.dimensions");
      spark.conf().unset("spark.datasource.zarr.chunks");
    }
    assertThat(read().schema().apply("t").metadata().getMetadata("zarr").getString("encoding"))
        .contains("\"chunks\":[6,5,7]");
    assertThatThrownBy(
            () -> weather().write().format("zarr").option("chunk", "1").save("memory:other"))
        .hasMessageContaining("Did you mean 'chunks'?");
  }

  @Test
  void noRowsMakeATableWithoutCells() {
    weather()
        .limit(0)
        .write()
        .format("zarr")
        .option("dimensions", "time,latitude,longitude")
        .save("memory:created");
    assertThat(read().columns()).containsExactly("time", "latitude", "longitude", "t", "u");
    assertThat(read().count()).isZero();
  }

  @Test
  void rowsOfChunksAreNotTakenForCells() {
    assertThatThrownBy(
            () ->
                weather()
                    .write()
                    .format("zarr")
                    .option("layout", "chunks")
                    .option("dimensions", "time,latitude,longitude")
                    .save("memory:created"))
        .isInstanceOf(ZarrException.class)
        .hasMessageContaining("layout=chunks");
  }

  @Test
  void valuesOfEveryTypeComeBack() {
    Dataset<Row> rows =
        spark
            .range(0, 6)
            .selectExpr(
                "id AS x",
                "id % 2 = 0 AS flag",
                "cast(id as tinyint) AS i1",
                "cast(-id as smallint) AS i2",
                "cast(id * 100000 as int) AS i4",
                "id * 10000000000 AS i8",
                "cast(18446744073709551615 - cast(id as decimal(2,0)) as decimal(20,0)) AS u8",
                "cast(id as float) / 3 AS f8",
                "concat('é', id) AS text",
                "date_add(date'2020-02-28', cast(id as int)) AS day",
                "timestamp_ntz'2020-01-01 00:00:00.000001' AS instant",
                "cast(id as decimal(10,2)) / 4 AS money",
                "encode(concat('b', id), 'utf-8') AS bytes",
                "named_struct('re', cast(id as double), 'im', cast(-id as double)) AS c");
    rows.selectExpr(
            "x",
            "flag",
            "i1",
            "i2",
            "i4",
            "i8",
            "u8",
            "f8",
            "text",
            "day",
            "instant",
            "cast(money as decimal(12,3)) AS money",
            "bytes",
            "c")
        .write()
        .format("zarr")
        .option("dimensions", "x")
        .option("chunks", "4")
        .save("memory:created");
    Dataset<Row> expected =
        rows.selectExpr(
            "x",
            "flag",
            "i1",
            "i2",
            "i4",
            "i8",
            "u8",
            "f8",
            "text",
            "cast(day as timestamp_ntz) AS day",
            "instant",
            "cast(money as double) AS money",
            "base64(bytes) AS bytes",
            "c.re",
            "c.im");
    Dataset<Row> found =
        read()
            .selectExpr(
                "x",
                "flag",
                "i1",
                "i2",
                "i4",
                "i8",
                "u8",
                "f8",
                "text",
                "day",
                "instant",
                "cast(money as double) AS money",
                "base64(bytes) AS bytes",
                "c.re",
                "c.im");
    assertThat(found.orderBy("x").collectAsList()).isEqualTo(expected.orderBy("x").collectAsList());
  }

  @Test
  void numbersOfUint64AreADimensionInTheirOwnOrder() {
    Dataset<Row> rows =
        spark
            .range(0, 4)
            .selectExpr(
                "cast(9223372036854775806 + cast(id as decimal(2,0)) as decimal(20,0)) AS n", "id");
    rows.orderBy(functions.desc("n"))
        .write()
        .format("zarr")
        .option("dimensions", "n")
        .save("memory:created");
    assertThat(read().collectAsList()).isEqualTo(rows.orderBy("n").collectAsList());
    assertThat(read().schema().apply("n").dataType().sql()).isEqualTo("DECIMAL(20,0)");
  }

  @Test
  void whatUint64HasNoRoomForIsRefused() {
    for (String value : new String[] {"-1", "18446744073709551616"}) {
      assertThatThrownBy(
              () ->
                  spark
                      .range(0, 1)
                      .selectExpr("id AS x", "cast(" + value + " as decimal(20,0)) AS n")
                      .write()
                      .format("zarr")
                      .option("dimensions", "x")
                      .save("memory:created"))
          .isInstanceOf(ZarrException.class)
          .hasMessageContaining("column 'n' has the value " + value)
          .hasMessageContaining("0 to 18446744073709551615");
    }
  }

  @Test
  void whatListsAndStructsHaveNoRoomForIsRefusedByName() {
    refused("array('a', cast(id as string)) AS v", "column 'v' is ARRAY<STRING>", "Lists are of");
    refused("array(date'2020-01-01') AS v", "column 'v' is ARRAY<DATE>", "Lists are of numbers");
    refused("named_struct('n', array(id)) AS v", "column 'v.n' is ARRAY<BIGINT>", "explode");
    refused("named_struct('a', named_struct('n', if(id = 1, null, id))) AS v", "'v.a.n' is NULL");
    refused("if(id = 1, null, named_struct('n', id)) AS v", "column 'v'", "a struct is NULL");
    refused("array(id, null) AS v", "a NULL element, in column 'v'");
    refused("if(id = 1, null, array(id)) AS v", "column 'v'", "a list is NULL");
  }

  private void refused(String column, String... words) {
    assertThatThrownBy(
            () ->
                spark
                    .range(0, 3)
                    .selectExpr("id AS x", column)
                    .write()
                    .format("zarr")
                    .option("dimensions", "x")
                    .option("zarrFormat", "2")
                    .save("memory:created"))
        .isInstanceOf(ZarrException.class)
        .message()
        .contains(words);
  }
}
