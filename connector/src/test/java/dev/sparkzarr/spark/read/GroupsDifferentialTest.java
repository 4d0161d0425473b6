package dev.sparkzarr.spark.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Aggregates in kernels, filters on values and first rows against Spark's own over the same cells.
 * A failure prints its seed; {@code -Dsparkzarr.groups.seed=...} begins with it, {@code
 * -Dsparkzarr.groups.cases=...} runs longer.
 */
class GroupsDifferentialTest {
  @Test
  void givesWhatSparkGives(@TempDir Path directory) {
    long seed = Long.getLong("sparkzarr.groups.seed", 20260301L);
    int cases = Integer.getInteger("sparkzarr.groups.cases", 84);
    GroupsDifferential differential = new GroupsDifferential(LocalSpark.session(), directory);
    differential.run(seed, cases);
    System.out.println("seed " + seed + "\n" + differential.summary());
    assertThat(differential.failures()).as(differential.summary()).isEmpty();
    assertThat(differential.groups().pushed).isGreaterThan(differential.groups().cases / 3);
    assertThat(differential.groups().complete).isGreaterThan(differential.groups().cases / 20);
    assertThat(differential.byCells().pushed).isGreaterThan(differential.byCells().cases / 3);
    assertThat(differential.tops().pushed).isGreaterThan(differential.tops().cases / 4);
  }
}
