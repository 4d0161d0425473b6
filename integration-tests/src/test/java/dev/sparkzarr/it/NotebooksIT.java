package dev.sparkzarr.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sparkzarr.it.servers.Volume;
import dev.sparkzarr.store.LocalStoreProvider;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The notebooks of {@code examples/notebooks} in the newest PySpark: as Jupyter runs them, and as
 * Databricks does as far as that can be had without it. Their answers are compared with xarray's.
 */
@Tag("peers")
@Tag("full")
class NotebooksIT {
  private static final int NOTEBOOKS = 5;

  @TempDir private Path folder;

  @Test
  void jupyterNotebooksAreMadeFromTheSources() throws IOException, InterruptedException {
    assertThat(python("-m", "unittest", "notebooks/test_convert.py")).contains("OK");
  }

  @Test
  void jupyterExecutesEveryNotebook() throws IOException, InterruptedException {
    assertThat(python("notebooks/execute.py", jar(), folder.toString()))
        .containsOnlyOnce("01_first_steps: executed")
        .satisfies(output -> assertCount(output, ": executed, answers and plots as expected"));
  }

  @Test
  void everySourceRunsWithStubsOfDatabricks() throws IOException, InterruptedException {
    assertThat(python("notebooks/run_sources.py", jar(), folder.toString()))
        .containsOnlyOnce("01_first_steps: ran")
        .satisfies(output -> assertCount(output, ": ran, answers as expected"));
  }

  /** One that creates, overwrites, appends, replaces a region and adds a variable. */
  @Test
  @Tag("servers")
  void writingRunsOnAMountedVolume() throws IOException, InterruptedException {
    try (Volume volume = Volume.start()) {
      assertThat(
              python(
                  "notebooks/run_sources.py",
                  jar(),
                  volume.root().toString(),
                  "03_write_append_region",
                  "spark.hadoop." + LocalStoreProvider.VOLUMES + "=" + volume.root()))
          .contains("03_write_append_region: ran, answers as expected");
      assertThat(volume.refused()).isEmpty();
      assertThat(volume.calls())
          .anyMatch(call -> call.startsWith("create /03_write_append_region"));
    }
  }

  private static void assertCount(String output, String text) {
    assertThat(output.split(text, -1)).as(output).hasSize(NOTEBOOKS + 1);
  }

  private static String jar() {
    return System.getProperty("sparkzarr.jar");
  }

  private static String python(String... arguments) throws IOException, InterruptedException {
    Path python =
        Path.of(System.getProperty("sparkzarr.peers.python"))
            .resolveSibling("../notebooks/bin/python");
    PySpark.Ended program =
        PySpark.newest(python).run(Path.of("notebooks").toAbsolutePath(), List.of(arguments));
    assertThat(program.status()).as(program.output()).isZero();
    return program.output();
  }
}
