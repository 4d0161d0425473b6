package dev.sparkzarr.it;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A Spark session in a JVM of its own that does one thing after the other, so that a test can look
 * at a server between them. The other side is {@link SparkShellProgram}. Nothing waits without a
 * bound: an answer that does not come in time is an error, and ends the session.
 */
final class SparkShell implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** For a program that lives for a minute, in which most code runs a few times. */
  private static final List<String> JVM_OPTIONS =
      List.of("-Xmx1g", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

  private final Process process;
  private final Writer toSpark;
  private final Path log;
  private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();
  private final Thread atExit;

  /**
   * What came of something.
   *
   * @param error with all causes and their stacks; empty when it was done
   */
  record Outcome(String error, JsonNode value) {
    boolean isError() {
      return !error.isEmpty();
    }
  }

  private SparkShell(Process process, Path log) {
    this.process = process;
    this.log = log;
    this.toSpark = process.outputWriter(StandardCharsets.UTF_8);
    this.atExit = new Thread(process::destroyForcibly);
    Runtime.getRuntime().addShutdownHook(atExit);
    Thread reader = new Thread(this::read, "spark-shell");
    reader.setDaemon(true);
    reader.start();
  }

  /**
   * Starts a session.
   *
   * @param jars beside the connector, clients of Hadoop's for instance
   * @param settings of the session, such as {@code spark.hadoop.fs...}
   */
  static SparkShell start(SparkRuntime spark, List<Path> jars, Map<String, String> settings)
      throws IOException {
    Path folder = Files.createDirectories(Path.of("target", "servers").toAbsolutePath());
    Path log = Files.createTempFile(folder, "spark-", ".log");
    List<String> arguments = new ArrayList<>();
    settings.forEach((name, value) -> arguments.add(name + "=" + value));
    List<String> programs = new ArrayList<>();
    programs.add(System.getProperty("sparkzarr.jar"));
    jars.forEach(jar -> programs.add(jar.toString()));
    return new SparkShell(
        spark.start(JVM_OPTIONS, programs, SparkShellProgram.class, log, arguments), log);
  }

  private void read() {
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith(SparkShellProgram.ANSWER)) {
          answers.add(line.substring(SparkShellProgram.ANSWER.length()));
        }
      }
    } catch (IOException e) {
      // It ended.
    }
  }

  /** Opens a store as the view {@code t}. */
  Outcome load(String path, Map<String, String> options) throws IOException {
    return ask("load", Map.of("path", path, "options", options));
  }

  /** Writes the rows of a query; the value is null. */
  Outcome write(String query, String path, String mode, Map<String, String> options)
      throws IOException {
    return ask("write", writing(query, mode, path, options));
  }

  /** Begins to write the rows of a query, and does not wait for the end. */
  void startWriting(String query, String path, String mode, Map<String, String> options)
      throws IOException {
    tell("write", writing(query, mode, path, options));
  }

  private static Map<String, ?> writing(
      String query, String mode, String path, Map<String, String> options) {
    return Map.of("sql", query, "mode", mode, "path", path, "options", options);
  }

  /** Waits for the end of what was begun. */
  Outcome finish() throws IOException {
    return answer("what was begun");
  }

  /** Ends the process at once, as {@code kill -9} does. */
  void kill() throws IOException {
    try {
      process.destroyForcibly().waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  /** Finishes what unfinished writers left in a store; the value is a text. */
  Outcome cleanUp(String path, Map<String, String> options) throws IOException {
    return ask("clean", Map.of("path", path, "options", options));
  }

  /** Runs a query to its end; the value is a list of rows, each a list of texts. */
  Outcome sql(String query) throws IOException {
    return ask("sql", Map.of("sql", query));
  }

  /** Explains a query; the value is the text. */
  Outcome explain(String query) throws IOException {
    return ask("explain", Map.of("sql", query));
  }

  /**
   * Asks everything that xarray has answered; the value is a list of what differs.
   *
   * @param root before the names of stores, such as {@code s3a://bucket/data/}
   * @param store the only one that is asked; all of them when empty
   */
  Outcome answers(Path data, String root, String store, Map<String, String> options)
      throws IOException {
    return ask(
        "answers",
        Map.of("data", data.toString(), "root", root, "store", store, "options", options));
  }

  /** The names of all threads that live, after garbage was collected. */
  List<String> threads() throws IOException {
    List<String> names = new ArrayList<>();
    ask("threads", Map.of()).value().forEach(name -> names.add(name.asText()));
    return names;
  }

  /** Open files and sockets of the process, as {@link Descriptors} calls them. */
  List<String> descriptors() throws IOException {
    List<String> names = new ArrayList<>();
    ask("descriptors", Map.of()).value().forEach(name -> names.add(name.asText()));
    return names;
  }

  /** The file with all that Spark logs and prints. */
  Path logFile() {
    return log;
  }

  private Outcome ask(String what, Map<String, ?> arguments) throws IOException {
    return answer(tell(what, arguments));
  }

  private String tell(String what, Map<String, ?> arguments) throws IOException {
    ObjectNode command = JSON.createObjectNode();
    command.put("do", what);
    arguments.forEach((name, value) -> command.set(name, JSON.valueToTree(value)));
    String line = JSON.writeValueAsString(command);
    toSpark.write(line + "\n");
    toSpark.flush();
    return line;
  }

  private Outcome answer(String command) throws IOException {
    try {
      Duration bound = Duration.ofSeconds(120);
      String answer = answers.poll(bound.toSeconds(), TimeUnit.SECONDS);
      if (answer == null) {
        process.destroyForcibly();
        throw new IOException("no answer in " + bound + " to " + command + ", see " + log);
      }
      JsonNode tree = JSON.readTree(answer);
      return new Outcome(tree.path("error").asText(""), tree.path("value"));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  @Override
  public void close() {
    try {
      toSpark.close();
      process.waitFor(30, TimeUnit.SECONDS);
    } catch (IOException e) {
      // It ended before.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      process.destroyForcibly();
      try {
        Runtime.getRuntime().removeShutdownHook(atExit);
      } catch (IllegalStateException e) {
        // The JVM ends; the hook does the same.
      }
    }
  }
}
