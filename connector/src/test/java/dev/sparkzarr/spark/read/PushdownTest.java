package dev.sparkzarr.spark.read;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sparkzarr.metadata.ElementKind;
import java.util.List;
import java.util.function.Function;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.connector.catalog.SupportsRead;
import org.apache.spark.sql.execution.SparkPlan;
import org.apache.spark.sql.execution.datasources.v2.BatchScanExec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What Spark offers and what is taken, seen from plans, rows and the requests that a store gets.
 */
class PushdownTest {
  private static final long[] DAYS = {8};
  private static final String DAY_UNITS = "{\"units\":\"days since 2020-01-01\"}";

  private SparkSession spark;

  @BeforeEach
  void openWeather() {
    spark = LocalSpark.session();
    load(SampleStore.weather("pushdown").meteredPath());
  }

  @AfterEach
  void resetSession() {
    spark.conf().unset("spark.sql.ansi.enabled");
    spark.conf().unset("spark.sql.autoBroadcastJoinThreshold");
  }

  private void load(String path) {
    spark.read().format("zarr").load(path).createOrReplaceTempView("t");
    MeteredMemoryProvider.reset();
  }

  private static <T> List<T> column(Dataset<Row> rows, Function<Row, T> value) {
    return rows.collectAsList().stream().map(value).toList();
  }

  private String one(String sql) {
    List<Row> rows = spark.sql(sql).collectAsList();
    assertThat(rows).hasSize(1);
    return rows.get(0).toString();
  }

  @Test
  void countsAndRangesOfDimensionsReadNoChunk() {
    assertThat(
            one(
                "SELECT count(*), count(time), count(DISTINCT latitude), min(latitude),"
                    + " max(latitude), min(time), max(longitude) FROM t"))
        .isEqualTo("[96,96,3,40.0,60.0,2020-01-01T00:00,3.0]");
    assertThat(
            one(
                "SELECT count(*), min(latitude), max(time) FROM t"
                    + " WHERE latitude > 45 AND time < '2020-01-03'"))
        .isEqualTo("[16,50.0,2020-01-02T00:00]");
    assertThat(one("SELECT count(*), min(time), count(DISTINCT time) FROM t WHERE latitude = 7"))
        .isEqualTo("[0,null,0]");
    assertThat(MeteredMemoryProvider.reads()).isZero();
  }

  @Test
  void aggregatesThatNeedChunksAreLeftToSpark() {
    assertThat(one("SELECT count(*), max(t) FROM t")).isEqualTo("[96,723.0]");
    assertThat(MeteredMemoryProvider.reads()).isEqualTo(8);
    assertThat(one("SELECT count(t) FROM t WHERE latitude = 60 AND t >= 700")).isEqualTo("[4]");
    assertThat(one("SELECT sum(latitude) FROM t")).isEqualTo("[4800.0]");
    assertThat(one("SELECT count(*) FROM t WHERE t >= 700")).isEqualTo("[12]");
    assertThat(spark.sql("SELECT latitude, count(*) FROM t GROUP BY latitude").count())
        .isEqualTo(3);
  }

  @Test
  void aggregatesOfCoordinatesAreSharedAmongTasks() {
    Dataset<Row> ofCoordinate = spark.sql("SELECT sum(latitude) FROM t");
    assertThat(LocalSpark.plan(ofCoordinate)).contains("in kernels", "partitions 2");
    Dataset<Row> ofNothing = spark.sql("SELECT hour(time), count(*) FROM t GROUP BY hour(time)");
    assertThat(LocalSpark.plan(ofNothing)).contains("in kernels", "partitions 1");
    assertThat(MeteredMemoryProvider.reads()).isZero();
  }

  @Test
  void groupsOfOnePartitionAreNotMerged() {
    Dataset<Row> byTime = spark.sql("SELECT time, avg(t), count(*) FROM t GROUP BY time");
    assertThat(physical(LocalSpark.plan(byTime)))
        .contains("complete aggregates")
        .doesNotContain("HashAggregate");
    assertThat(column(byTime, row -> row.getDouble(1)))
        .containsExactlyInAnyOrder(11.5, 111.5, 211.5, 311.5, 411.5, 511.5, 611.5, 711.5);
    assertThat(column(byTime, row -> row.getLong(2))).containsOnly(12L);
    Dataset<Row> byColumn = spark.sql("SELECT longitude, avg(t) FROM t GROUP BY longitude");
    assertThat(physical(LocalSpark.plan(byColumn))).contains("in kernels", "HashAggregate");
    assertThat(column(byColumn, row -> row.getDouble(1) - row.getDouble(0))).containsOnly(360.0);
  }

