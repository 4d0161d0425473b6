package dev.sparkzarr.array.commit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;

import dev.sparkzarr.array.Hierarchy;
import dev.sparkzarr.array.commit.SimulatedWriter.Mode;
import dev.sparkzarr.array.commit.Tables.Cells;
import dev.sparkzarr.metadata.ArrayMetadata;
import dev.sparkzarr.metadata.NodePath;
import dev.sparkzarr.store.StoreKey;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Writers that share a store, die at any moment, wait too long and leave requests behind: after
 * each change readers see a table that some order of the switches explains, and in the end nothing
 * else is there. System properties {@code sparkzarr.simulation.schedules} and {@code
 * sparkzarr.simulation.seed} make it run longer, or one schedule again.
 */
class CommitSimulationTest {
  private static final int SCHEDULES = Integer.getInteger("sparkzarr.simulation.schedules", 500);
  private static final long SEED = Long.getLong("sparkzarr.simulation.seed", 20261121);

  @ParameterizedTest
  @EnumSource(
      value = SimulatedStore.Kind.class,
      names = {"CREATE_AND_REPLACE", "CREATE"})
  void readersSeeOneTableAfterTheOther(SimulatedStore.Kind kind) throws Throwable {
    for (long seed = SEED; seed < SEED + SCHEDULES; seed++) {
      new Schedule(seed, kind, true).run();
    }
  }

  /** Where creation has no condition, one writer at a time has all of it. */
  @ParameterizedTest
  @EnumSource(
      value = SimulatedStore.Kind.class,
      names = {"NONE", "IGNORANT"})
  void oneWriterAtATimeNeedsNoConditions(SimulatedStore.Kind kind) throws Throwable {
    for (long seed = SEED; seed < SEED + SCHEDULES / 5; seed++) {
      new Schedule(seed, kind, false).run();
    }
  }

  private static final ByteBuffer STRAY = ByteBuffer.wrap("what nobody wrote".getBytes(UTF_8));

  /** One simulation. */
  private static final class Schedule {
    private final long seed;
    private final SimulatedStore.Kind kind;
    private final boolean isConcurrent;
    private final Random random;
    private final Simulation simulation;
    private final List<SimulatedWriter> writers = new ArrayList<>();
    private final List<Snapshot> snapshots = new ArrayList<>();
    private final Duration deleteDelay;
    private Optional<Mode> only = Optional.empty();
    private Map<NodePath, Cells> table = new TreeMap<>();
    private final Set<String> strays = new TreeSet<>();

    /** What somebody loaded at some time. */
    private record Snapshot(
        Instant time, Map<NodePath, ArrayMetadata> arrays, Map<NodePath, Cells> cells) {}

    Schedule(long seed, SimulatedStore.Kind kind, boolean isConcurrent) {
      this.seed = seed;
      this.kind = kind;
      this.isConcurrent = isConcurrent;
      this.random = new Random(seed * 31);
      this.simulation = new Simulation(seed, this::look);
      this.deleteDelay = Duration.ofSeconds(random.nextInt(3) * 300L);
    }

    void run() throws Throwable {
      try {
        plantStrays();
        first();
        int count = 2 + random.nextInt(3);
        if (random.nextBoolean()) {
          only = Optional.of(Mode.values()[random.nextInt(Mode.values().length)]);
        }
        if (random.nextInt(3) == 0) {
          simulation.crashes = 60;
          simulation.stalls = 60;
          simulation.lost = 25;
          simulation.slow = 8;
        }
        if (isConcurrent) {
          for (int i = 0; i < count; i++) {
            startWriter();
          }
          startCleaner();
          if (random.nextBoolean()) {
            simulation.negligent = 2;
            startVulture();
          }
          simulation.run();
        } else {
          for (int i = 0; i < count; i++) {
            startWriter();
            simulation.run();
            simulation.skip(Simulation.LEASE.plus(Simulation.LONGEST_PUT));
          }
        }
        check();
      } catch (Throwable e) {
        throw new AssertionError(
            "seed "
                + seed
                + " on "
                + kind
                + ": "
                + e.getMessage()
                + "\n"
                + String.join("\n", simulation.trace),
            e);
      }
    }

    /** A table that is there before, most of the time. */
    private void first() throws Throwable {
      if (random.nextInt(5) == 0) {
        return;
      }
      int crashes = simulation.crashes;
      int stalls = simulation.stalls;
      int lost = simulation.lost;
      simulation.crashes = 0;
      simulation.stalls = 0;
      simulation.lost = 0;
      SimulatedWriter writer;
      do {
        writer = newWriter(Mode.OVERWRITE);
        simulation.start("first", writer);
        simulation.run();
        simulation.skip(Simulation.LEASE);
      } while (!writer.committed);
      simulation.crashes = crashes;
      simulation.stalls = stalls;
      simulation.lost = lost;
    }

