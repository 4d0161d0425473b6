package dev.sparkzarr.array.commit;

import dev.sparkzarr.store.MemoryStore;
import dev.sparkzarr.store.StoreErrors;
import dev.sparkzarr.store.UnavailableException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/**
 * Programs that share a store, in an order that a seed chooses: of all of them one runs at a time,
 * from the answer to one request to the next request. A request takes effect some time after it was
 * sent, the longest put at most, or never; its answer may come much later. Any program may die, and
 * what it has sent still arrive. Time is virtual.
 */
final class Simulation {
  static final Duration LEASE = Duration.ofSeconds(60);
  static final Duration LONGEST_PUT = Duration.ofSeconds(10);

  private static final int SOON = 10; // requests

  private static final Instant START = Instant.EPOCH.plus(Duration.ofDays(20_000));

  /** The program is no more. */
  static final class Crash extends Error {
    private static final long serialVersionUID = 1L;

    Crash() {
      super("crash", null, false, false);
    }
  }

  /** What one program does. */
  @FunctionalInterface
  interface Program {
    void run(Actor actor);
  }

  private enum State {
    /** Can run on; has perhaps an answer. */
    READY,
    /** Has sent a request, which had no effect yet. */
    SENT,
    SLEEPING,
    OVER
  }

  final MemoryStore memory = MemoryStore.unnamed();
  final Random random;
  final List<String> trace = new ArrayList<>();
  private final List<Actor> actors = new ArrayList<>();
  private final Semaphore baton = new Semaphore(0);
  private final Runnable afterChange;
  private Instant now = START;
  private Throwable failure;

  /** One in so many steps kills the program that would have run; 0: never. */
  int crashes = 150;

  /** One in so many steps makes a program wait for up to two leases; 0: never. */
  int stalls = 200;

  /** One in so many requests is not answered; 0: all are. */
  int lost = 150;

  /** One in so many requests takes up to the longest put; 0: none. */
  int slow = 40;

  /**
   * One in so many programs renews its claim only where it has to; 0: none. Some requests after it
   * claimed, it stalls until its claim is about to be over, and goes on with slow ones.
   */
  int negligent = 0;

  /**
   * @param afterChange called after each change of a value
   */
  Simulation(long seed, Runnable afterChange) {
    this.random = new Random(seed);
    this.afterChange = afterChange;
  }

  Instant now() {
    return now;
  }

  /** One program, on a thread of its own, which waits most of the time. */
  final class Actor extends Clock implements Pacing {
    final String name;
    private final Program program;
    private final Semaphore turn = new Semaphore(0);
    private Thread thread; // null until it first runs
    private State state = State.READY;
    private boolean isDead;
    private Instant wakes = Instant.MIN;
    private Instant deadline;
    private Supplier<?> request; // null: none
    private String sent = "";
    private Object answer;
    private RuntimeException error;
    private Runnable renewal; // null: none
    private Duration every;
    private Instant nextRenewal;
    private boolean isRenewing;
    private boolean isNegligent;
    private int toStall = -1; // requests until a negligent one stalls; negative: it does not
    private Instant claimed = Instant.MIN; // when its claim was last written

    private Actor(String name, Program program) {
      this.name = name;
      this.program = program;
    }

    CommitSettings settings() {
      return new CommitSettings(LEASE, LONGEST_PUT, this, this);
    }

    Simulation simulation() {
      return Simulation.this;
    }

    /**
     * Sends a request, and gives the others their turn until there is an answer.
     *
     * @param isChange whether it may change the store
     * @param isUnseen whether readers see no difference
     */
    @SuppressWarnings("unchecked")
    <T> T send(String what, Supplier<T> call, boolean isChange, boolean isUnseen) {
      checkAlive();
      request =
          () -> {
            T result = call.get();
            log(what);
            if (!isUnseen) {
              afterChange.run();
            }
            return result;
          };
      sent = what;
      deadline = now.plus(LONGEST_PUT);
      if (isChange && what.endsWith(Claims.KEY.value())) {
        claimed = now;
        toStall = isNegligent ? random.nextInt(SOON) : -1;
      }
      boolean isLate = isNegligent && !now.isBefore(claimed.plus(LEASE).minus(LONGEST_PUT));
      if (oneIn(slow) || isLate && isChange) {
        wakes = now.plusMillis(random.nextInt((int) LONGEST_PUT.toMillis()));
      }
      state = State.SENT;
      giveTurn();
      Object mine = answer;
      RuntimeException thrown = error;
      answer = null;
      error = null;
      renewIfDue();
      if (thrown != null) {
        throw thrown;
      }
      return (T) mine;
    }

    private void log(String text) {
      trace.add(Duration.between(START, now).toMillis() + " ms, " + name + ": " + text);
    }

    void note(String text) {
      log("-- " + text);
    }

    private void renewIfDue() {
      if (renewal != null && !isRenewing && !now.isBefore(nextRenewal)) {
        isRenewing = true;
        nextRenewal = now.plus(every);
        try {
          renewal.run();
        } finally {
          isRenewing = false;
        }
      }
    }

    private void checkAlive() {
      if (isDead) {
        throw new Crash();
      }
    }

    @Override
    public void pause(Duration time) {
      checkAlive();
      state = State.SLEEPING;
      wakes = now.plus(time).plusMillis(random.nextInt(20));
      giveTurn();
      renewIfDue();
    }

