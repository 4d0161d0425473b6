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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A Spark session in a JVM of its own that does one thing after the other, so that a test can look
 * at a server between them, and what it is told to begin beside that. The other side is {@link
 * SparkShellProgram}. Nothing waits without a bound: an answer that does not come in time is an
 * error, and ends the session.
 */
final class SparkShell implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration BOUND = Duration.ofSeconds(120);

  /** For a program that lives for a minute, in which most code runs a few times. */
  private static final List<String> JVM_OPTIONS =
      List.of("-Xmx1g", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

  private final Process process;
  private final Writer toSpark;
  private final Path log;
  private final Map<Long, CompletableFuture<Outcome>> asked = new ConcurrentHashMap<>();
  private long commands;
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
    return start(spark, jars, settings, Map.of());
  }

  /** Starts a session in an environment with more variables. */
  static SparkShell start(
      SparkRuntime spark,
      List<Path> jars,
      Map<String, String> settings,
      Map<String, String> environment)
      throws IOException {
    Path folder = Files.createDirectories(Path.of("target", "servers").toAbsolutePath());
    Path log = Files.createTempFile(folder, "spark-", ".log");
    List<String> arguments = new ArrayList<>();
    settings.forEach((name, value) -> arguments.add(name + "=" + value));
    List<String> programs = new ArrayList<>();
    programs.add(System.getProperty("sparkzarr.jar"));
    jars.forEach(jar -> programs.add(jar.toString()));
    return new SparkShell(
        spark.start(JVM_OPTIONS, programs, SparkShellProgram.class, log, arguments, environment),
        log);
  }

  private void read() {
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith(SparkShellProgram.ANSWER)) {
          JsonNode answer = JSON.readTree(line.substring(SparkShellProgram.ANSWER.length()));
          asked
              .remove(answer.get("id").asLong())
              .complete(new Outcome(answer.path("error").asText(""), answer.path("value")));
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

  /**
   * Begins to write the rows of a query beside what else is done.
   *
   * @return completed when that is over; never when the process ends before
   */
  CompletableFuture<Outcome> beginWriting(
      String query, String path, String mode, Map<String, String> options) throws IOException {
    return tell("begin", writing(query, mode, path, options));
  }

  private static Map<String, ?> writing(
      String query, String mode, String path, Map<String, String> options) {
    return Map.of("sql", query, "mode", mode, "path", path, "options", options);
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

  /** Stops the process for ever, as {@code kill -STOP} does: its connections stay open. */
  void freeze() throws IOException {
    Process signal = new ProcessBuilder("kill", "-STOP", "" + process.pid()).start();
    try {
      if (signal.waitFor() != 0) {
        throw new IOException("kill -STOP ended with " + signal.exitValue());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  /** The processes of this session's executors, where it has some. */
  List<ProcessHandle> executors() {
    return process.descendants().filter(ProcessHandle::isAlive).toList();
  }

  /**
   * Begins to read tables again and again, until {@link #looks} are asked for.
   *
   * @param tables paths, with the options of reading
   */
  void watch(Map<String, Map<String, String>> tables) throws IOException {
    ask("watch", Map.of("tables", tables));
  }

  /** What was seen since {@link #watch}, which ends by it; see {@link TableWatch}. */
  Outcome looks() throws IOException {
    return ask("looks", Map.of());
  }

  /** What was sent to stores that {@link SlowedProvider} opened. */
  SlowedRequests requests() throws IOException {
    JsonNode sent = ask("requests", Map.of()).value();
    return new SlowedRequests(
        sent.get("all").asLong(), sent.get("changes").asLong(), sent.get("documents").asLong());
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
    return answer(tell(what, arguments), what + " " + arguments);
  }

  private synchronized CompletableFuture<Outcome> tell(String what, Map<String, ?> arguments)
      throws IOException {
    ObjectNode command = JSON.createObjectNode();
    command.put("do", what).put("id", ++commands);
    arguments.forEach((name, value) -> command.set(name, JSON.valueToTree(value)));
    CompletableFuture<Outcome> answer = new CompletableFuture<>();
    asked.put(commands, answer);
    toSpark.write(JSON.writeValueAsString(command) + "\n");
    toSpark.flush();
    return answer;
  }

  /** Waits for the end of what was begun. */
  Outcome finish(CompletableFuture<Outcome> begun) throws IOException {
    return answer(begun, "what was begun");
  }

  private Outcome answer(CompletableFuture<Outcome> answer, String command) throws IOException {
    try {
      return answer.get(BOUND.toSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      process.destroyForcibly();
      throw new IOException("no answer in " + BOUND + " to " + command + ", see " + log, e);
    } catch (ExecutionException e) {
      throw new IOException(e);
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
