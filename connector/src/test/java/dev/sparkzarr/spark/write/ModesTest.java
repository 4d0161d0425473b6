package dev.sparkzarr.spark.write;

import static org.apache.spark.sql.functions.udf;
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
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.spark.sql.DataFrameWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What each save mode does to a table that is there, and that a refusal leaves it as it was. */
class ModesTest {
  private static final String PATH = "memory:modes";

  private SparkSession spark;

  @BeforeEach
  void forget() {
    spark = LocalSpark.session();
    MemoryStore.forget("modes");
  }

  /** Hours {@code from} to {@code to}, 4 latitudes down from 50, 5 longitudes. */
  private Dataset<Row> hours(int from, int to) {
    return spark
        .range(from * 20L, to * 20L)
        .selectExpr(
            "timestamp_ntz'2020-01-01 00:00:00' + make_dt_interval(0, cast(id div 20 as int)) AS"
                + " time",
            "cast(50 - (id div 5) % 4 as double) AS latitude",
            "cast(id % 5 as double) AS longitude",
            "cast(id as float) AS t");
  }

  private static DataFrameWriter<Row> zarr(Dataset<Row> data) {
    return data.write().format("zarr");
  }

  private static DataFrameWriter<Row> newTable(Dataset<Row> data) {
    return zarr(data).option("dimensions", "time,latitude,longitude").option("chunks", "3,2,5");
  }

  private Dataset<Row> read() {
    return spark.read().format("zarr").load(PATH);
  }

  private static List<Row> sorted(Dataset<Row> data) {
    return data.orderBy("time", "latitude", "longitude").collectAsList();
  }

  /** Everything in the store, to see that nothing changed. */
  private static TreeMap<String, ByteBuffer> content() {
    MemoryStore store = MemoryStore.named("modes");
    TreeMap<String, ByteBuffer> content = new TreeMap<>();
    try (Stream<StoreKey> keys = store.keys(Optional.empty())) {
      keys.forEach(
          key -> content.put(key.value(), store.get(key, Integer.MAX_VALUE).orElseThrow()));
    }
    return content;
  }

  @Test
  void whatIsThereIsKeptByErrorIfExistsAndIgnore() {
    newTable(hours(0, 2)).save(PATH);
    var before = content();
    assertThatThrownBy(() -> newTable(hours(0, 3)).save(PATH))
        .isInstanceOf(ZarrException.class)
        .hasMessageStartingWith("Cannot write memory:modes: something is there already.");
    newTable(hours(0, 3)).mode(SaveMode.Ignore).save(PATH);
    assertThat(content()).isEqualTo(before);
  }

  @Test
  void strangersAreNotOverwritten() {
    MemoryStore.named("modes").put(new StoreKey("notes.txt"), ByteBuffer.allocate(3));
    assertThatThrownBy(() -> newTable(hours(0, 1)).mode(SaveMode.Overwrite).save(PATH))
        .isInstanceOf(ZarrException.class)
        .hasMessageContaining("not Zarr");
    assertThat(content()).containsOnlyKeys("notes.txt");
  }

  @Test
  void appendGrowsADimensionAcrossAChunkThatIsPartlyFull() {
    newTable(hours(0, 4)).save(PATH);
    zarr(hours(4, 9).repartition(3)).mode(SaveMode.Append).option("appendDim", "time").save(PATH);
    assertThat(sorted(read())).isEqualTo(sorted(hours(0, 9)));
    zarr(hours(9, 10)).mode(SaveMode.Append).option("appendDim", "time").save(PATH);
    assertThat(sorted(read())).isEqualTo(sorted(hours(0, 10)));
  }

  @Test
  void anAppendThatOverlapsIsRefusedAndNamesTheRemedy() {
    newTable(hours(0, 4)).save(PATH);
    var before = content();
    assertThatThrownBy(
            () -> zarr(hours(3, 6)).mode(SaveMode.Append).option("appendDim", "time").save(PATH))
        .isInstanceOf(ZarrException.class)
        .hasMessageStartingWith("Cannot write memory:modes: ")
        .hasMessageContaining("region=auto");
    assertThat(content()).isEqualTo(before);
  }

