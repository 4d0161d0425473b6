package dev.sparkzarr.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random tables, both directions: DataFrames become stores that are to xarray and zarr-python what
 * the documentation promises, and stores of xarray are copied, changed, appended to, written in
 * part and given variables, and are then to xarray what it would have written itself. {@code
 * -Dsparkzarr.tables=2000} runs more of them, {@code -Dsparkzarr.tables.seed=} others, {@code
 * -Dsparkzarr.tables.first=} from a certain one on.
 */
@Tag("peers")
class TablesIT {
  private static final int CASES = Integer.getInteger("sparkzarr.tables", 60);
  private static final int FIRST = Integer.getInteger("sparkzarr.tables.first", 0);
  private static final long SEED = Long.getLong("sparkzarr.tables.seed", 20261121L);

  @TempDir private Path directory;

  @Test
  void theOldestSparkWritesWhatXarrayReads() throws IOException, InterruptedException {
    run(SparkRuntime.ofThisBuild());
  }

  @Test
  @Tag("full")
  void theNewestSparkWritesWhatXarrayReads() throws IOException, InterruptedException {
    run(SparkRuntime.newest());
  }

  private void run(SparkRuntime spark) throws IOException, InterruptedException {
    python("make", directory, SEED, FIRST, CASES);
    SparkRuntime.Outcome outcome = spark.run(TableSteps.class, directory.toString());
    assertThat(outcome.exitCode()).as(outcome.output()).isZero();
    python("judge", directory, SEED);
    List<String> wrong = new ArrayList<>();
    Map<String, Integer> seen = new TreeMap<>();
    List<String> judged = Files.readAllLines(directory.resolve("judged.jsonl"));
    for (String line : judged) {
      JsonNode answer = new ObjectMapper().readTree(line);
      answer.get("what").forEach(what -> seen.merge(what.asText(), 1, Integer::sum));
      if (!answer.get("wrong").isNull()) {
        wrong.add("case " + answer.get("number") + ": " + answer.get("wrong").asText());
      }
    }
    System.out.println("Seed " + SEED + ", " + CASES + " cases from " + FIRST + ": " + seen);
    assertThat(judged).hasSize(CASES);
    assertThat(wrong.stream().limit(3)).as("seed %d: %d failures", SEED, wrong.size()).isEmpty();
  }

  private static void python(Object... arguments) throws IOException, InterruptedException {
    Path python = Path.of(System.getProperty("sparkzarr.peers.python"));
    assumeTrue(Files.isExecutable(python), "the Python peers are not set up");
    List<String> command = new ArrayList<>(List.of(python.toString(), "peers/tables"));
    Stream.of(arguments).map(Object::toString).forEach(command::add);
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
  }
}
