package dev.sparkzarr.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A store that needs a codec, a data type, a chunk grid and a chunk key encoding of another jar,
 * made by {@code extension/write_store.py}: read with that jar, and refused by name without.
 */
class ExtensionIT {
  private static final Path STORE =
      Path.of("src", "test", "resources", "extension.zarr").toAbsolutePath();
  private static final String ARRAYS = "codec,type,grid,keys,all";
  private static final String CONNECTOR = System.getProperty("sparkzarr.jar");
  private static final String EXTENSION = System.getProperty("sparkzarr.extension.jar");

  @TempDir private Path directory;

  @Test
  void theExtensionOnTheClassPathOfTheOldestSpark() throws IOException {
    read(SparkRuntime.ofThisBuild());
  }

  @Test
  @Tag("full")
  void theExtensionOnTheClassPathOfTheNewestSpark() throws IOException {
    read(SparkRuntime.newest());
  }

  private static void read(SparkRuntime spark) throws IOException {
    SparkRuntime.Outcome outcome =
        spark.runWith(
            List.of(CONNECTOR, EXTENSION),
            ExtensionRead.class,
            "local[2]",
            STORE.toString(),
            ARRAYS);
    assertEveryRow(outcome);
  }

  @Test
  void theExtensionAttachedToASessionThatRuns() throws IOException {
    assertEveryRow(attach(SparkRuntime.ofThisBuild(), "local[2]", Map.of()));
  }

  @Test
  @Tag("full")
  void theExtensionAttachedToAClusterThatRuns() throws IOException {
    SparkRuntime spark = SparkRuntime.newest();
    assertEveryRow(
        attach(spark, "local-cluster[2,1,1024]", SparkRuntime.clusterEnvironment(directory)));
  }

  private SparkRuntime.Outcome attach(
      SparkRuntime spark, String master, Map<String, String> environment) throws IOException {
    Path programs =
        SparkRuntime.programs(
            directory.resolve("programs"), ExtensionRead.class, AttachedJar.class);
    return spark.runBare(
        environment,
        programs,
        ExtensionRead.class,
        master,
        STORE.toString(),
        ARRAYS,
        CONNECTOR,
        EXTENSION);
  }

  private static void assertEveryRow(SparkRuntime.Outcome outcome) throws IOException {
    List<String> rows = Files.readAllLines(STORE.resolve("rows.txt"));
    assertThat(rows).hasSize(45);
    assertThat(outcome.output().lines().toList()).as(outcome.output()).containsSubsequence(rows);
  }

  @Test
  void withoutTheExtensionEachErrorNamesTheServiceToAdd() throws IOException {
    SparkRuntime.Outcome outcome =
        SparkRuntime.ofThisBuild()
            .runWith(List.of(CONNECTOR), ExtensionRead.class, "local[2]", STORE.toString(), ARRAYS);
    assertThat(outcome.output())
        .containsPattern(
            "codec is refused: .*'example.runs'.*dev\\.sparkzarr\\.codec\\.CodecProvider")
        .containsPattern(
            "type is refused: .*'example.code'.*dev\\.sparkzarr\\.metadata\\.DataTypeProvider")
        .containsPattern(
            "grid is refused: .*'example.doubling'.*dev\\.sparkzarr\\.metadata\\.ChunkGridProvider")
        .containsPattern(
            "keys is refused: .*'example.padded'"
                + ".*dev\\.sparkzarr\\.metadata\\.ChunkKeyEncodingProvider")
        .containsPattern("all is refused: .*'example\\.");
  }
}
