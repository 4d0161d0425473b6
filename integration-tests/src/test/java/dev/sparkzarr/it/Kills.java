package dev.sparkzarr.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** Tables that jobs write and die of, two readers of them, and the count of what became of all. */
final class Kills implements AutoCloseable {
  /** How long a killed writer is in the way of the next one. */
  static final Duration LEASE = Duration.ofSeconds(9);

  /** Tables that are read again and again, of all. */
  private static final int WATCHED = 3;

  private final List<KillLane> lanes;
  private final Path declaration;
  private final XarrayTables xarray;
  private final SparkShell reader;
  private final Map<String, Integer> tally = new TreeMap<>();
  private long lastDeath = System.nanoTime() - LEASE.toNanos();
  private long looks;

  private Kills(List<KillLane> lanes, Path declaration, XarrayTables xarray, SparkShell reader) {
    this.lanes = lanes;
    this.declaration = declaration;
    this.xarray = xarray;
    this.reader = reader;
  }

  /**
   * @param directory for files of its own
   */
  static Kills of(List<KillLane> lanes, Path directory) throws IOException {
    Path declaration = SlowedProvider.declaration(directory.resolve("slow"));
    return new Kills(
        lanes, declaration, XarrayTables.start(), shell(declaration, Map.of(), Map.of()));
  }

  private static SparkShell shell(
      Path declaration, Map<String, String> settings, Map<String, String> environment)
      throws IOException {
    return SparkShell.start(
        SparkRuntime.ofThisBuild(), List.of(declaration), settings, environment);
  }

  /** A Spark that writes. */
  SparkShell writer() throws IOException {
    return shell(declaration, Map.of(), Map.of());
  }

  /**
   * A Spark with three executors of two cores, each a process.
   *
   * @param directory for files of its own
   * @param traces for {@link SlowedRequests#TRACE}
   * @param maxFailures of a task's attempts
   */
  SparkShell cluster(Path directory, Path traces, int maxFailures) throws IOException {
    String programs =
        String.join(
            java.io.File.pathSeparator,
            System.getProperty("sparkzarr.jar"),
            SparkRuntime.testClasses(),
            declaration.toString());
    Map<String, String> settings = new HashMap<>();
    settings.put("spark.master", "local-cluster[3,2,512]");
    settings.put("spark.executor.memory", "512m");
    settings.put(
        "spark.executor.extraJavaOptions",
        "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -D" + SlowedRequests.TRACE + "=" + traces);
    settings.put("spark.task.maxFailures", "" + maxFailures);
    settings.put("spark.stage.maxConsecutiveAttempts", "50");
    settings.put("spark.executor.extraClassPath", programs);
    settings.put("spark.driver.host", "127.0.0.1");
    settings.put("spark.driver.bindAddress", "127.0.0.1");
    settings.put("spark.deploy.maxExecutorRetries", "-1");
    settings.put("spark.shuffle.io.maxRetries", "1");
    settings.put("spark.shuffle.io.retryWait", "200ms");
    return shell(declaration, settings, SparkRuntime.ofThisBuild().clusterOfThisBuild(directory));
  }

  /** Begins to read some tables until {@link #see}. */
  void watch(Random random) throws IOException {
    List<KillLane> watched = new ArrayList<>(lanes);
    Collections.shuffle(watched, random);
    Map<String, Map<String, String>> tables = new LinkedHashMap<>();
    watched.subList(0, WATCHED).forEach(lane -> tables.put(lane.path(), lane.readOptions()));
    reader.watch(tables);
  }

  /** A writer was killed now. */
  void died() {
    lastDeath = System.nanoTime();
  }

  /** Waits until what the dead claimed is free. */
  void awaitLease() {
    pause((lastDeath + LEASE.toNanos() - System.nanoTime()) / 1_000_000 + 1);
  }

  static void pause(long millis) {
    try {
      TimeUnit.MILLISECONDS.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /**
   * Looks at all tables after their jobs.
   *
   * @param mayFail whether jobs may fail though nobody is in their way
   */
  void see(boolean mayFail) throws IOException {
    if (lanes.stream().anyMatch(KillLane::isLeftUndone)) {
      died(); // not before now
    }
    SparkShell.Outcome seen = reader.looks();
    assertThat(seen.error()).isEmpty();
    looks += seen.value().get("times").asLong();
    for (JsonNode look : seen.value().get("looks")) {
      for (KillLane lane : lanes) {
        if (lane.path().equals(look.get("path").asText())) {
          lane.checkLook(look);
        }
      }
    }
    for (KillLane lane : lanes) {
      lane.check(toXarray(lane), toSpark(lane), mayFail)
          .forEach(word -> tally.merge(lane.place().name() + ": " + word, 1, Integer::sum));
    }
  }

  /** Cleans up some of the tables, or all, and begins others in their place. */
  void renew(Random random, int oneIn) throws IOException {
    awaitLease();
    for (KillLane lane : lanes) {
      if (random.nextInt(oneIn) == 0) {
        lane.end(reader);
        lane.checkEnd(toXarray(lane), toSpark(lane));
        tally.merge(lane.place().name() + ": cleaned up", 1, Integer::sum);
        lane.begin();
      }
    }
  }

  /** One line for each kind of outcome. */
  String report() {
    StringBuilder text = new StringBuilder();
    tally.forEach((what, count) -> text.append(what).append(": ").append(count).append('\n'));
    return text + "looks of readers under way: " + looks;
  }

  private KilledTable toXarray(KillLane lane) throws IOException {
    JsonNode answer = xarray.read(lane.path(), lane.place().forXarray());
    String error = answer.path("error").asText("");
    if (error.isEmpty()) {
      return KilledTable.ofXarray(answer);
    }
    assertThat(error).as("xarray: " + lane).containsAnyOf("FileNotFound", "GroupNotFound");
    return KilledTable.NONE;
  }

  private KilledTable toSpark(KillLane lane) throws IOException {
    SparkShell.Outcome loaded = reader.load(lane.path(), lane.readOptions());
    if (loaded.isError()) {
      assertThat(loaded.error()).as("" + lane).contains("there is no Zarr group or array");
      return KilledTable.NONE;
    }
    SparkShell.Outcome rows = reader.sql(KilledTable.query("t"));
    assertThat(rows.error()).as("" + lane).isEmpty();
    return KilledTable.ofSpark(rows.value());
  }

  @Override
  public void close() throws IOException {
    xarray.close();
    reader.close();
  }
}
