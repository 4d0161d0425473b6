package dev.sparkzarr.spark.read;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;

/**
 * Pushdown against Spark itself. A failure prints its seed; {@code -Dsparkzarr.predicates.seed=...}
 * begins with the table of that seed, {@code -Dsparkzarr.predicates.cases=...} runs longer.
 */
class PredicatePushdownTest {
  private static final long SHORT_RUN_NANOS = 45_000_000_000L;

  @Test
  void findsTheRowsThatSparkFinds() {
    long seed = Long.getLong("sparkzarr.predicates.seed", System.nanoTime());
    Integer cases = Integer.getInteger("sparkzarr.predicates.cases");
    SparkSession spark = PredicateDifferential.session();
    PredicateDifferential differential = new PredicateDifferential(spark);
    differential.run(
        seed, cases == null ? 3000 : cases, cases == null ? SHORT_RUN_NANOS : Long.MAX_VALUE);
    spark.stop();
    System.out.println("seed " + seed + "\n" + differential.summary());
    assertThat(differential.failures()).isEmpty();
    int all = differential.tallies().values().stream().mapToInt(tally -> tally.cases).sum();
    int handled = differential.tallies().values().stream().mapToInt(tally -> tally.handled).sum();
    assertThat(handled).as("of %s cases", all).isGreaterThan(all * 2 / 5);
  }
}
