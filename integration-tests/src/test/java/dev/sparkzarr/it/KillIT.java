package dev.sparkzarr.it;

import dev.sparkzarr.it.servers.PassThrough;
import dev.sparkzarr.it.servers.Versitygw;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
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

  /** So many rounds write twice as many tables at once, and kill more in each. */
  private static final int MANY = 8;

  private static final int EXECUTORS = ROUNDS < MANY ? 4 : 12;

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
          DriverRounds rounds = new DriverRounds(kills, lanes, ROUNDS < MANY ? 2 : 3, random)) {
        rounds.undisturbed();
        for (int i = 0; i < ROUNDS; i++) {
          kills.renew(random, 5);
          rounds.deaths();
          say(i, rounds.report());
        }
        kills.renew(random, 1);
        System.out.println(rounds.report() + "\n" + kills.report());
      }
    }
  }

  @Test
  void executorsDie() throws IOException {
    try (Versitygw server = Versitygw.start()) {
      KillPlace disk = KillPlace.local(Files.createDirectories(directory.resolve("tables")));
      KillPlace bucket = KillPlace.bucket(server);
      List<KillLane> lanes = new ArrayList<>();
      for (KillPlace place : List.of(disk, bucket)) {
        lanes.add(lane(place, "one-", false));
        lanes.add(lane(place, "more-", false));
        lanes.add(lane(place, "two-", true));
      }
      try (Kills kills = Kills.of(lanes, directory);
          SparkShell rival = kills.writer();
          ExecutorRounds rounds = new ExecutorRounds(kills, lanes, rival, directory, random)) {
        for (int i = 0; i < ROUNDS; i++) {
          rounds.executors(EXECUTORS);
          rounds.bury();
          kills.renew(random, 5);
          if (i % 2 == 1) {
            rounds.driver(i % 4 == 1);
            kills.renew(random, 5);
          }
          say(i, rounds.report());
        }
        kills.renew(random, 1);
        System.out.println(rounds.report() + "\n" + kills.report());
      }
    }
  }

  private KillLane lane(KillPlace place, String name, boolean hasRival) {
    return new KillLane(place, name, hasRival, Kills.LEASE.toMillis(), random);
  }

  /** For who waits for a long run. */
  private static void say(int round, String report) {
    if (ROUNDS >= MANY) {
      System.out.println("round " + (round + 1) + " of " + ROUNDS + ": " + report);
    }
  }
}