  @Test
  void manyGroupsAreSharedAmongTasksThatReadTheSameChunks() {
    SampleStore store = new SampleStore("many");
    store.array(
        "time", ElementKind.INT32, new long[] {4}, new long[] {4}, "time", DAY_UNITS, i -> i);
    store.array("y", ElementKind.INT32, new long[] {300}, new long[] {300}, "y", "{}", i -> i);
    store.array("x", ElementKind.INT32, new long[] {400}, new long[] {400}, "x", "{}", i -> i);
    long[] shape = {4, 300, 400};
    long[] chunks = {1, 300, 400};
    store.array(
        "v", ElementKind.INT32, shape, chunks, "time,y,x", "{}", i -> i % 120_000 + i / 120_000);
    load(store.meteredPath());
    Dataset<Row> means =
        spark.sql(
            "SELECT sum(abs(m - (y * 400 + x + 1.5))), count(*) FROM (SELECT y, x, avg(v) AS m FROM t GROUP BY y, x)");
    assertThat(physical(LocalSpark.plan(means))).contains("complete aggregates", "partitions 2");
    assertThat(means.head().toString()).isEqualTo("[0.0,120000]");
    assertThat(MeteredMemoryProvider.reads()).isEqualTo(8);
  }

  @Test
  void aggregatePushdownCanBeSwitchedOff() {
    spark
        .read()
        .format("zarr")
        .option("aggregatePushdown", "false")
        .load("metered:pushdown")
        .createOrReplaceTempView("t");
    Dataset<Row> rows = spark.sql("SELECT count(*) FROM t");
    assertThat(rows.queryExecution().executedPlan().toString()).contains("BatchScan zarr ");
    assertThat(rows.collectAsList().get(0).getLong(0)).isEqualTo(96);
  }

  @Test
  void aPredicateOnDimensionsReadsOnlyItsChunksAndLeavesNoFilter() {
    Dataset<Row> rows =
        spark.sql(
            "SELECT t FROM t WHERE latitude = 60 AND time >= '2020-01-03' AND time < '2020-01-05'");
    String plan = LocalSpark.plan(rows);
    assertThat(physical(plan)).doesNotContain("Filter (").contains("rows 8", "chunks 1 of 8");
    assertThat(plan)
        .contains(
            "time 2 of 8 {2..3}", "latitude 1 of 3 {0..0}", "longitude 4 of 4", "partitions 1");
    assertThat(column(rows, row -> (int) row.getFloat(0)))
        .containsExactly(200, 201, 202, 203, 300, 301, 302, 303);
    assertThat(MeteredMemoryProvider.reads()).isEqualTo(1);
  }

  private static String physical(String plan) {
    return plan.substring(plan.indexOf("== Physical Plan =="));
  }

  @Test
  void aFilterOnValuesLeavesNoFilterAndAColumnBehindItIsNotRead() {
    SampleStore store = SampleStore.weather("behind");
    store.array(
        "u",
        ElementKind.FLOAT32,
        new long[] {8, 3, 4},
        new long[] {2, 2, 4},
        "time,latitude,longitude",
        "{}",
        i -> i);
    load(store.meteredPath());
    Dataset<Row> none = spark.sql("SELECT longitude, u FROM t WHERE t > 1000 AND latitude = 40");
    assertThat(physical(LocalSpark.plan(none))).doesNotContain("Filter (");
    assertThat(none.collectAsList()).isEmpty();
    assertThat(MeteredMemoryProvider.reads()).isEqualTo(4);
  }

  @Test
  void aFilterThatCouldFailIsSparks() {
    Dataset<Row> rows = spark.sql("SELECT t FROM t WHERE cast(t AS int) = 203");
    assertThat(physical(LocalSpark.plan(rows))).contains("Filter (");
    assertThat(rows.collectAsList()).hasSize(1);
  }

  @Test
  void mixedPredicatesPruneAndAreStillApplied() {
    Dataset<Row> rows =
        spark.sql("SELECT t FROM t WHERE (latitude = 60 AND t = 1) OR (latitude = 50 AND t = 711)");
    assertThat(physical(LocalSpark.plan(rows))).contains("latitude 2 of 3 {0..1}");
    assertThat(column(rows, row -> (int) row.getFloat(0))).containsExactlyInAnyOrder(1, 711);
    assertThat(MeteredMemoryProvider.reads()).isEqualTo(4);
  }

