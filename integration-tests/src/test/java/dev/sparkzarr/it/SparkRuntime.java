package dev.sparkzarr.it;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A Spark in a JVM of its own, with the packaged connector and these test classes on its class path
 * and nothing else of the build.
 *
 * @param classPath Spark's own jars
 */
record SparkRuntime(String classPath) {
  /** What a program printed, and how it ended. */
  record Outcome(int exitCode, String output) {}

  /** The Spark that the connector is compiled against. */
  static SparkRuntime ofThisBuild() {
    String separator = File.pathSeparator;
    String jars =
        Arrays.stream(System.getProperty("java.class.path").split(separator))
            .filter(entry -> entry.endsWith(".jar"))
            .filter(entry -> !Path.of(entry).getFileName().toString().startsWith("spark-zarr"))
            .filter(entry -> !entry.contains("surefire") && !entry.contains("junit"))
            .collect(Collectors.joining(separator));
    return new SparkRuntime(jars);
  }

  /** The newest Spark, from the jars folder of its Python package; skipped where it is not here. */
  static SparkRuntime newest() {
    String jars = System.getProperty("sparkzarr.pyspark.jars", "");
    assumeTrue(!jars.isEmpty(), "no pyspark jars folder was named");
    return new SparkRuntime(Path.of(jars, "*").toString());
  }

  /**
   * Runs a main class to its end.
   *
   * @param options of the JVM, then nothing; see {@link #run(List, Class, String...)}
   */
  Outcome run(Class<?> main, String... arguments) throws IOException {
    return run(List.of("-Xmx2g"), main, arguments);
  }

  /** Runs a main class to its end, with options for the JVM. */
  Outcome run(List<String> jvmOptions, Class<?> main, String... arguments) throws IOException {
    String programs = System.getProperty("sparkzarr.jar") + File.pathSeparator + testClasses();
    return run(Map.of(), jvmOptions, programs, main.getName(), arguments);
  }

  /** Runs a main class to its end, with these jars in place of the connector alone. */
  Outcome runWith(List<String> jars, Class<?> main, String... arguments) throws IOException {
    String programs = String.join(File.pathSeparator, jars) + File.pathSeparator + testClasses();
    return run(Map.of(), List.of("-Xmx1g"), programs, main.getName(), arguments);
  }

  /** Runs a main class of the connector's own tests to its end. */
  Outcome runTestProgram(String main, String... arguments) throws IOException {
    String programs =
        System.getProperty("sparkzarr.jar")
            + File.pathSeparator
            + System.getProperty("sparkzarr.tests.jar");
    return run(Map.of(), List.of("-Xmx2g"), programs, main, arguments);
  }

  /**
   * Runs a main class without the connector.
   *
   * @param environment variables to be set
   * @param programs where the class is, and nothing that needs the connector
   */
  Outcome runBare(
      Map<String, String> environment, Path programs, Class<?> main, String... arguments)
      throws IOException {
    return run(environment, List.of("-Xmx1g"), programs.toString(), main.getName(), arguments);
  }

  /**
   * Starts a main class that talks over its input and output.
   *
   * @param programs jars beside Spark's own
   * @param log for what it prints as errors
   * @param environment variables to be set
   */
  Process start(
      List<String> jvmOptions,
      List<String> programs,
      Class<?> main,
      Path log,
      List<String> arguments,
      Map<String, String> environment)
      throws IOException {
    String jars = String.join(File.pathSeparator, programs) + File.pathSeparator + testClasses();
    ProcessBuilder builder =
        new ProcessBuilder(command(jvmOptions, jars, main.getName(), arguments))
            .redirectError(log.toFile());
    builder.environment().putAll(environment);
    return builder.start();
  }

  private Outcome run(
      Map<String, String> environment,
      List<String> jvmOptions,
      String programs,
      String main,
      String... arguments)
      throws IOException {
    List<String> command = command(jvmOptions, programs, main, List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      return new Outcome(process.waitFor(), output);
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private List<String> command(
      List<String> jvmOptions, String programs, String main, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(jvmOptions);
    command.addAll(opens());
    command.add("-cp");
    command.add(programs + File.pathSeparator + classPath);
    command.add(main);
    command.addAll(arguments);
    return command;
  }

  /** A folder with these classes and nothing else, for {@link #runBare}. */
  static Path programs(Path folder, Class<?>... classes) throws IOException {
    for (Class<?> each : classes) {
      String file = each.getName().replace('.', '/') + ".class";
      Path target = folder.resolve(file);
      Files.createDirectories(target.getParent());
      try (InputStream in = SparkRuntime.class.getClassLoader().getResourceAsStream(file)) {
        Files.copy(in, target);
      }
    }
    return folder;
  }

  /**
   * The environment in which the newest Spark starts workers.
   *
   * @param directory for a home of theirs, since they write into the one that they start from
   */
  static Map<String, String> clusterEnvironment(Path directory) throws IOException {
    Path home = Files.createDirectories(directory.resolve("home"));
    Path jars = Path.of(System.getProperty("sparkzarr.pyspark.jars")).toAbsolutePath();
    Files.createSymbolicLink(home.resolve("jars"), jars);
    return Map.of("SPARK_HOME", home.toString(), "SPARK_SCALA_VERSION", "2.13");
  }

  /**
   * The environment in which this build's Spark starts workers, on the loopback interface.
   *
   * @param directory for a home of theirs
   */
  Map<String, String> clusterOfThisBuild(Path directory) throws IOException {
    Path jars = Files.createDirectories(directory.resolve("home").resolve("jars"));
    for (String jar : classPath.split(File.pathSeparator)) {
      Path file = Path.of(jar).toAbsolutePath();
      Files.createSymbolicLink(jars.resolve(file.getFileName()), file);
    }
    return Map.of(
        "SPARK_HOME",
        directory.resolve("home").toString(),
        "SPARK_SCALA_VERSION",
        "2.12",
        "SPARK_LOCAL_IP",
        "127.0.0.1");
  }

  private static List<String> opens() {
    return Arrays.stream(System.getProperty("sparkzarr.opens").split(" "))
        .filter(option -> !option.isBlank())
        .toList();
  }

  /** Where the classes of these tests are. */
  static String testClasses() {
    try {
      return Path.of(SparkRuntime.class.getProtectionDomain().getCodeSource().getLocation().toURI())
          .toString();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
