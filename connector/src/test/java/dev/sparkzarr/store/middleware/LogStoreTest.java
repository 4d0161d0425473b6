package dev.sparkzarr.store.middleware;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sparkzarr.store.ByteRange.Slice;
import dev.sparkzarr.store.ByteRange.Suffix;
import dev.sparkzarr.store.Capability;
import dev.sparkzarr.store.FaultyStore;
import dev.sparkzarr.store.MemoryStore;
import dev.sparkzarr.store.RangeMerge;
import dev.sparkzarr.store.Secrets;
import dev.sparkzarr.store.Store;
import dev.sparkzarr.store.StoreContract;
import dev.sparkzarr.store.StoreException;
import dev.sparkzarr.store.StoreKey;
import dev.sparkzarr.store.middleware.UsageSink.PathKind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogStoreTest extends StoreContract {
  private static final StoreKey KEY = new StoreKey("a/b");

  @TempDir private Path directory;

  private final Lines lines = new Lines();

  /** Keeps what is written. */
  private static final class Lines implements UsageSink {
    private final List<String> lines = Collections.synchronizedList(new ArrayList<>());
    private int closed;

    @Override
    public void write(String line) {
      lines.add(line);
    }

    @Override
    public void close() {
      closed++;
    }
  }

  @Override
  protected Set<Capability<?>> expected() {
    return allBut();
  }

  @Override
  protected Store open() {
    return logged(MemoryStore.unnamed(), UsageFormat.LINE);
  }

  private LogStore logged(Store inner, UsageFormat format) {
    return new LogStore(inner, lines, format, Secrets.NONE);
  }

  private void someCalls(Store store) {
    store.writes().orElseThrow().put(KEY, ByteBuffer.allocate(500));
    store.get(KEY, 1000);
    store.get(new StoreKey("none"), 1000);
    store
        .ranges()
        .orElseThrow()
        .read(KEY, List.of(new Slice(0, 10), new Slice(100, 5)), new RangeMerge(0, 100));
    store.ranges().orElseThrow().read(KEY, new Suffix(7));
    store.listing().orElseThrow().keys(Optional.empty()).close();
  }

  @Test
  void eachCallIsALineForPeople() {
    someCalls(logged(MemoryStore.unnamed(), UsageFormat.LINE));
    String time = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z ";
    List<String> calls =
        List.of(
            "PUT memory:\\(unnamed\\)/a/b found, 500 B sent",
            "GET memory:\\(unnamed\\)/a/b found, 500 B",
            "GET memory:\\(unnamed\\)/none absent",
            "RANGE memory:\\(unnamed\\)/a/b 0\\+10 100\\+5 found, 15 B",
            "RANGE memory:\\(unnamed\\)/a/b -7 found, 7 B",
            "LIST memory:\\(unnamed\\) found");
    assertThat(lines.lines).hasSameSizeAs(calls);
    for (int i = 0; i < calls.size(); i++) {
      assertThat(lines.lines.get(i)).matches(time + calls.get(i) + " in \\d+\\.\\d ms");
    }
  }

  @Test
  void eachCallIsAnObjectForPrograms() throws IOException {
    someCalls(logged(MemoryStore.unnamed(), UsageFormat.JSON));
    JsonNode range = new ObjectMapper().readTree(lines.lines.get(3));
    assertThat(range.get("verb").textValue()).isEqualTo("RANGE");
    assertThat(range.get("place").textValue()).isEqualTo("memory:(unnamed)/a/b");
    assertThat(range.get("ranges").toString()).isEqualTo("[[0,10],[100,5]]");
    assertThat(range.get("received").longValue()).isEqualTo(15);
    assertThat(range.get("sent").longValue()).isZero();
    assertThat(range.get("outcome").textValue()).isEqualTo("found");
    assertThat(range.get("millis").isNumber()).isTrue();
    assertThat(range.get("thread").textValue()).isEqualTo(Thread.currentThread().getName());
    assertThat(range.has("error")).isFalse();
    JsonNode suffix = new ObjectMapper().readTree(lines.lines.get(4));
    assertThat(suffix.get("ranges").toString()).isEqualTo("[[-7]]");
    assertThat(new ObjectMapper().readTree(lines.lines.get(2)).get("outcome").textValue())
        .isEqualTo("absent");
  }

  @Test
  void aFailureIsWrittenOnOneLineWithoutSecrets() throws IOException {
    String secret = "s3cr3t-value";
    FaultyStore faulty = new FaultyStore(MemoryStore.unnamed());
    faulty.failWhen(
        request -> true,
        (request, place) -> new StoreException("Cannot \"read\":\n\\ key " + secret + "\u2028"));
    for (UsageFormat format : UsageFormat.values()) {
      LogStore store =
          new LogStore(faulty, lines, format, Secrets.of(Map.of("fs.s3a.secret.key", secret)));
      assertThatThrownBy(() -> store.get(KEY, 10)).hasMessageContaining(secret);
    }
    assertThat(lines.lines).hasSize(2);
    for (String line : lines.lines) {
      assertThat(line).contains("StoreException").doesNotContain(secret).hasLineCount(1);
    }
    JsonNode json = new ObjectMapper().readTree(lines.lines.get(1));
    assertThat(json.get("outcome").textValue()).isEqualTo("error");
    assertThat(json.get("error").textValue())
        .isEqualTo("StoreException: Cannot \"read\":\n\\ key ***\u2028");
  }

  @Test
  void theSinkIsClosedWithTheStore() {
    logged(MemoryStore.unnamed(), UsageFormat.LINE).close();
    assertThat(lines.closed).isEqualTo(1);
  }

  // Files

  @Test
  void manyThreadsAndProcessesWriteWholeLines() throws Exception {
    Path file = directory.resolve("calls.log");
    // Each set is the open files of a process.
    List<UsageFiles> processes = List.of(new UsageFiles("1"), new UsageFiles("2"));
    List<Callable<Void>> tasks = new ArrayList<>();
    for (int t = 0; t < 8; t++) {
      String line = ("" + (char) ('a' + t)).repeat(100 + 1000 * t);
      UsageFiles process = processes.get(t % 2);
      tasks.add(
          () -> {
            UsageSink sink = process.use(file, Optional.empty(), UsageFormat.LINE);
            for (int i = 0; i < 100; i++) {
              sink.write(line);
            }
            sink.close();
            sink.close();
            return null;
          });
    }
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      for (Future<Void> done : threads.invokeAll(tasks)) {
        done.get();
      }
    } finally {
      threads.shutdownNow();
    }
    List<String> written = Files.readAllLines(file);
    assertThat(written).hasSize(800);
    for (String line : written) {
      int t = line.charAt(0) - 'a';
      assertThat(line).isEqualTo(("" + (char) ('a' + t)).repeat(100 + 1000 * t));
    }
    assertThat(processes).allSatisfy(process -> assertThat(process.size()).isZero());
  }

  @Test
  void inADirectoryEachProcessHasAFile() throws IOException {
    Path place = directory.resolve("new/logs");
    for (String jvm : List.of("1", "2", "1")) {
      UsageSink sink =
          new UsageFiles(jvm).use(place, Optional.of(PathKind.DIRECTORY), UsageFormat.JSON);
      sink.write("{}");
      sink.close();
    }
    UsageSink known = new UsageFiles("3").use(place, Optional.empty(), UsageFormat.LINE);
    known.write("x");
    known.close();
    try (Stream<Path> files = Files.list(place)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder(
              "zarr-usage-1.jsonl", "zarr-usage-2.jsonl", "zarr-usage-3.log");
    }
    assertThat(place.resolve("zarr-usage-1.jsonl")).hasContent("{}\n{}");
  }

  @Test
  void usersOfOneFileShareItUntilTheLastCloses() throws IOException {
    Path file = directory.resolve("shared.log");
    UsageFiles files = new UsageFiles("1");
    UsageSink first = files.use(file, Optional.empty(), UsageFormat.LINE);
    UsageSink second =
        files.use(directory.resolve("x/../shared.log"), Optional.empty(), UsageFormat.LINE);
    assertThat(files.size()).isEqualTo(1);
    first.close();
    second.write("still there");
    second.close();
    second.write("lost");
    assertThat(file).hasContent("still there");
    assertThat(files.size()).isZero();
  }

  @Test
  void aFileThatCannotBeOpenedIsAnError() {
    UsageFiles files = new UsageFiles("1");
    Path missing = directory.resolve("no/such/directory.log");
    assertThatThrownBy(() -> files.use(missing, Optional.empty(), UsageFormat.LINE))
        .isInstanceOf(StoreException.class)
        .hasMessageStartingWith("Cannot write the usage log ")
        .hasMessageContaining("directory.log");
    assertThat(files.size()).isZero();
  }
}
