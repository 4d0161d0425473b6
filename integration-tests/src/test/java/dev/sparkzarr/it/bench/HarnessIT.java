package dev.sparkzarr.it.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The harness of the benchmarks tests itself, and that {@code docs/benchmarks.md} is what its JSON
 * says: see {@code benchmarks/harness/test_harness.py}.
 */
@Tag("peers")
class HarnessIT {
  @Test
  void thePageIsWhatWasMeasured() throws IOException, InterruptedException {
    Path python = Path.of(System.getProperty("sparkzarr.peers.python"));
    assumeTrue(Files.isExecutable(python), "the Python peers are not set up");
    Process process =
        new ProcessBuilder(python.toString(), "-m", "unittest", "harness.test_harness")
            .directory(Path.of("benchmarks").toFile())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    assertThat(output).contains("OK");
  }
}
