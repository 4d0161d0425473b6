package dev.sparkzarr.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Real stores copied by the packaged jar are, to xarray, identical to what they were copied from.
 */
@Tag("peers")
class CopiesIT {
  private static final Path DATA = Path.of(System.getProperty("sparkzarr.shared"), "data");

  @TempDir private Path copies;

  @Test
  void theOldestSparkCopiesRealStores() throws IOException, InterruptedException {
    copy(SparkRuntime.ofThisBuild());
  }

  @Test
  @Tag("full")
  void theNewestSparkCopiesRealStores() throws IOException, InterruptedException {
    copy(SparkRuntime.newest());
  }

  private void copy(SparkRuntime spark) throws IOException, InterruptedException {
    assumeTrue(Files.exists(DATA.resolve("expected.json")), "the real stores are not here");
    Path python = Path.of(System.getProperty("sparkzarr.peers.python"));
    assumeTrue(Files.isExecutable(python), "the Python peers are not set up");
    SparkRuntime.Outcome outcome = spark.run(Copies.class, DATA.toString(), copies.toString());
    assertThat(outcome.exitCode()).as(outcome.output()).isZero();
    Process compared =
        new ProcessBuilder(
                python.toString(), "peers/identical.py", DATA.toString(), copies.toString())
            .redirectErrorStream(true)
            .start();
    String output = new String(compared.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(compared.waitFor()).as(output).isZero();
    assertThat(output).contains("25 copies are identical");
  }
}
