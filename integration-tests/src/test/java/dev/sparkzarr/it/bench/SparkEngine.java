package dev.sparkzarr.it.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sparkzarr.ConnectorVersion;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.apache.spark.sql.SparkSession;

/**
 * An engine of the benchmarks that is Spark: {@code SparkEngine REQUEST}, where the request is a
 * file of {@code benchmarks/harness/engines.py}. Of its engines {@code zarr} is this connector,
 * {@code rows} the same with aggregates and filters on values left to Spark, {@code parquet} Spark
 * on Parquet. Says what it measured as the engines in Python do: a line of JSON for each question,
 * as soon as it is answered. A question that fails ends it.
 */
public final class SparkEngine {
  private SparkEngine() {}

  /** Runs it. */
  public static void main(String[] arguments) throws IOException {
    ObjectMapper mapper = new ObjectMapper();
    JsonNode request = mapper.readTree(new File(arguments[0]));
    SparkSession spark = session(request.get("threads").asInt());
    Path result = Path.of(request.get("result").asText());
    ObjectNode versions = mapper.createObjectNode();
    versions
        .putObject("versions")
        .put("spark-zarr", ConnectorVersion.current().number())
        .put("Spark", spark.version())
        .put("Java", Runtime.version().toString());
    say(result, versions);
    for (JsonNode question : request.get("questions")) {
      ObjectNode line = mapper.createObjectNode();
      line.put("question", question.get("name").asText());
      Timing.measure(
          task(spark, request, question),
          request.get("warmups").asInt(),
          request.get("runs").asInt(),
          line.putObject("result"));
      say(result, line);
    }
    spark.stop();
  }

  static SparkSession session(int threads) {
    SparkSession spark =
        SparkSession.builder()
            .master("local[" + threads + "]")
            .appName("benchmark")
            .config("spark.ui.enabled", "false")
            .config("spark.sql.shuffle.partitions", threads)
            .config("spark.sql.session.timeZone", "UTC")
            .config("spark.sql.ansi.enabled", "true") // as in Spark 4
            .config("spark.sql.parquet.compression.codec", "zstd")
            .getOrCreate();
    spark.sparkContext().setLogLevel("ERROR");
    return spark;
  }

  private static Task task(SparkSession spark, JsonNode request, JsonNode question) {
    String engine = request.get("engine").asText();
    return switch (request.get("suite").asText()) {
      case "writes" -> WriteTask.of(spark, engine, request, question);
      case "planning" -> PlanTask.of(spark, question);
      default -> QueryTask.of(spark, engine, question);
    };
  }

  private static void say(Path result, ObjectNode line) throws IOException {
    Files.writeString(
        result,
        line + "\n",
        StandardCharsets.UTF_8,
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }
}
