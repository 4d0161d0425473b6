package dev.sparkzarr.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What stands in the documentation runs: every block of code of every page, but those that say why
 * not. See {@code integration-tests/docs/blocks}.
 */
@Tag("peers")
@Tag("full")
class DocsIT {
  private static final Path MODULES = Path.of("docs").toAbsolutePath();

  @TempDir private Path folder;

  @Test
  void pagesAreTakenApart() throws IOException, InterruptedException {
    PySpark.Ended program = PySpark.newest().run(MODULES, List.of("-m", "unittest", "test_blocks"));
    assertThat(program.status()).as(program.output()).isZero();
    assertThat(program.output()).contains("OK");
  }

  @Test
  void everyBlockRuns() throws IOException, InterruptedException {
    PySpark.Ended program =
        PySpark.newest()
            .run(
                MODULES,
                List.of(
                    "-m", "blocks", System.getProperty("sparkzarr.jar"), folder.toString(), ".."));
    System.out.println(program.output());
    assertThat(program.status()).as(program.output()).isZero();
    assertThat(program.output()).contains("were run, 0 failed");
  }
}
