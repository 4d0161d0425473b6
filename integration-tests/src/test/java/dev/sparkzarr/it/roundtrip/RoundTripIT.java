package dev.sparkzarr.it.roundtrip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Random arrays, both directions: what zarr-python writes is read here, what is written here is
 * read by zarr-python, and by tensorstore and zarrs where they can. Bit for bit. {@code
 * -Dsparkzarr.cases=20000} runs more of them, {@code -Dsparkzarr.seed=} others, {@code
 * -Dsparkzarr.case=} one.
 */
@Tag("peers")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RoundTripIT {
  private static final int BATCH = 500;

  private final long seed = Long.getLong("sparkzarr.seed", 20260101);
  private final Path directory = Path.of("target", "roundtrip", "seed-" + seed).toAbsolutePath();
  private final Tally tally = new Tally();
  private final List<JsonNode> wanted = new ArrayList<>();

  @BeforeAll
  void run() throws IOException, InterruptedException, ExecutionException {
    Path python = Path.of(System.getProperty("sparkzarr.peers.python"));
    assumeTrue(Files.isExecutable(python), "the Python peers are not set up");
    delete(directory);
    int first = Integer.getInteger("sparkzarr.case", 0);
    int count = Integer.getInteger("sparkzarr.case") == null ? cases() : 1;
    ExecutorService threads = Executors.newFixedThreadPool(processors());
    try {
      List<Future<JsonNode>> batches = new ArrayList<>();
      for (int at = first; at < first + count; at += BATCH) {
        int from = at;
        int size = Math.min(BATCH, first + count - at);
        Path place = directory.resolve("cases-" + from);
        batches.add(
            threads.submit(
                () -> {
                  Batch batch = new Batch(interpreter(python, from), place, seed, tally);
                  batch.run(from, size);
                  return batch.wanted();
                }));
      }
      for (Future<JsonNode> batch : batches) {
        wanted.add(batch.get());
      }
    } finally {
      threads.shutdownNow();
    }
    System.out.println("Seed " + seed + ", " + count + " cases.\n" + tally);
    if (tally.failures().isEmpty()) {
      delete(directory);
    } else {
      Files.write(directory.resolve("failures.txt"), tally.failures());
    }
  }

  private static int cases() {
    return Integer.getInteger("sparkzarr.cases", 2000);
  }

  /** An interpreter for a batch: every fourth has the newest zarr-python, where that is set up. */
  private static Path interpreter(Path python, int from) {
    Path newest = python.resolveSibling("../zarr-newest/bin/python").normalize();
    return from / BATCH % 4 == 3 && Files.isExecutable(newest) ? newest : python;
  }

  private static int processors() {
    return Runtime.getRuntime().availableProcessors();
  }

  private static void delete(Path directory) throws IOException {
    if (Files.exists(directory)) {
      try (Stream<Path> files = Files.walk(directory)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  @Test
  void weReadWhatZarrPythonWrites() {
    assertNone(Batch.WE_READ);
  }

  @Test
  void weReadWhatWeWrite() {
    assertNone(Batch.WE_WRITE);
  }

  @Test
  void othersReadWhatWeWrite() {
    assertNone(Batch.THEY_READ);
  }

  @Test
  void everythingWasDrawn() {
    assumeTrue(Integer.getInteger("sparkzarr.case") == null && cases() >= 2000, "few cases");
    for (JsonNode each : wanted) {
      each.fields()
          .forEachRemaining(
              heading -> {
                List<String> names = new ArrayList<>();
                heading.getValue().forEach(name -> names.add(name.asText()));
                assertThat(tally.never(heading.getKey(), names)).as(heading.getKey()).isEmpty();
              });
    }
  }

  private void assertNone(String direction) {
    List<String> failures =
        tally.failures().stream().filter(failure -> failure.startsWith(direction)).toList();
    assertThat(failures.stream().limit(3))
        .as("seed %d: %d failures, all in %s/failures.txt", seed, failures.size(), directory)
        .isEmpty();
  }
}
