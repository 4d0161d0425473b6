package dev.sparkzarr.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sparkzarr.it.servers.Versitygw;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Jobs that are killed at random moments while they write, on a local disk and on an S3 server.
 * After each, xarray and our own reader see the table as it was before the write or after it;
 * regions are old or new object by object, and complete when they are written again, as a table
 * does that was not yet there. {@code integration-tests/kills N} for a longer run.
 */
@Tag("servers")
class KillIT {
  private static final int KILLS = Integer.getInteger("sparkzarr.kills", 8);
  private static final long SEED = Long.getLong("sparkzarr.kills.seed", 20261121L);

  /** How long a killed writer is in the way of the next one. */
  private static final Duration LEASE = Duration.ofSeconds(15);

  @Test
  void aTableOnALocalDiskIsOldOrNew(@TempDir Path directory) throws IOException {
    new Rounds(directory + "/", Map.of(), Map.of()).run();
  }

  @Test
  void aTableInABucketIsOldOrNew() throws IOException {
    try (Versitygw server = Versitygw.start()) {
      Map<String, String> forXarray =
          Map.of(
              "endpoint",
              "http://127.0.0.1:" + server.port(),
              "access",
              Versitygw.ACCESS_KEY,
              "secret",
              Versitygw.SECRET_KEY);
      String root = "s3a://" + Versitygw.BUCKET + "/kills/";
      new Rounds(root, Versitygw.settings(server.port()), forXarray).run();
    }
  }

  /** Writes and kills, one after the other, on one store after another. */
  private static final class Rounds {
    private final String root;
    private final Map<String, String> settings;
    private final Map<String, String> forXarray;
    private final Random random = new Random(SEED);
    private final Map<String, Duration> usual = new HashMap<>();
    private final Map<String, Integer> tally = new TreeMap<>();
    private final List<String> history = new ArrayList<>();
    private SparkShell writer;
    private String path;
    private String deleteDelay;
    private KilledTable table = KilledTable.NONE;
    private long generation;

    Rounds(String root, Map<String, String> settings, Map<String, String> forXarray) {
      this.root = root;
      this.settings = settings;
      this.forXarray = forXarray;
    }

    void run() throws IOException {
      try (XarrayTables xarray = XarrayTables.start();
          SparkShell reader = shell()) {
        writer = shell();
        begin(0);
        measure();
        for (int kill = 0; kill < KILLS; kill++) {
          if (random.nextInt(4) == 0) {
            end(reader);
            begin(kill + 1);
          }
          round(xarray, reader);
        }
        end(reader);
        System.out.println("killed on " + root + ": " + tally);
      } finally {
        writer.close();
      }
    }

    private void begin(int number) {
      path = root + number + ".zarr";
      table = KilledTable.NONE;
      deleteDelay = number % 2 == 0 ? "0s" : "1h";
    }

    /** Once no claim holds, a cleanup leaves nothing but the table. */
    private void end(SparkShell reader) throws IOException {
      pause(LEASE.toNanos());
      SparkShell.Outcome cleaned = reader.cleanUp(path, options());
      assertThat(cleaned.error()).as("" + history).isEmpty();
      if (forXarray.isEmpty() && deleteDelay.equals("0s")) {
        KeysOfTable.check(Path.of(path), table.generations().size());
      }
    }

    private SparkShell shell() throws IOException {
      return SparkShell.start(SparkRuntime.ofThisBuild(), List.of(), Map.of());
    }

    private Map<String, String> options(KilledTable.Change change) {
      Map<String, String> options = options();
      options.put("deleteDelay", deleteDelay);
      if (change.mode().equals("overwrite") || change.mode().equals("errorifexists")) {
        options.put("dimensions", "t,y,x");
        options.put("chunks", KilledTable.CHUNK + ",4,5");
      }
      if (!change.option().isEmpty()) {
        options.put(change.option(), change.value());
      }
      return options;
    }

    private Map<String, String> options() {
      Map<String, String> options = new HashMap<>(settings);
      options.put("fs.sparkzarr.claims.lease", LEASE.toMillis() + "ms");
      return options;
    }

    private void start(KilledTable.Change change) throws IOException {
      writer.startWriting(change.query(), path, change.mode(), options(change));
    }

    /** How long each kind of write takes when nobody kills it. */
    private void measure() throws IOException {
      for (int i = 0; usual.size() < 4 || i < 6; i++) {
        KilledTable.Change change = table.next(random, ++generation);
        long begin = System.nanoTime();
        start(change);
        SparkShell.Outcome outcome = writer.finish();
        assertThat(outcome.error()).as(change.name()).isEmpty();
        usual.put(change.name(), Duration.ofNanos(System.nanoTime() - begin));
        table = change.after();
      }
    }

    private void round(XarrayTables xarray, SparkShell reader) throws IOException {
      KilledTable before = table;
      KilledTable.Change change = before.next(random, ++generation);
      history.add(change.name() + " " + change.value() + " on " + path);
      long most = usual.get(change.name()).toNanos() * 5 / 4;
      start(change);
      pause(random.nextLong(most));
      writer.kill();
      writer.close();
      String outcome = see(xarray, reader, before, change);
      writer = shell();
      pause(LEASE.toNanos());
      boolean again = change.isInPlace() || change.name().equals("create");
      if (again && !table.equals(change.after())) {
        start(change);
        assertThat(writer.finish().error()).as("again: " + history).isEmpty();
        table = change.after();
        see(xarray, reader, table, change);
      }
      tally.merge(change.name() + " " + outcome, 1, Integer::sum);
    }

    /** What both readers see, which must be one of what is legal; the table is that from now on. */
    private String see(
        XarrayTables xarray, SparkShell reader, KilledTable before, KilledTable.Change change)
        throws IOException {
      KilledTable theirs = toXarray(xarray);
      KilledTable ours = toSpark(reader);
      assertThat(ours).as("ours and xarray's: " + history).isEqualTo(theirs);
      table = theirs;
      if (theirs.equals(change.after())) {
        return "new";
      }
      if (theirs.equals(before)) {
        return "old";
      }
      if (change.isInPlace() && before.isMixtureWith(change.after(), theirs)) {
        return "in part";
      }
      return fail(
          "neither old nor new: " + history + "\n" + before + "\n" + change + "\n" + theirs);
    }

    private KilledTable toXarray(XarrayTables xarray) throws IOException {
      JsonNode answer = xarray.read(path, forXarray);
      String error = answer.path("error").asText("");
      if (error.isEmpty()) {
        return KilledTable.ofXarray(answer);
      }
      assertThat(error).as("xarray: " + history).contains("FileNotFound");
      return KilledTable.NONE;
    }

    private KilledTable toSpark(SparkShell reader) throws IOException {
      SparkShell.Outcome loaded = reader.load(path, settings);
      if (loaded.isError()) {
        assertThat(loaded.error()).as("" + history).contains("there is no Zarr group or array");
        return KilledTable.NONE;
      }
      SparkShell.Outcome rows = reader.sql(KilledTable.QUERY);
      assertThat(rows.error()).as("" + history).isEmpty();
      return KilledTable.ofSpark(rows.value());
    }

    private static void pause(long nanos) {
      try {
        TimeUnit.NANOSECONDS.sleep(nanos);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }
  }
}
