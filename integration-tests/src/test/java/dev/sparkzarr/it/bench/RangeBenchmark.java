package dev.sparkzarr.it.bench;

import dev.sparkzarr.it.servers.Nginx;
import dev.sparkzarr.it.servers.Toxiproxy;
import dev.sparkzarr.store.ByteRange;
import dev.sparkzarr.store.RangeMerge;
import dev.sparkzarr.store.StoreKey;
import dev.sparkzarr.store.StoreLocation;
import dev.sparkzarr.store.http.HttpStore;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/**
 * Ranges of a value, some way apart, read merged and each by itself, and values read by more or
 * fewer threads, behind latencies and bandwidths: {@code RangeBenchmark RUNS}. Only bytes are
 * fetched, nothing is decoded, and the quickest run counts: what else the machine does adds to all
 * others. Prints Markdown tables.
 */
public final class RangeBenchmark {
  /** Milliseconds before an answer. */
  private static final int[] LATENCIES = {5, 20, 50};

  /** Of each connection, in megabytes a second. */
  private static final int[] BANDWIDTHS = {50, 200};

  private static final int WANTED = 16;
  private static final int LENGTH = 256 << 10;

  /** Bytes between two ranges. */
  private static final int[] GAPS = {64 << 10, 256 << 10, 512 << 10, 1 << 20, 2 << 20, 4 << 20};

  private static final int[] THREADS = {1, 2, 4, 8, 16, 32};
  private static final int VALUES = 32;
  private static final int VALUE_LENGTH = 1 << 20;

  private static final StoreKey LARGE = new StoreKey("large");

  private final String root;
  private final int runs;

  private RangeBenchmark(String root, int runs) {
    this.root = root;
    this.runs = runs;
  }

  /** Runs it. */
  public static void main(String[] arguments) throws Exception {
    try (Nginx nginx = Nginx.start();
        Toxiproxy proxy = Toxiproxy.start()) {
      grow(nginx.files().resolve(LARGE.value()), WANTED * (LENGTH + GAPS[GAPS.length - 1]));
      for (int i = 0; i < VALUES; i++) {
        grow(nginx.files().resolve(value(i).value()), VALUE_LENGTH);
      }
      Toxiproxy.Link link = proxy.to(nginx.port());
      RangeBenchmark benchmark =
          new RangeBenchmark(
              "http://127.0.0.1:" + link.port() + "/", Integer.parseInt(arguments[0]));
      benchmark.merging(1);
      List<String> alone = new ArrayList<>();
      List<String> together = new ArrayList<>();
      List<String> fetching = new ArrayList<>();
      for (int latency : LATENCIES) {
        for (int bandwidth : BANDWIDTHS) {
          link.spoil("latency", 1, "{\"latency\":" + latency + "}");
          link.spoil("bandwidth", 1, "{\"rate\":" + bandwidth * 1000 + "}");
          String name = "| " + latency + " ms, " + bandwidth + " MB/s |";
          alone.add(name + benchmark.merging(1));
          together.add(name + benchmark.merging(WANTED));
          fetching.add(name + benchmark.fetching());
          proxy.heal();
        }
      }
      List<String> gaps = Arrays.stream(GAPS).mapToObj(gap -> (gap >> 10) + " KiB").toList();
      print("one request at a time", gaps, alone);
      print(WANTED + " requests at a time", gaps, together);
      print("threads", Arrays.stream(THREADS).mapToObj(Integer::toString).toList(), fetching);
    }
  }

  private static void grow(Path file, long length) throws IOException {
    try (RandomAccessFile grown = new RandomAccessFile(file.toFile(), "rw")) {
      grown.setLength(length);
    }
  }

  private static StoreKey value(int number) {
    return new StoreKey("value-" + number);
  }

  private static void print(String title, List<String> columns, List<String> rows) {
    System.out.println("\n| " + title + " | " + String.join(" | ", columns) + " |");
    System.out.println("|---|" + "---|".repeat(columns.size()));
    rows.forEach(System.out::println);
  }

  /** Milliseconds of each range by itself and of all merged, for each gap. */
  private String merging(int atOnce) throws Exception {
    StringBuilder row = new StringBuilder();
    try (HttpStore store = open(Map.of("fs.http.ranges", Integer.toString(atOnce)))) {
      for (int gap : GAPS) {
        List<ByteRange.Slice> wanted =
            IntStream.range(0, WANTED)
                .mapToObj(i -> new ByteRange.Slice((long) i * (LENGTH + gap), LENGTH))
                .toList();
        long each = millis(() -> read(store, wanted, 0));
        long merged = millis(() -> read(store, wanted, gap));
        row.append(String.format(Locale.ROOT, " %d / %d |", each, merged));
      }
    }
    return row.toString();
  }

  private static boolean read(HttpStore store, List<ByteRange.Slice> wanted, long gap) {
    RangeMerge merge = new RangeMerge(gap, RangeMerge.DEFAULT.maxLength());
    return store.ranges().orElseThrow().read(LARGE, wanted, merge).isPresent();
  }

  private String fetching() throws Exception {
    StringBuilder row = new StringBuilder();
    for (int count : THREADS) {
      ExecutorService threads = Executors.newFixedThreadPool(count);
      try (HttpStore store = open(Map.of())) {
        row.append(String.format(Locale.ROOT, " %d |", millis(() -> fetch(store, threads))));
      } finally {
        threads.shutdownNow();
      }
    }
    return row.toString();
  }

  private static boolean fetch(HttpStore store, ExecutorService threads)
      throws InterruptedException, ExecutionException {
    List<Callable<Boolean>> reads =
        IntStream.range(0, VALUES)
            .<Callable<Boolean>>mapToObj(i -> () -> store.get(value(i), VALUE_LENGTH).isPresent())
            .toList();
    boolean found = true;
    for (Future<Boolean> each : threads.invokeAll(reads)) {
      found &= each.get();
    }
    return found;
  }

  private HttpStore open(Map<String, String> settings) {
    return HttpStore.open(new StoreLocation(root, settings)).orElseThrow();
  }

  /** Of the quickest run, after one that opens the connections. */
  private long millis(Callable<Boolean> work) throws Exception {
    List<Long> nanos = new ArrayList<>();
    for (int run = 0; run <= runs; run++) {
      long start = System.nanoTime();
      if (!work.call()) {
        throw new IllegalStateException("a value is not there");
      }
      nanos.add(System.nanoTime() - start);
    }
    return Collections.min(nanos.subList(1, nanos.size())) / 1_000_000;
  }
}