    /** Objects that nobody knows of, where arrays may come. */
    private void plantStrays() {
      for (String key : List.of("a/c/0/0", "a/1.1", "b/c/1", "n2/c/0/1", "n3/c/1/0", "n4/c/9/9")) {
        if (random.nextBoolean()) {
          strays.add("g/" + key);
          simulation.memory.put(new StoreKey("g/" + key), STRAY.duplicate());
        }
      }
    }

    private SimulatedWriter newWriter(Mode mode) {
      SimulatedWriter writer =
          new SimulatedWriter(mode, writers.size() + 1, kind, random, deleteDelay);
      writers.add(writer);
      return writer;
    }

    private void startWriter() {
      Mode mode = only.orElse(Mode.values()[random.nextInt(Mode.values().length)]);
      SimulatedWriter writer = newWriter(mode);
      simulation.start("writer " + writer, writer);
    }

    private void startCleaner() {
      simulation.start(
          "cleaner",
          actor -> {
            actor.pause(Duration.ofSeconds(random.nextInt(100)));
            for (int i = 0; i < 2; i++) {
              try {
                Cleanup.run(new SimulatedStore(simulation.memory, actor, kind), actor.settings());
              } catch (dev.sparkzarr.ZarrException e) {
                actor.note("cleanup stopped: " + e.getMessage());
              }
              actor.pause(Duration.ofSeconds(60));
            }
          });
    }

    /** Takes over what is over as soon as it is. */
    private void startVulture() {
      simulation.start(
          "vulture",
          actor -> {
            for (int i = 0; i < 300; i++) {
              actor.pause(Duration.ofMillis(500));
              if (!isAnyClaimOver()) {
                continue;
              }
              try {
                Cleanup.run(new SimulatedStore(simulation.memory, actor, kind), actor.settings());
              } catch (dev.sparkzarr.ZarrException e) {
                actor.note("cleanup stopped: " + e.getMessage());
              }
            }
          });
    }

    private boolean isAnyClaimOver() {
      return simulation
          .memory
          .get(Claims.KEY, Claims.LARGEST)
          .map(bytes -> Claims.parse(bytes, "the register").writers())
          .filter(all -> all.stream().anyMatch(w -> !w.expires().isAfter(simulation.now())))
          .isPresent();
    }

    /** A reader after each change: of consolidated metadata, where there are some. */
    private void look() {
      Map<NodePath, ArrayMetadata> arrays =
          Tables.arrays(simulation.memory, Hierarchy.Consolidated.IF_PRESENT);
      Map<NodePath, Cells> seen = Tables.read(simulation.memory, arrays);
      if (!seen.equals(table)) {
        Optional<Map<NodePath, Cells>> next = explain(seen);
        if (next.isEmpty()) {
          throw new AssertionError("a reader saw " + seen + " after " + table);
        }
        table = next.get();
      }
      checkFit(arrays);
      lookAgain();
      if (random.nextInt(10) == 0) {
        snapshots.add(new Snapshot(simulation.now(), arrays, seen));
      }
    }

    /** Arrays of one table have as many rows, and the group names those that are coordinates. */
    private void checkFit(Map<NodePath, ArrayMetadata> arrays) {
      Set<Long> rows = new TreeSet<>();
      Set<String> coordinates = new TreeSet<>();
      arrays.forEach(
          (path, array) -> {
            rows.add(array.shape().length(0));
            if (path.name().startsWith("n")) {
              coordinates.add(path.name());
            }
          });
      Set<String> named = Tables.coordinates(Tables.attributes(simulation.memory));
      if (rows.size() > 1 || !named.equals(coordinates)) {
        throw new AssertionError(
            "a reader saw arrays of " + rows + " rows, and " + named + " among " + arrays.keySet());
      }
    }

    private Optional<Map<NodePath, Cells>> explain(Map<NodePath, Cells> seen) {
      for (SimulatedWriter writer : writers) {
        if (writer.switched(table).filter(seen::equals).isPresent()) {
          writer.applied = true;
          return Optional.of(seen);
        }
        for (long row = 0; row < 8; row++) {
          for (long column = 0; column < 2; column++) {
            if (writer.replaced(table, row, column).filter(seen::equals).isPresent()) {
              writer.replaced.add(row * 100 + column);
              return Optional.of(seen);
            }
          }
        }
      }
      return Optional.empty();
    }

