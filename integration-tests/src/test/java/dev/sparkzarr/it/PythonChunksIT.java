package dev.sparkzarr.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Chunk rows as NumPy arrays in the newest PySpark, by the recipes of the documentation. */
@Tag("peers")
@Tag("full")
class PythonChunksIT {
  @TempDir private Path folder;

  @Test
  void numpyChangesChunks() throws IOException, InterruptedException {
    PySpark.Ended program =
        PySpark.newest()
            .run(
                Path.of("peers"),
                List.of(
                    "peers/chunk_rows.py", System.getProperty("sparkzarr.jar"), folder.toString()));
    assertThat(program.status()).as(program.output()).isZero();
    assertThat(program.output()).contains("wrote what zarr-python reads");
  }
}
