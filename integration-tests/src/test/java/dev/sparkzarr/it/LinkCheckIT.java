package dev.sparkzarr.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The packaged jar links against every supported Spark and the optional dependencies, unchanged.
 */
class LinkCheckIT {
  private static final Path JAR = Path.of(System.getProperty("sparkzarr.jar"));

  // What users may add beside Spark.
  private static final Path OPTIONAL = Path.of(System.getProperty("sparkzarr.optional"));

  static List<Path> runtimes() throws IOException {
    try (Stream<Path> directories = Files.list(Path.of(System.getProperty("sparkzarr.runtimes")))) {
      return directories.filter(Files::isDirectory).sorted().toList();
    }
  }

  @Test
  void everySupportedSparkOnMavenCentralIsThere() throws IOException {
    assertThat(runtimes().stream().map(path -> path.getFileName().toString()))
        .contains("3.5.9_2.12", "3.5.9_2.13", "4.0.4_2.13", "4.1.3_2.13", "4.2.0_2.13");
  }

  @ParameterizedTest
  @MethodSource("runtimes")
  void theJarLinks(Path runtime) {
    LinkCheck.Result result = LinkCheck.run(JAR, runtime, OPTIONAL);
    assertThat(result.references()).isGreaterThan(1000);
    assertThat(result.problems()).isEmpty();
  }

  /** Of what users may add, the newest version that is supported does as well as the oldest. */
  @ParameterizedTest
  @MethodSource("runtimes")
  void theJarLinksAgainstTheNewestOptionalDependencies(Path runtime) {
    LinkCheck.Result result = LinkCheck.run(JAR, runtime, OPTIONAL.resolve("newest"), OPTIONAL);
    assertThat(result.problems()).isEmpty();
  }

  /** The newest Spark, from the jars folder of its Python package. */
  @Test
  void theJarLinksAgainstTheNewestSpark() {
    String jars = System.getProperty("sparkzarr.pyspark.jars", "");
    assumeTrue(!jars.isEmpty(), "no pyspark jars folder was named");
    LinkCheck.Result result = LinkCheck.run(JAR, Path.of(jars), OPTIONAL);
    assertThat(result.references()).isGreaterThan(1000);
    assertThat(result.problems()).isEmpty();
  }

  /** Every Spark that the matrix has made an environment for, patch by patch. */
  @Test
  @Tag("full")
  void theJarLinksAgainstEverySparkOfTheMatrix() throws IOException {
    List<Path> environments = environmentsOfTheMatrix();
    assumeTrue(!environments.isEmpty(), "integration-tests/matrix/run made no environment here");
    for (Path jars : environments) {
      LinkCheck.Result result = LinkCheck.run(JAR, jars, OPTIONAL);
      assertThat(result.references()).as(jars.toString()).isGreaterThan(1000);
      assertThat(result.problems()).as(jars.toString()).isEmpty();
    }
  }

  private static List<Path> environmentsOfTheMatrix() throws IOException {
    Path matrix = Path.of(System.getProperty("sparkzarr.matrix"));
    if (!Files.isDirectory(matrix)) {
      return List.of();
    }
    try (Stream<Path> files = Files.find(matrix, 6, LinkCheckIT::isJarsOfSpark)) {
      return files.sorted().toList();
    }
  }

  private static boolean isJarsOfSpark(Path path, BasicFileAttributes attributes) {
    return attributes.isDirectory() && path.endsWith(Path.of("pyspark", "jars"));
  }

  @Test
  void thePageNamesEveryRuntime() throws IOException {
    String page = Files.readString(Path.of("..", "docs", "compatibility.md"));
    for (Path runtime : runtimes()) {
      String[] versions = runtime.getFileName().toString().split("_");
      assertThat(page).contains("| " + versions[0] + " | " + versions[1] + " | Maven Central |");
    }
  }

  /** The check sees what it should: nothing links against a runtime without jars. */
  @Test
  void anEmptyRuntimeIsNoticed(@org.junit.jupiter.api.io.TempDir Path empty) {
    assertThat(LinkCheck.run(JAR, empty).problems())
        .anyMatch(text -> text.contains("com/fasterxml/jackson"));
  }
}
