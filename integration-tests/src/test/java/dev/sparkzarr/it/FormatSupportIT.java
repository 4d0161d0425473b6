package dev.sparkzarr.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sparkzarr.it.support.FormatSupport;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Every feature of the format, in a store that another implementation wrote, read by the packaged
 * jar inside the oldest and the newest Spark. What comes of it is {@code docs/format-support.tsv},
 * from which the page is made: run with {@code -Dsparkzarr.write=true} to write it.
 */
@Tag("peers")
class FormatSupportIT {
  private static final Path STORES = Path.of("target", "support").toAbsolutePath();
  private static final Path TABLE = Path.of("..", "docs", "format-support.tsv");

  /** The Python of each environment that writes a part of the stores. */
  private static List<Path> pythons() {
    Path python = Path.of(System.getProperty("sparkzarr.peers.python"));
    Path environments = python.getParent().getParent();
    return List.of(
        python,
        environments.resolve("zarr-2/bin/python"),
        environments.resolve("zarr-newest/bin/python"));
  }

  @BeforeAll
  static void write() throws IOException, InterruptedException {
    assumeTrue(Files.isExecutable(pythons().get(0)), "the Python peers are not set up");
    for (Path python : pythons()) {
      if (Files.isExecutable(python)) {
        Process writer =
            new ProcessBuilder(python.toString(), "peers/support", STORES.toString())
                .redirectErrorStream(true)
                .start();
        String output = new String(writer.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(writer.waitFor()).as(output).isZero();
      }
    }
  }

  @Test
  void bothSparksGiveWhatTheTableSays() throws IOException {
    List<String> newest = outcome(SparkRuntime.newest(), "newest");
    List<String> oldest = outcome(SparkRuntime.ofThisBuild(), "oldest");
    assertThat(newest).as("newest and oldest Spark").isEqualTo(oldest);

    boolean everyWriter = pythons().stream().allMatch(Files::isExecutable);
    if (Boolean.getBoolean("sparkzarr.write")) {
      assertThat(everyWriter).as("every environment of peers/setup is there").isTrue();
      Files.write(TABLE, oldest);
    }
    Map<String, String> table = byId(Files.readAllLines(TABLE));
    if (!everyWriter) {
      table.keySet().retainAll(byId(oldest).keySet());
    }
    assertThat(new ArrayList<>(table.values()))
        .as("docs/format-support.tsv, made by FormatSupportIT with -Dsparkzarr.write=true")
        .containsExactlyInAnyOrderElementsOf(oldest);
  }

  private static List<String> outcome(SparkRuntime spark, String name) throws IOException {
    Path output = STORES.resolve(name + ".tsv");
    Files.deleteIfExists(output);
    SparkRuntime.Outcome outcome =
        spark.run(FormatSupport.class, STORES.toString(), output.toString());
    assertThat(outcome.exitCode()).as(outcome.output()).isZero();
    List<String> lines = Files.readAllLines(output);
    assertThat(lines).hasSizeGreaterThan(100);
    return lines;
  }

  private static Map<String, String> byId(List<String> lines) {
    Map<String, String> byId = new LinkedHashMap<>();
    for (String line : lines) {
      assertThat(byId.put(line.split("\t", 2)[0], line)).as("two lines: " + line).isNull();
    }
    return byId;
  }
}
