package dev.sparkzarr.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
    String jars = System.getProperty("sparkzarr.pyspark.jars", "");
    assumeTrue(!jars.isEmpty(), "no pyspark jars folder was named");
    Path python = Path.of(System.getProperty("sparkzarr.peers.python"));
    assumeTrue(Files.isExecutable(python), "the Python peers are not set up");
    Path spark = Path.of(jars).getParent();
    ProcessBuilder builder =
        new ProcessBuilder(
                python.toString(),
                "peers/chunk_rows.py",
                System.getProperty("sparkzarr.jar"),
                folder.toString())
            .redirectErrorStream(true);
    builder.environment().put("PYTHONPATH", packages(spark));
    builder.environment().put("PYSPARK_PYTHON", python.toString());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    assertThat(output).contains("wrote what zarr-python reads");
  }

  /** Of the folder of the Python package, with the bridge to the JVM that comes with it. */
  private static String packages(Path pyspark) throws IOException {
    Path library = pyspark.resolve("python").resolve("lib");
    assumeTrue(Files.isDirectory(library), "pyspark has no Python there");
    try (Stream<Path> files = Files.list(library)) {
      List<Path> bridge =
          files.filter(file -> file.getFileName().toString().startsWith("py4j")).toList();
      return Stream.concat(Stream.of(pyspark.getParent()), bridge.stream())
          .map(Path::toString)
          .collect(Collectors.joining(File.pathSeparator));
    }
  }
}
