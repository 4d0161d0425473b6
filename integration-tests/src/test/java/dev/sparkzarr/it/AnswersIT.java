package dev.sparkzarr.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Every answer that xarray gives for the real stores, from SQL, by the packaged jar. */
class AnswersIT {
  private static final Path DATA = Path.of(System.getProperty("sparkzarr.shared"), "data");

  @Test
  void theOldestSparkGivesEveryAnswer() throws IOException {
    ask(SparkRuntime.ofThisBuild());
  }

  @Test
  @Tag("full")
  void theNewestSparkGivesEveryAnswer() throws IOException {
    ask(SparkRuntime.newest());
  }

  private static void ask(SparkRuntime spark) throws IOException {
    assumeTrue(Files.exists(DATA.resolve("expected.json")), "the real stores are not here");
    SparkRuntime.Outcome outcome = spark.run(Answers.class, DATA.toString());
    assertThat(outcome.exitCode()).as(outcome.output()).isZero();
    assertThat(outcome.output()).contains("questions asked");
  }
}
