package dev.sparkzarr.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sparkzarr.it.servers.PassThrough;
import dev.sparkzarr.it.servers.Versitygw;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Processes that die (kill -9) while they write, on a local disk, on an S3 server, and on one that
 * ignores preconditions: drivers, alone and beside another writer of the same table, and executors
 * of a cluster. After each death xarray and our own reader see the same, which is the table as it
 * was before the write or after it; regions are old or new object by object, and complete when they
 * are written again. Readers under way see no other table either. In the end a cleanup leaves
 * nothing but the table. {@code integration-tests/kills [ROUNDS [SEED]]} for a longer run.
 */
@Tag("servers")
class KillIT {
  private static final int ROUNDS = Integer.getInteger("sparkzarr.kills", 2);
  private static final long SEED = Long.getLong("sparkzarr.kills.seed", 20261121L);
  private static final String OPEN = "open";

  /** So many rounds write twice as many tables at once. */
  private static final int MANY = 8;

  private final Random random = new Random(SEED);

  @TempDir Path directory;

  @Test
  void driversDie() throws IOException {
    try (Versitygw server = Versitygw.start();
        PassThrough ignoring =
            PassThrough.dropping(server.port(), Set.of("If-Match", "If-None-Match"))) {
      server.makeOpenBucket(OPEN);
      KillPlace disk = KillPlace.local(Files.createDirectories(directory.resolve("tables")));
      KillPlace bucket = KillPlace.bucket(server);
      KillPlace ignorant = KillPlace.ignorant(server, OPEN, ignoring.port());
      List<KillLane> lanes = new ArrayList<>();
      for (int i = 0; i < (ROUNDS < MANY ? 1 : 2); i++) {
        for (KillPlace place : List.of(disk, bucket, ignorant)) {
          lanes.add(lane(place, "one-" + i + "-", false));
          lanes.add(lane(place, "two-" + i + "-", true));
        }
        lanes.add(lane(disk, "more-" + i + "-", false));
        lanes.add(lane(bucket, "more-" + i + "-", false));
      }
      try (Kills kills = Kills.of(lanes, directory);
          SparkShell rival = kills.writer()) {
        new DriverRounds(kills, lanes, rival).run();
        System.out.println(kills.report());
      }
    }
  }

  private KillLane lane(KillPlace place, String name, boolean hasRival) {
    return new KillLane(place, name, hasRival, Kills.LEASE.toMillis(), random);
  }

  /** Drivers that write all tables at once, and die one after the other. */
  private final class DriverRounds {
    private final Kills kills;
    private final List<KillLane> lanes;
    private final SparkShell rival;
    private SparkShell writer;

    /** Requests of a driver that nobody killed. */
    private long requests = 400;

    DriverRounds(Kills kills, List<KillLane> lanes, SparkShell rival) {
      this.kills = kills;
      this.lanes = lanes;
      this.rival = rival;
    }

    void run() throws IOException {
      writer = kills.writer();
      try {
        round(Long.MAX_VALUE);
        checkWarnings();
        for (int i = 0; i < ROUNDS; i++) {
          kills.renew(random, 5);
          round(requests / 5 + random.nextLong(requests));
        }
        kills.renew(random, 1);
      } finally {
        writer.close();
      }
    }

    /** Who writes where nothing keeps writers apart is told so, and nobody else. */
    private void checkWarnings() throws IOException {
      String log = Files.readString(writer.logFile());
      for (KillLane lane : lanes) {
        String warning = lane.path() + " has no conditional writes";
        assertThat(log.contains(warning)).as(warning).isEqualTo(!lane.place().isExclusive());
      }
    }

    /**
     * @param last how many requests the driver may send
     */
    private void round(long last) throws IOException {
      Map<KillLane, TableChange> rivals = new LinkedHashMap<>();
      kills.watch(random);
      long first = writer.requests();
      for (KillLane lane : lanes) {
        List<TableChange> changes = lane.plan();
        lane.start(writer, changes.get(0));
        if (changes.size() > 1) {
          rivals.put(lane, changes.get(1));
        }
      }
      long rivalsBegin = random.nextLong(Math.min(last, requests));
      boolean hasRivals = false;
      while (true) {
        long sent = writer.requests() - first;
        if (!hasRivals && sent >= rivalsBegin) {
          rivals.forEach((lane, change) -> lane.start(rival, change));
          hasRivals = true;
        }
        if (sent >= last) {
          break;
        }
        if (last != Long.MAX_VALUE) {
          lanes.forEach(lane -> lane.goOn(writer));
        }
        if (!isUnderWay(lanes)) {
          requests = sent;
          break;
        }
        pause(20);
      }
      if (last != Long.MAX_VALUE) {
        writer.kill();
        kills.died();
        writer.close();
        writer = kills.writer();
      }
      for (KillLane lane : rivals.keySet()) {
        lane.finish(rival);
      }
      kills.see(false);
    }
  }

  private static boolean isUnderWay(List<KillLane> lanes) {
    return lanes.stream().anyMatch(KillLane::isUnderWay);
  }

  @Test
  void executorsDie() throws IOException {
    try (Versitygw server = Versitygw.start()) {
      KillPlace disk = KillPlace.local(Files.createDirectories(directory.resolve("tables")));
      KillPlace bucket = KillPlace.bucket(server);
      List<KillLane> lanes =
          List.of(
              lane(disk, "a", false),
              lane(disk, "b", false),
              lane(bucket, "a", false),
              lane(bucket, "b", false));
      try (Kills kills = Kills.of(lanes, directory);
          SparkShell cluster = kills.cluster(directory)) {
        int deaths = 0;
        executorRound(kills, lanes, cluster, 0);
        for (int i = 0; i < ROUNDS; i++) {
          kills.renew(random, 5);
          deaths += executorRound(kills, lanes, cluster, 2);
        }
        kills.renew(random, 1);
        System.out.println("killed executors: " + deaths + "\n" + kills.report());
      }
    }
  }

  private int executorRound(Kills kills, List<KillLane> lanes, SparkShell cluster, int most)
      throws IOException {
    kills.watch(random);
    for (KillLane lane : lanes) {
      lane.start(cluster, lane.plan().get(0));
    }
    int deaths = 0;
    for (; deaths < most && isUnderWay(lanes); deaths++) {
      for (int wait = random.nextInt(300); wait > 0; wait--) {
        pause(10);
        lanes.forEach(lane -> lane.goOn(cluster));
      }
      List<ProcessHandle> executors = cluster.executors();
      if (!executors.isEmpty()) {
        executors.get(random.nextInt(executors.size())).destroyForcibly();
      }
    }
    for (KillLane lane : lanes) {
      lane.finish(cluster);
    }
    kills.died();
    kills.see(true);
    return deaths;
  }

  private static void pause(long millis) {
    try {
      TimeUnit.MILLISECONDS.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