  @Test
  void aTimeThatTheUnitsCannotHoldIsRefused() {
    newTable(hours(0, 4)).save(PATH);
    var before = content();
    Dataset<Row> halfHour =
        hours(4, 5)
            .withColumn(
                "time", org.apache.spark.sql.functions.expr("time + interval '30' minutes"));
    assertThatThrownBy(
            () -> zarr(halfHour).mode(SaveMode.Append).option("appendDim", "time").save(PATH))
        .isInstanceOf(ZarrException.class)
        .hasMessageContaining("time")
        .hasMessageContaining("hours since");
    assertThat(content()).isEqualTo(before);
  }

  @Test
  void aRegionReplacesItsCellsAndNoOthers() {
    newTable(hours(0, 7)).save(PATH);
    Dataset<Row> part =
        hours(0, 7)
            .where("time BETWEEN '2020-01-01 02:00:00' AND '2020-01-01 04:00:00' AND latitude < 50")
            .withColumn("t", org.apache.spark.sql.functions.expr("t + 1000"));
    zarr(part).mode(SaveMode.Append).option("region", "auto").save(PATH);
    Dataset<Row> expected =
        hours(0, 7)
            .withColumn(
                "t",
                org.apache.spark.sql.functions.expr(
                    "cast(if(hour(time) BETWEEN 2 AND 4 AND latitude < 50, t + 1000, t) as float)"));
    assertThat(sorted(read())).isEqualTo(sorted(expected));
  }

  @Test
  void whatARegionReplacesAsAWholeIsNotRead() {
    newTable(hours(0, 7)).save(PATH);
    MemoryStore.named("modes").put(new StoreKey("t/c/0/0/0"), ByteBuffer.wrap(new byte[] {1, 2}));
    Dataset<Row> most = hours(0, 3).where("latitude = 48 OR latitude = 47 AND longitude > 0");
    assertThatThrownBy(() -> zarr(most).mode(SaveMode.Append).option("region", "auto").save(PATH))
        .isInstanceOf(ZarrException.class)
        .hasMessageContaining("Cannot decode chunk c/0/0/0");
    Dataset<Row> all = hours(0, 3).where("latitude < 49");
    zarr(all).mode(SaveMode.Append).option("region", "auto").save(PATH);
    assertThat(sorted(read())).isEqualTo(sorted(hours(0, 7)));
  }

  @Test
  void duplicatesInARegionAreFoundBeforeAnythingIsPut() {
    newTable(hours(0, 7)).save(PATH);
    var before = content();
    Dataset<Row> twice =
        hours(0, 7).withColumn("t", org.apache.spark.sql.functions.expr("t + 1000"));
    assertThatThrownBy(
            () ->
                zarr(twice.union(hours(6, 7).limit(1)))
                    .mode(SaveMode.Append)
                    .option("region", "auto")
                    .save(PATH))
        .isInstanceOf(ZarrException.class)
        .hasMessageContaining("more than one row has");
    assertThat(content()).isEqualTo(before);
  }

  @Test
  void variablesAreAdded() {
    newTable(hours(0, 4)).save(PATH);
    zarr(hours(0, 4).selectExpr("time", "latitude", "longitude", "cast(t * 2 as int) AS d"))
        .mode(SaveMode.Append)
        .save(PATH);
    assertThat(sorted(read().select("time", "latitude", "longitude", "t")))
        .isEqualTo(sorted(hours(0, 4)));
    assertThat(read().where("d = 2 * t").count()).isEqualTo(80);
    assertThatThrownBy(() -> zarr(hours(0, 4)).mode(SaveMode.Append).save(PATH))
        .isInstanceOf(ZarrException.class)
        .hasMessageContaining("appendDim")
        .hasMessageContaining("region=auto");
  }