    /** Readers under way keep the metadata that they loaded. */
    private void lookAgain() {
      for (Snapshot snapshot : snapshots) {
        if (simulation.now().isAfter(snapshot.time().plus(deleteDelay))) {
          continue;
        }
        snapshot.arrays().forEach((path, array) -> compare(snapshot, path, array));
      }
    }

    private void compare(Snapshot snapshot, NodePath path, ArrayMetadata array) {
      if (!areKeysEnough(path)) {
        return;
      }
      List<Integer> then = snapshot.cells().get(path).values();
      List<Integer> now = Tables.read(simulation.memory, path, array).values();
      for (int i = 0; i < now.size(); i++) {
        int value = now.get(i);
        boolean isRight =
            value == then.get(i)
                || writers.stream().anyMatch(w -> w.mode == Mode.REGION && w.wrote(value));
        boolean mayBeGone = value == 0 && !path.equals(SimulatedWriter.A) && isOther(path, array);
        if (!isRight && !mayBeGone) {
          throw new AssertionError(
              "a reader of the table of " + snapshot.time() + " finds " + now + " in " + path);
        }
      }
    }

    /**
     * There are four names for the objects of a, three for those of b. A plan that was made while a
     * switch had stopped halfway does not know of all that wait for their deletion.
     */
    private boolean areKeysEnough(NodePath path) {
      long overwrites = writers.stream().filter(w -> w.mode == Mode.OVERWRITE).count();
      return overwrites <= (path.equals(SimulatedWriter.A) ? 4 : 3)
          && writers.stream().allMatch(w -> w.committed || !w.switches);
    }

    /** Then a reader that misses an object stops with an error. */
    private boolean isOther(NodePath path, ArrayMetadata array) {
      return OwnDocuments.arraysAt(simulation.memory, path).stream()
          .noneMatch(now -> now.document().equals(array.document()));
    }

    /** An array that others removed, too, is gone: by whom a reader cannot tell. */
    private boolean isLikeAnother(SimulatedWriter writer) {
      return writer.mode == Mode.REMOVE
          && writers.stream()
              .anyMatch(
                  other ->
                      other != writer
                          && (other.mode == Mode.REMOVE || other.mode == Mode.OVERWRITE));
    }

    private void check() throws Throwable {
      simulation.crashes = 0;
      simulation.stalls = 0;
      simulation.lost = 0;
      simulation.slow = 0;
      simulation.negligent = 0;
      for (int i = 0; i < 3; i++) {
        simulation.skip(Simulation.LEASE.multipliedBy(2).plus(deleteDelay));
        simulation.start(
            "last cleaner",
            actor ->
                Cleanup.run(new SimulatedStore(simulation.memory, actor, kind), actor.settings()));
        simulation.run();
      }
      look();
      for (SimulatedWriter writer : writers) {
        if (isLikeAnother(writer)) {
          continue;
        }
        if (writer.committed && !(writer.applied || writer.isRegionDone())) {
          fail("writer " + writer + " committed, and nobody ever saw it");
        }
        if (writer.aborted && writer.applied) {
          fail("writer " + writer + " was aborted, and seen");
        }
      }
      Set<String> expected = new TreeSet<>();
      Map<NodePath, ArrayMetadata> arrays =
          Tables.arrays(simulation.memory, Hierarchy.Consolidated.IGNORED);
      if (!arrays.isEmpty()
          || simulation.memory.get(new StoreKey("g/zarr.json"), 1 << 20).isPresent()) {
        expected.add("zarr.json");
        expected.add("g/zarr.json");
      }
      arrays.forEach(
          (path, array) -> {
            expected.add(path.key("zarr.json").value());
            Box all = Box.all(array);
            for (long row = 0; row < all.to().get(0); row++) {
              for (long column = 0;
                  column < (array.shape().rank() == 1 ? 1 : all.to().get(1));
                  column++) {
                expected.add(Tables.key(path, array, row, column).value());
              }
            }
          });
      Set<String> found = new TreeSet<>();
      simulation.memory.keys(Optional.empty()).forEach(key -> found.add(key.value()));
      for (String stray : strays) {
        boolean isStill =
            simulation.memory.get(new StoreKey(stray), 1000).equals(Optional.of(STRAY));
        if (isStill && !expected.contains(stray)) {
          found.remove(stray); // no array came there
        }
      }
      // Objects of fill alone are not stored.
      expected.removeIf(key -> !key.endsWith(".json") && !found.contains(key));
      assertThat(found).isEqualTo(expected);
      assertThat(Tables.read(simulation.memory, arrays)).isEqualTo(table);
    }
  }
}
