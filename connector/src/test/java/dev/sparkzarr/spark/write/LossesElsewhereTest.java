package dev.sparkzarr.spark.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sparkzarr.ZarrException;
import dev.sparkzarr.spark.read.LocalSpark;
import dev.sparkzarr.store.MemoryStore;
import dev.sparkzarr.store.StoreKey;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.DataFrameWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Writes by which values have been lost or changed without a word in other software, each from a
 * report of its users: here they are right, or refused with the store as it was.
 */
class LossesElsewhereTest {
  private static final String PATH = "memory:losses";

  private SparkSession spark;

  @BeforeEach
  void forget() {
    spark = LocalSpark.session();
    MemoryStore.forget("losses");
  }

  private Dataset<Row> rows(int from, int to, String... columns) {
    return spark.range(from, to).selectExpr(columns);
  }

  private static DataFrameWriter<Row> zarr(Dataset<Row> data) {
    return data.write().format("zarr").mode(SaveMode.Append);
  }

  private static void create(Dataset<Row> data, String encoding) {
    zarr(data)
        .option("dimensions", data.columns()[0])
        .option("chunks", "4")
        .option("encoding", encoding)
        .save(PATH);
  }

  private Dataset<Row> read() {
    return spark.read().format("zarr").load(PATH);
  }

  private List<String> cells() {
    return read().collectAsList().stream().map(Row::toString).collect(Collectors.toList());
  }

  /** The message of a write that leaves every byte as it was. */
  private static void refused(DataFrameWriter<Row> write, String... words) {
    TreeMap<String, ByteBuffer> before = content();
    assertThatThrownBy(() -> write.save(PATH))
        .isInstanceOf(ZarrException.class)
        .message()
        .contains(words);
    assertThat(content()).isEqualTo(before);
  }

  private static TreeMap<String, ByteBuffer> content() {
    MemoryStore store = MemoryStore.named("losses");
    TreeMap<String, ByteBuffer> content = new TreeMap<>();
    try (Stream<StoreKey> keys = store.keys(Optional.empty())) {
      keys.forEach(
          key -> content.put(key.value(), store.get(key, Integer.MAX_VALUE).orElseThrow()));
    }
    return content;
  }

  /** xarray 5969, 10639, 3379: the units stay, the numbers are of finer ones. */
  @Test
  void timesBetweenTheStoredUnitsAreNotAppended() {
    String at = "timestamp_ntz'2000-01-01 00:00:00' + make_dt_interval(0, cast(id as int)) AS at";
    create(rows(0, 2, "id AS x", at), "{\"at\":{\"units\":\"hours since 2000-01-01\"}}");
    String minutes = "timestamp_ntz'2000-01-01 05:30:00' AS at";
    refused(zarr(rows(2, 3, "id AS x", minutes)).option("appendDim", "x"), "'at'", "05:30");
  }

  @Test
  void numbersThatDoNotFitAreNotWrapped() {
    create(rows(0, 2, "id AS x", "cast(id as smallint) AS v"), "{}");
    refused(zarr(rows(2, 3, "id AS x", "70000 AS v")).option("appendDim", "x"), "'v'", "70000");
    refused(zarr(rows(2, 3, "id AS x", "double(1.5) AS v")).option("appendDim", "x"), "'v'", "1.5");
    refused(zarr(rows(0, 1, "id AS x", "70000 AS v")).option("region", "auto"), "'v'", "70000");
    refused(
        zarr(rows(2, 3, "cast(id + 9223372036854775800 as bigint) AS x", "cast(1 as short) AS v"))
            .option("dimensions", "x")
            .option("region", "auto"),
        "which is not among");
  }