  @Test
  void aTableIsOverwrittenWithWhatIsReadFromIt() {
    newTable(hours(0, 6)).save(PATH);
    Dataset<Row> halved =
        read()
            .where("time < '2020-01-01 04:00:00'")
            .withColumn("t", org.apache.spark.sql.functions.expr("cast(t / 2 as float)"));
    zarr(halved).mode(SaveMode.Overwrite).save(PATH);
    assertThat(sorted(read()))
        .isEqualTo(
            sorted(
                hours(0, 4)
                    .withColumn("t", org.apache.spark.sql.functions.expr("cast(t / 2 as float)"))));
    zarr(read().where("time < '2020-01-01 02:00:00'")).mode(SaveMode.Overwrite).save(PATH);
    assertThat(read().count()).isEqualTo(40);
  }

  @Test
  void overwriteRefusesToLoseWhatIsNotWritten() {
    newTable(hours(0, 2)).save(PATH);
    zarr(hours(0, 2).selectExpr("time", "latitude", "longitude", "cast(t as int) AS d"))
        .mode(SaveMode.Append)
        .save(PATH);
    var before = content();
    assertThatThrownBy(() -> newTable(hours(0, 2)).mode(SaveMode.Overwrite).save(PATH))
        .isInstanceOf(ZarrException.class)
        .hasMessageContaining("would lose")
        .hasMessageContaining("d");
    assertThat(content()).isEqualTo(before);
    newTable(hours(0, 1)).mode(SaveMode.Overwrite).option("overwrite", "all").save(PATH);
    assertThat(sorted(read())).isEqualTo(sorted(hours(0, 1)));
  }

  @Test
  void aFailedOverwriteLeavesTheOldTable() {
    newTable(hours(0, 4)).save(PATH);
    var before = content();
    assertThatThrownBy(
            () -> newTable(hours(0, 6).union(hours(5, 6))).mode(SaveMode.Overwrite).save(PATH))
        .isInstanceOf(ZarrException.class)
        .hasMessageContaining("more than one row has");
    assertThat(content()).isEqualTo(before);
  }

  @Test
  void aFailedCreateLeavesNothing() {
    assertThatThrownBy(() -> newTable(hours(0, 6).union(hours(5, 6))).save(PATH))
        .isInstanceOf(ZarrException.class);
    assertThat(content()).isEmpty();
  }

  @Test
  void viewsAreInsertedInto() {
    newTable(hours(0, 4)).save(PATH);
    spark.sql(
        "CREATE OR REPLACE TEMPORARY VIEW growing USING zarr OPTIONS (path '"
            + PATH
            + "', appendDim 'time')");
    hours(4, 6).createOrReplaceTempView("more");
    spark.sql("INSERT INTO growing SELECT time, latitude, longitude, t FROM more");
    assertThat(sorted(read())).isEqualTo(sorted(hours(0, 6)));
    spark.sql(
        "CREATE OR REPLACE TEMPORARY VIEW whole USING zarr OPTIONS (path '"
            + PATH
            + "', dimensions 'time,latitude,longitude')");
    spark.sql("INSERT OVERWRITE whole SELECT time, latitude, longitude, t FROM more");
    assertThat(sorted(read())).isEqualTo(sorted(hours(4, 6)));
  }

  /** True the first time that a row is looked at, then false for those of the third hour. */
  private static final AtomicInteger LOOKS = new AtomicInteger();

  @Test
  void rowsThatDifferBetweenTwoEvaluationsAreRefused() {
    spark
        .udf()
        .register(
            "fickle",
            udf(
                    (UDF1<Long, Boolean>) id -> id != 45 || LOOKS.getAndIncrement() == 0,
                    DataTypes.BooleanType)
                .asNondeterministic());
    LOOKS.set(0);
    assertThatThrownBy(() -> newTable(hours(0, 4).where("fickle(cast(t as long))")).save(PATH))
        .isInstanceOf(ZarrException.class)
        .hasMessageContaining("found 80 rows, a second 79")
        .hasMessageContaining("cache()");
    assertThat(content()).isEmpty();
  }

