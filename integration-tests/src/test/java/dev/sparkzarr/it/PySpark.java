package dev.sparkzarr.it;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Programs of the Python peers that start the newest PySpark. Where either is not set up, the test
 * that asks is skipped.
 */
final class PySpark {
  private final Path python;
  private final String packages;

  private PySpark(Path python, String packages) {
    this.python = python;
    this.packages = packages;
  }

  static PySpark newest() throws IOException {
    return newest(Path.of(System.getProperty("sparkzarr.peers.python")));
  }

  /**
   * @param python of an environment that {@code peers/setup} makes
   */
  static PySpark newest(Path python) throws IOException {
    String jars = System.getProperty("sparkzarr.pyspark.jars", "");
    assumeTrue(!jars.isEmpty(), "no pyspark jars folder was named");
    assumeTrue(Files.isExecutable(python), "the Python peers are not set up");
    return new PySpark(python, packages(Path.of(jars).getParent()));
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

  /** What a program said, and how it ended. */
  record Ended(int status, String output) {}

  /**
   * Runs a program to its end.
   *
   * @param modules a folder of Python modules beside those of PySpark
   * @param arguments of the interpreter
   */
  Ended run(Path modules, List<String> arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(python.toString(), "-W", "ignore"));
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("PYTHONPATH", packages + File.pathSeparator + modules);
    builder.environment().put("PYTHONDONTWRITEBYTECODE", "1");
    builder.environment().put("PYSPARK_PYTHON", python.toString());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("MPLBACKEND", "Agg");
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Ended(process.waitFor(), output);
  }
}