    @Override
    public Repeated repeat(Duration time, Runnable action) {
      isNegligent = oneIn(negligent);
      toStall = isNegligent && random.nextInt(3) == 0 ? random.nextInt(SOON) : -1;
      renewal = isNegligent ? null : action;
      every = time;
      nextRenewal = now.plus(time);
      return () -> renewal = null;
    }

    private void giveTurn() {
      baton.release();
      turn.acquireUninterruptibly();
      checkAlive();
    }

    /** Runs until it sends, sleeps or ends. */
    private void run() {
      if (thread == null) {
        thread =
            new Thread(
                () -> {
                  turn.acquireUninterruptibly();
                  try {
                    checkAlive();
                    program.run(this);
                  } catch (Crash e) {
                    note("crashed");
                  } catch (Throwable e) {
                    failure = e;
                  } finally {
                    state = State.OVER;
                    baton.release();
                  }
                },
                name);
        thread.setDaemon(true);
        thread.start();
      }
      turn.release();
      baton.acquireUninterruptibly();
    }

    /** Until nothing may be sent any more, or a moment before that; or until the very end. */
    private void stallUntilTheEnd() {
      Duration left = random.nextBoolean() ? LONGEST_PUT : Duration.ofSeconds(2);
      Instant next = claimed.plus(LEASE).minus(left).plusMillis(random.nextInt(2000) - 200);
      wakes = next.isAfter(now) ? next : now;
    }

    /** The request takes effect. */
    private void effect() {
      try {
        answer = request.get();
      } catch (RuntimeException e) {
        error = e;
      }
      request = null;
      state = State.READY;
    }

    /** Never arrives, or some time after the program has given up waiting. */
    private void lose() {
      log("lost: " + sent);
      if (random.nextBoolean()) {
        leaveGhost();
      }
      request = null;
      error = timeout();
      state = State.READY;
    }

    private UnavailableException timeout() {
      return StoreErrors.unavailable("reach", "the store", new Exception("no answer"));
    }

    private void die() {
      isDead = true;
      if (request != null) {
        leaveGhost();
      }
      request = null;
      run();
    }

    private void leaveGhost() {
      Actor ghost = new Actor(name + "'s ghost", a -> {});
      ghost.state = State.SENT;
      ghost.isDead = true;
      ghost.request = request;
      ghost.deadline = deadline;
      ghost.wakes = now.plusMillis(random.nextInt((int) LONGEST_PUT.toMillis()));
      if (ghost.wakes.isAfter(deadline)) {
        ghost.wakes = deadline;
      }
      ghost.sent = sent;
      actors.add(ghost);
    }

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }

  Actor start(String name, Program program) {
    Actor actor = new Actor(name, program);
    actors.add(actor);
    return actor;
  }

  /** Runs all programs to their ends. */
  void run() throws Throwable {
    for (int step = 0; ; step++) {
      if (failure != null) {
        throw failure;
      }
      if (step > 100_000) {
        throw new AssertionError("it does not end");
      }
      List<Actor> able = new ArrayList<>();
      Instant first = null;
      boolean isOver = true;
      for (Actor actor : actors) {
        if (actor.state == State.OVER || actor.isDead && actor.request == null) {
          continue;
        }
        isOver = false;
        boolean mayRun = !actor.wakes.isAfter(now);
        if (mayRun) {
          able.add(actor);
        } else if (first == null || actor.wakes.isBefore(first)) {
          first = actor.wakes;
        }
      }
      if (isOver) {
        return;
      }
      if (able.isEmpty()) {
        advanceTo(first);
        continue;
      }
      advance();
      step(able.get(random.nextInt(able.size())));
    }
  }

  private boolean oneIn(int n) {
    return n > 0 && random.nextInt(n) == 0;
  }

  private void step(Actor actor) {
    if (actor.state == State.SENT) {
      if (!actor.isDead && oneIn(crashes)) {
        actor.die();
      } else if (actor.isDead ? random.nextInt(4) == 0 : oneIn(lost)) {
        actor.lose();
      } else {
        actor.effect();
        if (oneIn(lost) && actor.error == null) {
          actor.log("unanswered: " + actor.sent);
          actor.error = actor.timeout();
        }
        if (oneIn(stalls)) {
          actor.wakes = now.plusMillis(random.nextInt((int) LEASE.toMillis() * 2));
        } else if (actor.toStall >= 0 && actor.toStall-- == 0) {
          actor.stallUntilTheEnd();
        }
      }
      return;
    }
    if (actor.isDead || actor.state == State.OVER) {
      return;
    }
    if (oneIn(crashes * 2)) {
      actor.die();
      return;
    }
    actor.run();
  }

  private void advance() {
    int chance = random.nextInt(400);
    long millis =
        chance == 0 ? random.nextInt((int) LONGEST_PUT.toMillis() * 2) : random.nextInt(200);
    advanceTo(now.plusMillis(millis));
  }

  /** What was sent arrives in time, or never. */
  private void advanceTo(Instant next) {
    for (Actor actor : List.copyOf(actors)) {
      if (actor.state == State.SENT && actor.request != null && actor.deadline.isBefore(next)) {
        if (lost == 0 || random.nextBoolean()) {
          actor.effect();
        } else {
          actor.lose();
        }
      }
    }
    now = next.isAfter(now) ? next : now;
  }

  void skip(Duration time) {
    advanceTo(now.plus(time));
  }
}
