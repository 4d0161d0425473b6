package dev.sparkzarr.it;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Jobs of a cluster whose executors die while they put objects, one after the other, and are
 * replaced; then the driver, whose executors live on for as long as their tasks have something to
 * put.
 */
final class ExecutorRounds implements AutoCloseable {
  /** Between two deaths executors send so many changes at most. */
  private static final int MOST_CHANGES = 16;

  /** In milliseconds: tasks take seconds, no request takes as long as it may. */
  private static final int SLOW = 150;

  private static final int SLOWEST = (int) Kills.LEASE.toMillis() / 6;

  private final Kills kills;
  private final List<KillLane> lanes;
  private final Path directory;
  private final Random random;
  private final SparkShell rival;
  private KilledCluster cluster;
  private KilledCluster frozen; // whose executors still live; null: none
  private int clusters;
  private int deaths;
  private int driverDeaths;
  private int orphaned;
  private long late;

  /**
   * @param rival beside the cluster, in lanes with two writers
   * @param directory for files of its own
   */
  ExecutorRounds(Kills kills, List<KillLane> lanes, SparkShell rival, Path directory, Random random)
      throws IOException {
    this.kills = kills;
    this.lanes = lanes;
    this.rival = rival;
    this.directory = directory;
    this.random = random;
    this.cluster = next();
  }

  /** Of some clusters jobs survive much, of others little. */
  private KilledCluster next() throws IOException {
    return KilledCluster.start(
        kills, directory.resolve("cluster-" + clusters++), clusters % 3 == 0 ? 2 : 50);
  }

  /**
   * Jobs that lose executors.
   *
   * @param most so many executors die, if the jobs last for it
   */
  void executors(int most) throws IOException {
    begin(SLOW);
    for (int i = 0; i < most && isUnderWay(); i++) {
      if (!awaitChanges(1 + random.nextInt(MOST_CHANGES))) {
        break;
      }
      ProcessHandle victim = victim();
      if (victim != null && victim.destroyForcibly()) {
        deaths++;
      }
    }
    for (KillLane lane : lanes) {
      lane.finish(cluster.driver());
      lane.finish(rival);
    }
    kills.see(true);
  }

  /**
   * Jobs that lose their driver.
   *
   * @param livesOn whether its connections stay open and executors go on until nobody may put any
   *     more; they see it die else
   */
  void driver(boolean livesOn) throws IOException {
    begin(livesOn ? SLOWEST : SLOW);
    awaitChanges(1 + random.nextInt(2 * MOST_CHANGES));
    if (livesOn) {
      cluster.freezeDriver();
    }
    kills.died();
    driverDeaths++;
    long before = cluster.allChanges();
    if (livesOn) {
      kills.awaitLease();
    } else {
      cluster.killDriver();
    }
    long after = cluster.allChanges() - before;
    late += after;
    orphaned += after > 0 ? 1 : 0;
    for (KillLane lane : lanes) {
      lane.finish(rival);
    }
    kills.see(true);
    if (livesOn) {
      frozen = cluster;
    } else {
      cluster.close();
    }
    cluster = next();
  }

  private void begin(int slow) throws IOException {
    kills.watch(random);
    Map<KillLane, TableChange> rivals = new LinkedHashMap<>();
    for (KillLane lane : lanes) {
      lane.slowChanges(slow);
      List<TableChange> changes = lane.plan();
      lane.start(cluster.driver(), changes.get(0));
      if (changes.size() > 1) {
        rivals.put(lane, changes.get(1));
      }
    }
    rivals.forEach((lane, change) -> lane.start(rival, change));
  }

  /** Whether executors sent some more changes while jobs were under way. */
  private boolean awaitChanges(int more) throws IOException {
    long aim = cluster.allChanges() + more;
    while (cluster.allChanges() < aim) {
      if (!isUnderWay()) {
        return false;
      }
      lanes.forEach(lane -> lane.goOn(cluster.driver()));
      Kills.pause(5);
    }
    return true;
  }

  private boolean isUnderWay() {
    return lanes.stream().anyMatch(KillLane::isUnderWay);
  }

  /** Mostly one that has begun to change something; null when none lives. */
  private ProcessHandle victim() throws IOException {
    Map<Long, Long> changes = cluster.changes();
    List<ProcessHandle> living = new ArrayList<>(cluster.executors());
    List<ProcessHandle> busy =
        living.stream().filter(executor -> changes.containsKey(executor.pid())).toList();
    List<ProcessHandle> from = busy.isEmpty() ? living : busy;
    return from.isEmpty() ? null : from.get(random.nextInt(from.size()));
  }

  /** Kills a driver that was frozen, now that others have written. */
  void bury() throws IOException {
    if (frozen != null) {
      frozen.killDriver();
      frozen.close();
      frozen = null;
    }
  }

  /** What was killed. */
  String report() {
    return "killed executors: "
        + deaths
        + "\nkilled drivers of executors: "
        + driverDeaths
        + ", after whose death executors sent changes: "
        + orphaned
        + ", so many changes: "
        + late;
  }

  @Override
  public void close() throws IOException {
    bury();
    cluster.close();
  }
}
