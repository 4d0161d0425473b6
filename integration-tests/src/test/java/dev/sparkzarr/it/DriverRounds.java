package dev.sparkzarr.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.ToLongFunction;

/** Drivers that write many tables at once, and die at any request. */
final class DriverRounds implements AutoCloseable {
  private final Kills kills;
  private final List<KillLane> lanes;
  private final List<Dying> drivers = new ArrayList<>();
  private final Random random;
  private SparkShell rival;
  private int deaths;

  /** A driver, its tables, and when it dies. */
  private final class Dying {
    private final List<KillLane> own;
    private SparkShell shell;
    private Aim aim = Aim.NEVER;
    private SlowedRequests first;
    private SlowedRequests whole = new SlowedRequests(400, 150, 50); // of one that nobody killed
    private boolean isOver;

    private Dying(List<KillLane> own) throws IOException {
      this.own = own;
      this.shell = kills.writer();
    }

    private void begin(Map<KillLane, TableChange> rivals) throws IOException {
      isOver = false;
      first = shell.requests();
      for (KillLane lane : own) {
        List<TableChange> changes = lane.plan();
        lane.start(shell, changes.get(0));
        if (changes.size() > 1) {
          rivals.put(lane, changes.get(1));
        }
      }
    }

    /** Lets it go on, or die. */
    private void goOn() throws IOException {
      SlowedRequests sent = shell.requests().minus(first);
      if (aim.isReached(sent)) {
        shell = killed(shell);
        isOver = true;
      } else if (own.stream().noneMatch(KillLane::isUnderWay)) {
        whole = sent;
        isOver = true;
      } else if (aim != Aim.NEVER) {
        own.forEach(lane -> lane.goOn(shell));
      }
    }
  }

  /** So many requests of a kind. */
  private record Aim(ToLongFunction<SlowedRequests> kind, long count) {
    static final Aim NEVER = new Aim(SlowedRequests::all, Long.MAX_VALUE);

    /** Any request is as likely as another, or any change, or any document of the switch. */
    static Aim random(Random random, SlowedRequests whole) {
      List<ToLongFunction<SlowedRequests>> kinds =
          List.of(SlowedRequests::all, SlowedRequests::changes, SlowedRequests::documents);
      ToLongFunction<SlowedRequests> kind = kinds.get(random.nextInt(kinds.size()));
      return new Aim(kind, 1 + random.nextLong(Math.max(1, kind.applyAsLong(whole))));
    }

    boolean isReached(SlowedRequests sent) {
      return kind.applyAsLong(sent) >= count;
    }
  }

  /**
   * @param atOnce so many drivers share the tables
   */
  DriverRounds(Kills kills, List<KillLane> lanes, int atOnce, Random random) throws IOException {
    this.kills = kills;
    this.lanes = lanes;
    this.random = random;
    this.rival = kills.writer();
    for (int i = 0; i < atOnce; i++) {
      int which = i;
      drivers.add(
          new Dying(lanes.stream().filter(l -> lanes.indexOf(l) % atOnce == which).toList()));
    }
  }

  /** All write to the end. Who writes where nothing keeps writers apart is told so, nobody else. */
  void undisturbed() throws IOException {
    drivers.forEach(driver -> driver.aim = Aim.NEVER);
    round(false);
    for (Dying driver : drivers) {
      String log = Files.readString(driver.shell.logFile());
      for (KillLane lane : driver.own) {
        String warning = lane.path() + " has no conditional writes";
        assertThat(log.contains(warning)).as(warning).isEqualTo(!lane.place().isExclusive());
      }
    }
  }

  /** Each of the drivers dies, unless it is through before; the other writer now and then. */
  void deaths() throws IOException {
    drivers.forEach(driver -> driver.aim = Aim.random(random, driver.whole));
    round(random.nextInt(3) == 0);
  }

  private void round(boolean rivalDies) throws IOException {
    kills.watch(random);
    Map<KillLane, TableChange> rivals = new LinkedHashMap<>();
    for (Dying driver : drivers) {
      driver.begin(rivals);
    }
    long rivalsBegin = random.nextLong(drivers.get(0).whole.all());
    SlowedRequests first = rival.requests();
    long rivalsEnd = 1 + random.nextLong(drivers.get(0).whole.changes());
    boolean hasRivals = false;
    while (drivers.stream().anyMatch(driver -> !driver.isOver) || !hasRivals) {
      for (Dying driver : drivers) {
        if (!driver.isOver) {
          driver.goOn();
        }
      }
      boolean isTime =
          drivers.get(0).isOver
              || drivers.get(0).shell.requests().minus(drivers.get(0).first).all() >= rivalsBegin;
      if (!hasRivals && isTime) {
        rivals.forEach((lane, change) -> lane.start(rival, change));
        hasRivals = true;
      }
      Kills.pause(5);
    }
    boolean isKilled = false;
    while (rivalDies && !isKilled && isUnderWay(rivals)) {
      if (rival.requests().minus(first).changes() >= rivalsEnd) {
        rival = killed(rival);
        isKilled = true;
      }
      Kills.pause(5);
    }
    for (KillLane lane : rivals.keySet()) {
      if (!isKilled) {
        lane.finish(rival);
      }
    }
    kills.see(false);
  }

  private boolean isUnderWay(Map<KillLane, TableChange> rivals) {
    return rivals.keySet().stream().anyMatch(lane -> lane.isUnderWay(rival));
  }

  /** Kills one; another one takes its place. */
  private SparkShell killed(SparkShell shell) throws IOException {
    shell.kill();
    kills.died();
    shell.close();
    deaths++;
    return kills.writer();
  }

  /** What was killed. */
  String report() {
    return "killed drivers: " + deaths;
  }

  @Override
  public void close() {
    rival.close();
    drivers.forEach(driver -> driver.shell.close());
  }
}
