package dev.sparkzarr.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Random aggregates and first rows give on the newest Spark what that Spark itself gives. */
@Tag("full")
class GroupsIT {
  @Test
  void kernelsAgreeWithTheNewestSpark() throws IOException {
    String seed = System.getProperty("sparkzarr.seed", "20260301");
    SparkRuntime.Outcome outcome =
        SparkRuntime.newest()
            .runTestProgram("dev.sparkzarr.spark.read.GroupsDifferential", "144", seed);
    assertThat(outcome.exitCode()).as(outcome.output()).isZero();
    assertThat(outcome.output()).contains("seed " + seed, "0 failures");
  }
}
