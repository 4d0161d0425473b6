package dev.sparkzarr.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sparkzarr.codec.BuiltInCodecs;
import dev.sparkzarr.metadata.CodecSpec;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Mutated documents and stored objects: whatever they say, reading them ends soon, in little
 * memory, with an answer or an error of this library. System properties: {@code
 * sparkzarr.fuzz.inputs} for each thread, or {@code sparkzarr.fuzz.minutes}; {@code
 * sparkzarr.fuzz.seed}, {@code sparkzarr.fuzz.threads}; {@code sparkzarr.fuzz.keep}, a file for
 * those inputs that took a new way. An input that fails is printed as a line for {@code
 * regressions.jsonl}.
 */
class FuzzTest {
  private static final long INPUTS = Long.getLong("sparkzarr.fuzz.inputs", 15_000);
  private static final long MINUTES = Long.getLong("sparkzarr.fuzz.minutes", 0);
  private static final long SEED = Long.getLong("sparkzarr.fuzz.seed", 20260714);
  private static final int THREADS = Integer.getInteger("sparkzarr.fuzz.threads", 1);
  private static final String KEEP = System.getProperty("sparkzarr.fuzz.keep", "");

  static List<String> regressions() throws IOException {
    try (InputStream in = FuzzTest.class.getResourceAsStream("regressions.jsonl")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("regressions")
  void whatOnceFailedDoesNot(String input) {
    Guard.limit(
        Duration.ofSeconds(30), () -> input, () -> new FuzzReading().read(FuzzInput.parse(input)));
  }

  @Test
  void everyCodecIsAmongTheTargets() {
    Set<String> used = new TreeSet<>();
    for (FuzzTarget target : new Fuzzer(SEED).targets) {
      target.codecs.stream().map(CodecSpec::name).forEach(used::add);
    }
    assertThat(used).containsAll(new BuiltInCodecs().codecs().keySet());
  }

  @Test
  void mutatedInputsAreAnsweredOrRefused() throws IOException {
    List<Fuzzer> fuzzers = new ArrayList<>();
    List<CompletableFuture<Void>> runs = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      Fuzzer fuzzer = new Fuzzer(SEED + i);
      fuzzers.add(fuzzer);
      runs.add(CompletableFuture.runAsync(() -> run(fuzzer), task -> new Thread(task).start()));
    }
    runs.forEach(CompletableFuture::join);
    report(fuzzers);
  }

  private static void run(Fuzzer fuzzer) {
    long end = System.nanoTime() + Duration.ofMinutes(MINUTES).toNanos();
    try {
      Guard.limit(
          Duration.ofMinutes(2 * MINUTES + 4),
          () -> "hangs: " + fuzzer.current,
          () -> {
            fuzzer.readSeeds();
            for (long i = 0; MINUTES > 0 ? System.nanoTime() < end : i < INPUTS; i++) {
              fuzzer.step();
            }
            return null;
          });
    } catch (Throwable e) {
      System.out.println(fuzzer.current);
      throw new AssertionError("seed " + SEED + ", " + e.getMessage() + ": " + fuzzer.current, e);
    }
  }

  private static void report(List<Fuzzer> fuzzers) throws IOException {
    long chunks = 0;
    long documents = 0;
    long readings = 0;
    long refused = 0;
    long nanos = 0;
    long bytes = 0;
    List<String> found = new ArrayList<>();
    for (Fuzzer fuzzer : fuzzers) {
      chunks += fuzzer.chunks;
      documents += fuzzer.documents;
      readings += fuzzer.reading.inputs;
      refused += fuzzer.reading.refused;
      nanos = Math.max(nanos, fuzzer.reading.longestNanos);
      bytes = Math.max(bytes, fuzzer.reading.mostBytes);
      fuzzer.found.forEach(input -> found.add(input.toString()));
    }
    System.out.printf(
        "fuzzing: seed %d, %d chunks of %d arrays and %d documents, %d readings: %d refused, %d"
            + " answered; %d inputs took a new way; longest %d ms, most memory %d KiB%n",
        SEED,
        chunks,
        fuzzers.get(0).targets.size(),
        documents,
        readings,
        refused,
        readings - refused,
        found.size(),
        nanos / 1_000_000,
        bytes >> 10);
    if (!KEEP.isEmpty()) {
      Files.write(Path.of(KEEP), found);
    }
  }
}
