package dev.sparkzarr.it.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sparkzarr.it.servers.Fault;
import dev.sparkzarr.it.servers.Nginx;
import dev.sparkzarr.it.servers.PassThrough;
import dev.sparkzarr.it.servers.Redis;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;

/**
 * A store behind 50 ms for each request, read with more or less fetching ahead, with a cache, and
 * by xarray through fsspec and obstore, in one run: {@code LatencyBenchmark STORE PYTHON SCRIPT
 * RUNS}. Prints Markdown tables of median seconds and of requests. Each question opens the store
 * anew.
 */
public final class LatencyBenchmark {
  private static final Duration LATENCY = Duration.ofMillis(50);
  private static final List<String> QUESTIONS = List.of("open", "sum", "box", "one point");
  private static final Map<String, String> SQL =
      Map.of(
          "sum",
          "SELECT sum(CAST(t2m AS DOUBLE)) FROM t",
          "box",
          "SELECT sum(CAST(t2m AS DOUBLE)) FROM t WHERE time >= '2019-01-10' AND time <"
              + " '2019-01-20' AND latitude BETWEEN 40 AND 60 AND longitude BETWEEN 0 AND 30",
          "one point",
          "SELECT sum(CAST(t2m AS DOUBLE)) FROM t WHERE latitude = 51 AND longitude = 10");

  private LatencyBenchmark() {}

  /** Asks a question. */
  private interface Reader {
    double ask(String question) throws IOException;
  }

  /** Runs it. */
  public static void main(String[] arguments) throws IOException {
    Path store = Path.of(arguments[0]);
    int runs = Integer.parseInt(arguments[3]);
    SparkSession spark =
        SparkSession.builder()
            .master("local[2]")
            .appName("benchmark")
            .config("spark.ui.enabled", "false")
            .config("spark.sql.shuffle.partitions", "2")
            .config("spark.sql.session.timeZone", "UTC")
            .getOrCreate();
    spark.sparkContext().setLogLevel("ERROR");
    try (Nginx nginx = Nginx.start();
        Redis redis = Redis.start();
        PassThrough proxy = PassThrough.to(nginx.port())) {
      Files.createSymbolicLink(nginx.files().resolve("store.zarr"), store.toAbsolutePath());
      String url = "http://127.0.0.1:" + proxy.port() + "/store.zarr";
      proxy.spoil(request -> Optional.of(new Fault.Delay(LATENCY)));
      Report report = new Report(proxy, runs);
      spark(spark, "http://127.0.0.1:" + nginx.port() + "/store.zarr", Map.of()).ask("sum"); // warm
      for (int threads : new int[] {0, 1, 2, 4, 8, 16, 32}) {
        report.row(
            "fetchThreads=" + threads,
            spark(spark, url, Map.of("fetchThreads", Integer.toString(threads))));
      }
      Path folder = Files.createTempDirectory(nginx.files().getParent(), "cache");
      for (Map.Entry<String, String> index :
          Map.of("memory", "memory", "Redis", "redis://127.0.0.1:" + redis.port() + "/0")
              .entrySet()) {
        Map<String, String> options =
            Map.of(
                "cache",
                "true",
                "cacheStorage",
                folder.resolve(index.getKey()) + "/{storeId}",
                "cacheIndex",
                index.getValue(),
                "cacheSize",
                "1g");
        String name = "disk cache, index " + index.getKey();
        report.once(name + ", first reading", spark(spark, url, options));
        report.row(name + ", again", spark(spark, url, options));
        Map<String, String> unasked = new HashMap<>(options);
        unasked.put("cacheCheckAfter", "1h");
        report.once(name + ", cacheCheckAfter=1h, first reading", spark(spark, url, unasked));
        report.row(name + ", cacheCheckAfter=1h, again", spark(spark, url, unasked));
      }
      for (String client : List.of("fsspec", "obstore")) {
        for (int concurrency : new int[] {10, 64}) {
          try (Xarray xarray = new Xarray(arguments[1], arguments[2], url, client, concurrency)) {
            report.row("xarray, " + client + ", " + concurrency + " at a time", xarray::ask);
          }
        }
      }
      report.print(System.out);
    }
    spark.stop();
  }

  private static Reader spark(SparkSession spark, String url, Map<String, String> options) {
    return question -> {
      org.apache.spark.sql.Dataset<?> table =
          spark.read().format("zarr").options(options).load(url);
      if (question.equals("open")) {
        return table.schema().size();
      }
      table.createOrReplaceTempView("t");
      return spark.sql(SQL.get(question)).head().getDouble(0);
    };
  }

  /** Seconds and requests by reader and question; answers that differ stop it. */
  private static final class Report {
    private final PassThrough proxy;
    private final int runs;
    private final Map<String, Double> answers = new LinkedHashMap<>();
    private final StringBuilder rows = new StringBuilder();

    Report(PassThrough proxy, int runs) {
      this.proxy = proxy;
      this.runs = runs;
    }

    void row(String name, Reader reader) throws IOException {
      row(name, reader, runs);
    }

    void once(String name, Reader reader) throws IOException {
      row(name, reader, 1);
    }

    private void row(String name, Reader reader, int times) throws IOException {
      rows.append("| ").append(name).append(" |");
      for (String question : QUESTIONS) {
        double[] seconds = new double[times];
        int requests = 0;
        for (int run = 0; run < times; run++) {
          proxy.take();
          long start = System.nanoTime();
          double answer = reader.ask(question);
          seconds[run] = (System.nanoTime() - start) / 1e9;
          requests = proxy.take().size();
          check(name, question, answer);
        }
        Arrays.sort(seconds);
        rows.append(
            String.format(Locale.ROOT, " %.2f (%d) |", seconds[seconds.length / 2], requests));
      }
      rows.append('\n');
      System.out.println("measured: " + name);
    }

    private void check(String name, String question, double answer) {
      double first = answers.computeIfAbsent(question, q -> answer);
      if (!question.equals("open") && Math.abs(first - answer) > 1e-6 * Math.abs(first)) {
        throw new IllegalStateException(name + ", " + question + ": " + answer + ", not " + first);
      }
    }

    void print(PrintStream out) {
      out.println("| seconds (requests) | " + String.join(" | ", QUESTIONS) + " |");
      out.println("|---|" + "---|".repeat(QUESTIONS.size()));
      out.print(rows);
    }
  }

  /** The Python program that asks xarray. */
  private static final class Xarray implements AutoCloseable {
    private final Process process;
    private final PrintStream in;
    private final BufferedReader out;

    Xarray(String python, String script, String url, String client, int concurrency)
        throws IOException {
      process =
          new ProcessBuilder(python, "-W", "ignore", script, url, client, "" + concurrency)
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      in = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
      out =
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
      out.readLine();
    }

    double ask(String question) throws IOException {
      in.println(question);
      String line = out.readLine();
      if (line == null) {
        throw new IOException("xarray stopped at " + question);
      }
      JsonNode answer = new ObjectMapper().readTree(line);
      return answer.get("answer").asDouble();
    }

    @Override
    public void close() {
      process.destroy();
    }
  }
}
