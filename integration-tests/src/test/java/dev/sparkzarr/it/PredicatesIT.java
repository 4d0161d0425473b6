package dev.sparkzarr.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Random predicates on random axes give on the newest Spark what that Spark itself gives. */
@Tag("full")
class PredicatesIT {
  @Test
  void pushdownAgreesWithTheNewestSpark() throws IOException {
    String seed = System.getProperty("sparkzarr.seed", "20260101");
    SparkRuntime.Outcome outcome =
        SparkRuntime.newest()
            .runTestProgram("dev.sparkzarr.spark.read.PredicateDifferential", "1008", seed);
    assertThat(outcome.exitCode()).as(outcome.output()).isZero();
    assertThat(outcome.output()).contains("seed " + seed, "0 failures");
  }
}