  @Test
  void aContradictionHasNoPartition() {
    Dataset<Row> rows = spark.sql("SELECT t FROM t WHERE latitude = 41");
    assertThat(LocalSpark.plan(rows)).contains("partitions 0");
    assertThat(rows.collectAsList()).isEmpty();
    assertThat(MeteredMemoryProvider.reads()).isZero();
  }

  @Test
  void aLimitReadsOneChunkOfOnePartition() {
    Dataset<Row> rows = spark.sql("SELECT t, latitude FROM t LIMIT 5");
    assertThat(physical(LocalSpark.plan(rows))).contains("limit 5", "rows 5", "partitions 1");
    assertThat(rows.collectAsList()).hasSize(5);
    assertThat(MeteredMemoryProvider.reads()).isEqualTo(1);
    assertThat(spark.sql("SELECT t FROM t LIMIT 1000").collectAsList()).hasSize(96);
    assertThat(spark.sql("SELECT t FROM t LIMIT 0").collectAsList()).isEmpty();
  }

  @Test
  void limitsAndOffsetsPartitionTheRows() {
    List<Float> all = column(spark.sql("SELECT t FROM t"), row -> row.getFloat(0));
    List<Float> first = column(spark.sql("SELECT t FROM t LIMIT 23"), row -> row.getFloat(0));
    List<Float> middle =
        column(spark.sql("SELECT t FROM t LIMIT 40 OFFSET 23"), row -> row.getFloat(0));
    List<Float> last = column(spark.sql("SELECT t FROM t OFFSET 63"), row -> row.getFloat(0));
    assertThat(first).hasSize(23);
    assertThat(middle).hasSize(40);
    assertThat(last).hasSize(33);
    first = new java.util.ArrayList<>(first);
    first.addAll(middle);
    first.addAll(last);
    assertThat(first).containsExactlyInAnyOrderElementsOf(all);
    assertThat(spark.sql("SELECT t FROM t OFFSET 96").collectAsList()).isEmpty();
    assertThat(spark.sql("SELECT t FROM t LIMIT 3 OFFSET 95").collectAsList()).hasSize(1);
  }

  @Test
  void aLimitUnderAFilterOnValuesIsSparks() {
    assertThat(column(spark.sql("SELECT t FROM t WHERE t >= 710 LIMIT 3"), row -> row.getFloat(0)))
        .hasSize(3)
        .allMatch(value -> value >= 710);
  }

  @Test
  void theFirstOfAnOrderByDimensionsReadsOnlyTheirChunks() {
    Dataset<Row> latest =
        spark.sql("SELECT t FROM t WHERE latitude = 60 ORDER BY time DESC, longitude LIMIT 6");
    assertThat(physical(LocalSpark.plan(latest))).contains("time 2 of 8 {6..7}", "TakeOrdered");
    assertThat(column(latest, row -> (int) row.getFloat(0)))
        .containsExactly(700, 701, 702, 703, 600, 601);
    assertThat(MeteredMemoryProvider.reads()).isEqualTo(1);

    assertThat(
            column(
                spark.sql("SELECT t FROM t ORDER BY time, latitude, t DESC LIMIT 5"),
                row -> (int) row.getFloat(0)))
        .containsExactly(23, 22, 21, 20, 13);
    assertThat(
            column(
                spark.sql("SELECT t FROM t ORDER BY t DESC LIMIT 2"), row -> (int) row.getFloat(0)))
        .containsExactly(723, 722);
  }

  @Test
  void theFirstOfAnOrderByValuesAreLeftByEachTask() {
    Dataset<Row> hottest = spark.sql("SELECT * FROM t ORDER BY t DESC LIMIT 2");
    assertThat(physical(LocalSpark.plan(hottest)))
        .contains("first 2 of each partition by [t DESC NULLS LAST]", "TakeOrdered");
    assertThat(rowsOfScan(hottest)).isLessThan(20);
    Dataset<Row> coldest =
        spark.sql("SELECT t FROM t WHERE t > 300 AND latitude = 60 ORDER BY -t DESC, time LIMIT 3");
    assertThat(column(coldest, row -> (int) row.getFloat(0))).containsExactly(301, 302, 303);
    Dataset<Row> ofLast =
        spark.sql("SELECT t FROM t WHERE latitude = 40 ORDER BY time DESC, t DESC LIMIT 3");
    assertThat(physical(LocalSpark.plan(ofLast)))
        .contains("first 3 of each partition", "time 1 of 8 {7..7}");
    assertThat(column(ofLast, row -> (int) row.getFloat(0))).containsExactly(723, 722, 721);
  }

