package dev.sparkzarr.it;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sparkzarr.spark.CleanUp;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * The JVM of a {@link SparkShell}: {@code SparkShellProgram NAME=VALUE...} starts a session with
 * these settings, then reads commands, a JSON object on each line, and answers each by one line,
 * those that are to begin something when that is over.
 */
public final class SparkShellProgram {
  /** What a line of an answer starts with. */
  static final String ANSWER = "answer: ";

  private static final ObjectMapper JSON = new ObjectMapper();

  private final SparkSession spark;
  private final PrintStream answers;
  private TableWatch watch; // null: none

  private SparkShellProgram(SparkSession spark, PrintStream answers) {
    this.spark = spark;
    this.answers = answers;
  }

  /** Runs it until its input ends. */
  public static void main(String[] arguments) throws IOException {
    PrintStream answers = System.out;
    System.setOut(System.err);
    SparkSession.Builder builder =
        SparkSession.builder()
            .master("local[2]")
            .appName("shell")
            .config("spark.ui.enabled", "false")
            .config("spark.sql.shuffle.partitions", "2");
    for (String argument : arguments) {
      String[] setting = argument.split("=", 2);
      builder.config(setting[0], setting[1]);
    }
    SparkShellProgram shell = new SparkShellProgram(builder.getOrCreate(), answers);
    BufferedReader commands =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = commands.readLine(); line != null; line = commands.readLine()) {
      JsonNode command = JSON.readTree(line);
      if (command.get("do").asText().equals("begin")) {
        Thread apart = new Thread(() -> shell.answer(command));
        apart.setDaemon(true);
        apart.start();
      } else {
        shell.answer(command);
      }
    }
    shell.spark.stop();
    System.exit(0);
  }

  /** Whatever goes wrong is an answer. */
  private void answer(JsonNode command) {
    ObjectNode answer = JSON.createObjectNode().set("id", command.get("id"));
    try {
      answer.set("value", value(command));
    } catch (Throwable e) {
      StringWriter text = new StringWriter();
      e.printStackTrace(new PrintWriter(text));
      answer.put("error", text.toString());
    }
    synchronized (answers) {
      answers.println(ANSWER + answer);
      answers.flush();
    }
  }

  private JsonNode value(JsonNode command) throws IOException {
    return switch (command.get("do").asText()) {
      case "load" -> load(command);
      case "write", "begin" -> write(command);
      case "watch" -> watch(command);
      case "looks" -> watch.end();
      case "requests" -> JSON.valueToTree(SlowedRequests.ofThisProcess());
      case "clean" ->
          JSON.valueToTree(
              CleanUp.run(command.get("path").asText(), options(command.get("options"))));
      case "sql" -> rows(spark.sql(command.get("sql").asText()).collectAsList());
      case "explain" ->
          rows(spark.sql("EXPLAIN EXTENDED " + command.get("sql").asText()).collectAsList());
      case "answers" -> wrongAnswers(command);
      case "threads" -> threads();
      case "descriptors" -> descriptors();
      default -> throw new IllegalArgumentException(command.toString());
    };
  }

  private JsonNode load(JsonNode command) {
    spark
        .read()
        .format("zarr")
        .options(options(command.get("options")))
        .load(command.get("path").asText())
        .createOrReplaceTempView("t");
    return JSON.nullNode();
  }

  private JsonNode write(JsonNode command) {
    spark
        .sql(command.get("sql").asText())
        .write()
        .format("zarr")
        .mode(command.get("mode").asText())
        .options(options(command.get("options")))
        .save(command.get("path").asText());
    return JSON.nullNode();
  }

  private JsonNode watch(JsonNode command) {
    Map<String, Map<String, String>> tables = new LinkedHashMap<>();
    command
        .get("tables")
        .fields()
        .forEachRemaining(table -> tables.put(table.getKey(), options(table.getValue())));
    watch = TableWatch.begin(spark, tables);
    return JSON.nullNode();
  }

  private JsonNode wrongAnswers(JsonNode command) throws IOException {
    String root = command.get("root").asText();
    String store = command.get("store").asText();
    Map<String, String> options = options(command.get("options"));
    List<Callable<List<String>>> questions = new ArrayList<>();
    for (Answers.Question question :
        Answers.questions(Path.of(command.get("data").asText()), root)) {
      if (store.isEmpty() || question.store().equals(root + store)) {
        // In a session of its own, so that its view is too.
        questions.add(() -> question.ask(spark.newSession(), options));
      }
    }
    if (questions.isEmpty()) {
      throw new IllegalArgumentException("no question about " + command);
    }
    ArrayNode wrong = JSON.createArrayNode();
    for (List<String> each : atOnce(questions)) {
      each.forEach(wrong::add);
    }
    return wrong;
  }

  /** Runs some of them at the same time, for most of a question is waiting. */
  private static <T> List<T> atOnce(List<Callable<T>> work) throws IOException {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<T> results = new ArrayList<>();
      for (Future<T> each : threads.invokeAll(work)) {
        results.add(each.get());
      }
      return results;
    } catch (ExecutionException e) {
      throw new IOException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } finally {
      threads.shutdownNow();
    }
  }

  private static Map<String, String> options(JsonNode given) {
    Map<String, String> options = new HashMap<>();
    given
        .fields()
        .forEachRemaining(option -> options.put(option.getKey(), option.getValue().asText()));
    return options;
  }

  static ArrayNode rows(List<Row> rows) {
    ArrayNode answer = JSON.createArrayNode();
    for (Row row : rows) {
      ArrayNode cells = answer.addArray();
      for (int i = 0; i < row.length(); i++) {
        cells.add(String.valueOf(row.get(i)));
      }
    }
    return answer;
  }

  private static JsonNode threads() {
    System.gc();
    ArrayNode names = JSON.createArrayNode();
    Thread.getAllStackTraces().keySet().forEach(thread -> names.add(thread.getName()));
    return names;
  }

  private static JsonNode descriptors() throws IOException {
    System.gc();
    ArrayNode targets = JSON.createArrayNode();
    Descriptors.open().forEach(targets::add);
    return targets;
  }
}
