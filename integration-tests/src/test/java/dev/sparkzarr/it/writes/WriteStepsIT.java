package dev.sparkzarr.it.writes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Arrays that zarr-python or this library begins, and this library changes: boxes written, objects
 * deleted, shapes grown over what an abandoned append left; then zarr-python reads them. Every word
 * of the option {@code compression} in both formats, both engines. {@code -Dsparkzarr.cases=5000}
 * runs more, {@code -Dsparkzarr.seed=} others.
 */
@Tag("peers")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WriteStepsIT {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final long seed = Long.getLong("sparkzarr.seed", 20260101);
  private final Path directory = Path.of("target", "writes").toAbsolutePath();
  private final List<WriteCase> cases = new ArrayList<>();

  @BeforeAll
  void run() throws IOException, InterruptedException {
    Path python = Path.of(System.getProperty("sparkzarr.peers.python", "absent"));
    assumeTrue(Files.isExecutable(python), "the Python peers are not set up");
    delete();
    Files.createDirectories(directory);
    List<String> lines = new ArrayList<>();
    for (int number = 0; number < Integer.getInteger("sparkzarr.cases", 400); number++) {
      cases.add(new WriteCase(number, directory, seed));
      lines.add(cases.get(number).json.toString());
    }
    Files.write(directory.resolve("cases.jsonl"), lines);
    python(python, "begin");
    cases.forEach(StepWriter::run);
    python(python, "check");
  }

  private void python(Path python, String verb) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(python.toString(), "peers/writes", verb, directory.toString())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
  }

  private void delete() throws IOException {
    if (Files.exists(directory)) {
      try (Stream<Path> files = Files.walk(directory)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  @Test
  void zarrPythonReadsWhatIsExpected() throws IOException {
    List<String> failures = new ArrayList<>();
    List<String> lines = Files.readAllLines(directory.resolve("checked.jsonl"));
    for (String line : lines) {
      JsonNode checked = JSON.readTree(line);
      if (!checked.get("outcome").asText().equals("same")) {
        failures.add(
            checked.get("outcome").asText() + "\n  " + cases.get(checked.get("number").asInt()));
      }
    }
    assertThat(lines).hasSameSizeAs(cases);
    assertThat(failures.stream().limit(3)).as(failures.size() + " failures").isEmpty();
  }

  @Test
  void everythingWasDrawn() {
    assumeTrue(cases.size() >= 400, "few cases");
    for (String compression : WriteCase.COMPRESSIONS) {
      for (int format = 2; format <= 3; format++) {
        int wanted = format;
        assertThat(cases)
            .as(compression + " in format " + format)
            .anyMatch(
                each ->
                    each.compression.equals(compression)
                        && each.json.get("format").asInt() == wanted
                        && each.json.get("begins").asText().equals("here"));
      }
    }
    assertThat(cases).anyMatch(each -> !each.json.get("shards").isNull());
    assertThat(cases).anyMatch(each -> each.engine.equals("reference"));
  }
}
