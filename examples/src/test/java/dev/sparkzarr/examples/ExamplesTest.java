package dev.sparkzarr.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the examples show. */
class ExamplesTest {
  private static SparkSession spark;

  @BeforeAll
  static void start() {
    spark =
        SparkSession.builder()
            .master("local[2]")
            .config("spark.ui.enabled", "false")
            .config("spark.sql.shuffle.partitions", "2")
            .getOrCreate();
  }

  @AfterAll
  static void stop() {
    spark.stop();
  }

  @Test
  void aStoreOfYourOwn() {
    Row answer = OwnStore.ask(spark);
    assertThat(answer.getLong(0)).isEqualTo(1_000_000);
    assertThat(answer.getDouble(1)).isCloseTo(4 / (Math.PI * Math.PI), within(1e-5));
    assertThat(answer.getFloat(2)).isEqualTo(1.0f);
  }

  @Test
  void aWrapperOfYourOwn(@TempDir Path directory) throws IOException {
    double mean = OwnWrapper.meanThroughWrapper(spark, directory.toString());
    assertThat(mean).isBetween(270.0, 300.0);
    assertThat(SlowestRequests.slowest())
        .hasSize(5)
        .allSatisfy(request -> assertThat(request.text()).matches("(GET|RANGE|STAT|LIST) .+"))
        .isSortedAccordingTo((a, b) -> Long.compare(b.nanos(), a.nanos()));
  }
}
