package dev.sparkzarr.spark.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.ZoneId;
import java.util.List;
import java.util.Random;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Pushdown against Spark itself. A failure prints its seed; {@code -Dsparkzarr.predicates.seed=...}
 * begins with the table of that seed, {@code -Dsparkzarr.predicates.cases=...} runs longer.
 */
class PredicatePushdownTest {
  private static final long SHORT_RUN_NANOS = 40_000_000_000L;

  private static SparkSession spark;

  @BeforeAll
  static void start() {
    spark = PredicateDifferential.session();
  }

  @AfterAll
  static void stop() {
    spark.stop();
  }

  @Test
  void findsTheRowsThatSparkFinds() {
    long seed = Long.getLong("sparkzarr.predicates.seed", 20260101L);
    Integer cases = Integer.getInteger("sparkzarr.predicates.cases");
    PredicateDifferential differential = new PredicateDifferential(spark);
    differential.run(
        seed, cases == null ? 3000 : cases, cases == null ? SHORT_RUN_NANOS : Long.MAX_VALUE);
    System.out.println("seed " + seed + "\n" + differential.summary());
    assertThat(differential.failures()).isEmpty();
    int all = differential.tallies().values().stream().mapToInt(tally -> tally.cases).sum();
    int handled = differential.tallies().values().stream().mapToInt(tally -> tally.handled).sum();
    assertThat(handled).as("handled of %s cases", all).isGreaterThan(all / 3);
  }

  @Test
  void handsBackWhatAViewMeansInAnotherZoneThanTheSession() {
    MemoryTable table =
        RandomTable.of(
            RandomTable.Kind.TIMESTAMP_NTZ, new Random(5), ZoneId.of("America/New_York"));
    MemorySource.TABLES.put("zones", table);
    spark.conf().set("spark.sql.session.timeZone", "America/New_York");
    spark
        .read()
        .format(MemorySource.class.getName())
        .option("id", "zones")
        .load()
        .createOrReplaceTempView("loaded");
    spark.sql(
        "CREATE OR REPLACE TEMP VIEW recent AS SELECT i FROM loaded"
            + " WHERE cast(k as timestamp) >= TIMESTAMP'2020-01-01 00:00:00'");
    List<Long> there = PredicateDifferential.collect(spark.table("recent"));
    assertThat(MemorySource.latest.residual()).isEmpty();

    spark.conf().set("spark.sql.session.timeZone", "Asia/Kathmandu");
    Dataset<Row> elsewhere = spark.table("recent");
    assertThat(PredicateDifferential.collect(elsewhere)).isEqualTo(there).isNotEmpty();
    assertThat(MemorySource.latest.residual()).hasSize(1);
  }

  @Test
  void narrowsByWhatItHandsBack() {
    MemoryTable table = RandomTable.of(RandomTable.Kind.INDEX, new Random(1), ZoneId.of("UTC"));
    assertThat(table.k().length()).isGreaterThan(5);
    MemorySource.TABLES.put("narrow", table);
    spark
        .read()
        .format(MemorySource.class.getName())
        .option("id", "narrow")
        .load()
        .createOrReplaceTempView("narrow");
    Dataset<Row> rows =
        spark.sql("SELECT i FROM narrow WHERE (k > 3 AND k < 6 AND v > 0) OR (k = 1 AND j = 2)");
    rows.queryExecution().optimizedPlan();
    assertThat(MemorySource.latest.handled()).isEmpty();
    assertThat(MemorySource.latest.describe(List.of(table.k(), table.j())))
        .isEqualTo("k 3 of " + table.k().length() + " {1..1,4..5}, j 3 of 3");
    spark.sql("SELECT i FROM narrow WHERE k IN (1, 2) AND j > 0 AND v > 0").collectAsList();
    assertThat(MemorySource.latest.handled()).hasSize(2);
    assertThat(MemorySource.latest.describe(List.of(table.k(), table.j())))
        .isEqualTo("k 2 of " + table.k().length() + " {1..2}, j 2 of 3 {1..2}");
  }
}