  /** xarray 8371, 10501, 9072: two tasks write one chunk, and one of them wins. */
  @Test
  void tasksThatShareChunksLoseNothing() {
    zarr(rows(0, 64, "id div 8 AS y", "id % 8 AS x", "id AS v").repartition(7))
        .option("dimensions", "y,x")
        .option("chunks", "3,3")
        .option("shards", "6,6")
        .save(PATH);
    zarr(rows(64, 80, "id div 8 AS y", "id % 8 AS x", "id AS v").repartition(5))
        .option("appendDim", "y")
        .save(PATH);
    zarr(rows(9, 15, "id div 8 AS y", "id % 8 AS x", "-id AS v").repartition(3))
        .option("region", "auto")
        .save(PATH);
    assertThat(read().selectExpr("sum(v)", "count(v)").head().toString())
        .isEqualTo("[" + (79 * 80 / 2 - 2 * (9 + 10 + 11 + 12 + 13 + 14)) + ",80]");
  }

  /** xarray 11101: coordinates of the other dimensions are written over without a look. */
  @Test
  void otherCoordinatesAreNotReplacedByAnAppend() {
    String y = "cast(id % 2 as double) AS y";
    zarr(rows(0, 4, "id div 2 AS x", y, "id AS v")).option("dimensions", "x,y").save(PATH);
    String shifted = "cast(id % 2 + 0.5 as double) AS y";
    refused(
        zarr(rows(4, 6, "id div 2 AS x", shifted, "id AS v")).option("appendDim", "x"),
        "column 'y' has the value 0.5");
  }

  /** xarray 4930, 5475: in format 2 the fill value is a mask, and it is zero. */
  @Test
  void zerosStayInFormat2() {
    zarr(rows(0, 6, "id AS x", "cast(0 as int) AS n", "false AS b", "cast(0 as double) AS f"))
        .option("dimensions", "x")
        .option("zarrFormat", "2")
        .save(PATH);
    assertThat(cells()).hasSize(6).allMatch(row -> row.endsWith(",false,0.0,0]"));
  }

  /** xarray 7292: integers of which some are missing become floats. */
  @Test
  void integersStayIntegersBesideMissingOnes() {
    create(
        rows(0, 3, "id AS x", "if(id = 1, null, 9007199254740993 + id) AS v"),
        "{\"v\":{\"_FillValue\":-1}}");
    assertThat(cells()).containsExactly("[0,9007199254740993]", "[1,null]", "[2,9007199254740995]");
    refused(
        zarr(rows(3, 4, "id AS x", "cast(-1 as bigint) AS v")).option("appendDim", "x"),
        "'v'",
        "-1");
  }

  @Test
  void textsThatAreNullAreNotStoredAsEmptyOnes() {
    refused(
        zarr(rows(0, 2, "id AS x", "if(id = 1, null, 'a') AS s")).option("dimensions", "x"),
        "'s'",
        "NULL");
    MemoryStore.forget("losses");
    create(rows(0, 2, "id AS x", "if(id = 1, null, '') AS s"), "{\"s\":{\"_FillValue\":\"-\"}}");
    assertThat(cells()).containsExactly("[0,]", "[1,null]");
  }

  @Test
  void textsThatAreTooLongAreNotCut() {
    create(rows(0, 2, "id AS x", "'ab' AS s"), "{\"s\":{\"dtype\":\"U3\"}}");
    refused(zarr(rows(2, 3, "id AS x", "'abcd' AS s")).option("appendDim", "x"), "'s'", "abcd");
    zarr(rows(2, 3, "id AS x", "'abc' AS s")).option("appendDim", "x").save(PATH);
    assertThat(cells()).containsExactly("[0,ab]", "[1,ab]", "[2,abc]");
  }

  @Test
  void timesBeyondNanosecondsComeBack() {
    create(rows(0, 2, "if(id = 0, date'0001-01-01', date'9999-12-31') AS day", "id AS v"), "{}");
    assertThat(read().selectExpr("cast(cast(day as date) as string)", "v").collectAsList())
        .hasToString("[[0001-01-01,0], [9999-12-31,1]]");
  }

  /** A mark that is also a value would take it away. */
  @Test
  void valuesThatAreTheFillValueAreNotTakenForMissing() {
    refused(
        zarr(rows(0, 3, "id AS x", "cast(id as int) AS v"))
            .option("dimensions", "x")
            .option("encoding", "{\"v\":{\"_FillValue\":2}}"),
        "'v'",
        "2");
  }
}