  @Test
  void theFirstOfVeryManyRowsAreSparks() {
    Dataset<Row> many = spark.sql("SELECT t FROM t ORDER BY t LIMIT 10001");
    assertThat(physical(LocalSpark.plan(many))).doesNotContain("of each partition");
    assertThat(many.collectAsList()).hasSize(96);
  }

  /** Rows that left the scan. */
  private static long rowsOfScan(Dataset<Row> query) {
    SparkPlan plan = query.queryExecution().executedPlan();
    query.collectAsList();
    while (!(plan instanceof BatchScanExec)) {
      plan = plan.children().head();
    }
    return plan.metrics().get("numOutputRows").get().value();
  }

  @Test
  void countingRowsOfAScanWithoutColumnsReadsNothing() {
    assertThat(spark.sql("SELECT 1 FROM t").collectAsList()).hasSize(96);
    assertThat(spark.sql("SELECT time, latitude FROM t").collectAsList()).hasSize(96);
    assertThat(MeteredMemoryProvider.reads()).isZero();
  }

  @Test
  void aJoinNarrowsTheScanAtRunTime() {
    spark.conf().set("spark.sql.autoBroadcastJoinThreshold", "10m");
    spark
        .sql(
            "SELECT timestamp_ntz'2020-01-01' + make_dt_interval(id) AS time, id AS flag FROM range(8)")
        .createOrReplaceTempView("events");
    Dataset<Row> rows =
        spark.sql("SELECT t.t FROM t JOIN events ON t.time = events.time WHERE flag = 2");
    assertThat(column(rows, row -> (int) row.getFloat(0))).hasSize(12).contains(200, 223);
    assertThat(physical(LocalSpark.plan(rows))).contains("dynamicpruning", "time 1 of 8 {2..2}");
    assertThat(MeteredMemoryProvider.reads()).isEqualTo(2);
  }

  @Test
  void equalScansAreExchangedOnce() {
    String half = "(SELECT longitude, max(t) AS m FROM t GROUP BY longitude)";
    spark.conf().set("spark.sql.autoBroadcastJoinThreshold", "-1");
    spark.conf().set("spark.sql.adaptive.enabled", "false");
    try {
      Dataset<Row> rows = spark.sql("SELECT * FROM " + half + " UNION ALL SELECT * FROM " + half);
      assertThat(physical(LocalSpark.plan(rows))).contains("ReusedExchange");
    } finally {
      spark.conf().unset("spark.sql.adaptive.enabled");
    }
  }

  @Test
  void statisticsAreDecodedBytesOfTheProjectedColumns() {
    assertThat(stats("SELECT t FROM t")).contains("Statistics(sizeInBytes=384.0 B, rowCount=96)");
    assertThat(stats("SELECT t, latitude FROM t WHERE time = '2020-01-01'"))
        .contains("Statistics(sizeInBytes=144.0 B, rowCount=12)");
  }

  private String stats(String sql) {
    return spark.sql(sql).queryExecution().stringWithStats();
  }

  @Test
  void theSameRowsComeOneByOneForEnginesWithoutBatches() {
    SupportsRead table =
        (SupportsRead)
            new dev.sparkzarr.spark.ZarrSource()
                .getTable(
                    new dev.sparkzarr.spark.ZarrSource().inferSchema(options()),
                    null,
                    options().asCaseSensitiveMap());
    var batch = table.newScanBuilder(options()).build().toBatch();
    long rows = 0;
    double sum = 0;
    for (var partition : batch.planInputPartitions()) {
      try (var reader = batch.createReaderFactory().createReader(partition)) {
        while (reader.next()) {
          rows++;
          sum += reader.get().getFloat(3);
        }
      } catch (java.io.IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    }
    assertThat(rows).isEqualTo(96);
    assertThat(sum).isEqualTo(96 * (350 + 10 + 1.5));
  }

  private static org.apache.spark.sql.util.CaseInsensitiveStringMap options() {
    return new org.apache.spark.sql.util.CaseInsensitiveStringMap(
        java.util.Map.of("path", "memory:pushdown"));
  }
}
