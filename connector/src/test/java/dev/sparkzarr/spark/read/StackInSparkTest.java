package dev.sparkzarr.spark.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sparkzarr.metadata.ElementKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.execution.SparkPlan;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What options put around stores, and what a missing chunk means, inside Spark. */
class StackInSparkTest {
  private static final String SECRET = "planted-s3cr3t";

  private static DataFrameReader zarr() {
    return LocalSpark.session().read().format("zarr");
  }

  /** Eight numbers in four chunks, of which the last two are not stored. */
  private static SampleStore sparse(String name) {
    SampleStore store =
        new SampleStore(name)
            .array(
                "v",
                ElementKind.FLOAT64,
                new long[] {8},
                new long[] {2},
                "x",
                "{}",
                position -> position);
    store.delete("v/c/2");
    store.delete("v/c/3");
    return store;
  }

  private static List<Row> rows(Dataset<Row> table) {
    return table.orderBy("x").collectAsList();
  }

  @Test
  void whatWasNeverStoredIsMissing() {
    List<Row> rows = rows(zarr().load(sparse("sparse").path()));
    assertThat(rows.subList(0, 4))
        .extracting(row -> row.get(1))
        .containsExactly(0.0, 1.0, 2.0, 3.0);
    assertThat(rows.subList(4, 8)).allSatisfy(row -> assertThat(row.isNullAt(1)).isTrue());
  }

  @Test
  void aStoreThatIsGoneIsAnError() {
    SampleStore store = sparse("gone");
    Dataset<Row> table = zarr().load(store.path());
    for (String key : List.of("zarr.json", "v/zarr.json", "v/c/0", "v/c/1")) {
      store.delete(key);
    }
    assertThatThrownBy(() -> rows(table))
        .hasStackTraceContaining("Cannot read array /v in memory:gone")
        .hasStackTraceContaining("use a path that every executor reaches");
  }

  @Test
  void anArrayThatWasReplacedIsAnError() {
    SampleStore store = sparse("replaced");
    Dataset<Row> table = zarr().load(store.path());
    store.document("v", ElementKind.FLOAT64, new long[] {8}, new long[] {4}, "x", "{}", "\"NaN\"");
    assertThatThrownBy(() -> rows(table))
        .hasStackTraceContaining("the store changed while it was read. Load it again.");
  }

  @Test
  void whatWasAskedOfTheStoreIsInTheMetrics() {
    Dataset<Row> table = zarr().load(sparse("measured").path());
    table.queryExecution().toRdd().count();
    SparkPlan scan = table.queryExecution().executedPlan();
    while (!scan.metrics().contains("zarrRequests")) {
      scan = scan.children().head();
    }
    // Four chunks, and by each task that misses one the document.
    assertThat(metric(scan, "zarrRequests")).isBetween(5L, 6L);
    assertThat(metric(scan, "zarrRequestsAbsent")).isEqualTo(2);
    assertThat(metric(scan, "zarrBytesReceived")).isGreaterThan(2 * 2 * Double.BYTES);
    assertThat(metric(scan, "zarrRequestTime")).isPositive();
    assertThat(metric(scan, "zarrRetries")).isZero();
    assertThat(metric(scan, "zarrRequestsFailed")).isZero();
  }

  private static long metric(SparkPlan plan, String name) {
    return plan.metrics().get(name).get().value();
  }

  @Test
  void theUsageLogHasEachRequestAndNoSecret(@TempDir Path logs) throws IOException {
    SampleStore store = sparse("logged");
    rows(
        zarr()
            .option("usageLog", logs.toString())
            .option("usageLogFormat", "json")
            .option("fs.s3a.secret.key", SECRET)
            .option("splitSize", "64k")
            .option("singleFlight", true)
            .option("requestRate", 100_000)
            .option("maxConcurrentRequests", 4)
            .load(store.path()));
    List<String> lines = new ArrayList<>();
    try (Stream<Path> files = Files.list(logs)) {
      for (Path file : files.toList()) {
        lines.addAll(Files.readAllLines(file));
      }
    }
    Set<String> calls = new HashSet<>();
    for (String line : lines) {
      JsonNode call = new ObjectMapper().readTree(line);
      calls.add(
          call.get("verb").textValue()
              + " "
              + call.get("place").textValue()
              + " "
              + call.get("outcome").textValue());
    }
    assertThat(calls)
        .contains(
            "GET memory:logged/zarr.json found",
            "GET memory:logged/v/zarr.json found",
            "GET memory:logged/v/c/0 found",
            "GET memory:logged/v/c/1 found",
            "GET memory:logged/v/c/2 absent",
            "GET memory:logged/v/c/3 absent");
    assertThat(lines).noneMatch(line -> line.contains(SECRET));
  }

  @Test
  void aUsageLogThatCannotBeWrittenIsAnError() {
    assertThatThrownBy(
            () ->
                zarr()
                    .option("usageLog", "/proc/no/such/place")
                    .load(sparse("unlogged").path())
                    .collect())
        .hasMessageContaining("Cannot write the usage log /proc/no/such/place");
    assertThatThrownBy(
            () ->
                zarr()
                    .option("usageLog", "s3a://user:" + SECRET + "@bucket/logs")
                    .load(sparse("unlogged").path()))
        .hasMessageContaining("s3a://bucket/logs")
        .hasMessageNotContaining(SECRET);
  }
}