  @Test
  void nullDimensionsAreRefused() {
    Dataset<Row> holes =
        hours(0, 2).selectExpr("time", "latitude", "nullif(longitude, 3) AS longitude", "t");
    assertThatThrownBy(() -> newTable(holes).save(PATH))
        .isInstanceOf(ZarrException.class)
        .hasMessageContaining("column 'longitude' of dimension 'longitude' is NULL");
    assertThatThrownBy(
            () ->
                newTable(holes)
                    .option(
                        "axes",
                        "{\"time\":[\"2020-01-01T00:00\",\"2020-01-01T01:00\"],"
                            + "\"latitude\":[50,-1,4],\"longitude\":[0,1,5]}")
                    .save(PATH))
        .isInstanceOf(ZarrException.class)
        .hasMessageContaining("column 'longitude' of dimension 'longitude' is NULL");
  }

  @Test
  void holesAreMissingWhereThatCanBeSaidAndRefusedElsewhere() {
    Dataset<Row> holes = hours(0, 4).where("t % 7 != 3");
    newTable(holes).save(PATH);
    assertThat(read().count()).isEqualTo(80);
    assertThat(sorted(read().where("t IS NOT NULL"))).isEqualTo(sorted(holes));
    MemoryStore.forget("modes");
    Dataset<Row> whole = holes.selectExpr("time", "latitude", "longitude", "cast(t as int) AS t");
    assertThatThrownBy(() -> newTable(whole).save(PATH))
        .isInstanceOf(ZarrException.class)
        .hasMessageContaining("column 't'")
        .hasMessageContaining("_FillValue");
    assertThat(content()).isEmpty();
    newTable(whole).option("encoding", "{\"t\":{\"_FillValue\":-1}}").save(PATH);
    assertThat(sorted(read().where("t IS NOT NULL"))).isEqualTo(sorted(whole));
  }

  @Test
  void objectsWithoutAnyRowAreMissingToo() {
    Dataset<Row> holes =
        hours(0, 12)
            .where("hour(time) NOT BETWEEN 3 AND 5 OR t = 100")
            .selectExpr("time", "latitude", "longitude", "cast(t as int) AS t");
    newTable(holes)
        .option("axes", "{\"latitude\":[50,-1,4],\"longitude\":[0,1,5]}")
        .option("encoding", "{\"t\":{\"_FillValue\":-1}}")
        .save(PATH);
    assertThat(sorted(read().where("t IS NOT NULL"))).isEqualTo(sorted(holes));
  }

  @Test
  void columnsOfFewerDimensionsKeepThem() {
    Dataset<Row> more =
        hours(0, 4).selectExpr("*", "hour(time) * 10 AS step", "latitude + longitude AS place");
    String encoding =
        "{\"step\":{\"dimensions\":[\"time\"]},"
            + "\"place\":{\"dimensions\":[\"latitude\",\"longitude\"]}}";
    newTable(more.repartition(4)).option("encoding", encoding).save(PATH);
    assertThat(
            spark
                .read()
                .format("zarr")
                .option("variables", "t,step,place")
                .load(PATH)
                .where("step = hour(time) * 10 AND place = latitude + longitude")
                .count())
        .isEqualTo(80);
    assertThat(spark.read().format("zarr").option("dimensions", "time").load(PATH).columns())
        .containsExactly("time", "step");
    assertThatThrownBy(
            () ->
                newTable(more)
                    .mode(SaveMode.Overwrite)
                    .option(
                        "encoding",
                        "{\"place\":{\"dimensions\":[\"latitude\"]},"
                            + "\"step\":{\"dimensions\":[\"time\"]}}")
                    .save(PATH))
        .isInstanceOf(ZarrException.class)
        .hasMessageContaining("column 'place' does not have the dimension");
  }
}
