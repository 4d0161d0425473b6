package dev.sparkzarr.array.commit;

import dev.sparkzarr.store.StoreException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Waiting, and doing something again and again meanwhile. Safe for many threads. */
public interface Pacing {
  /** Sleeps; repeats on a daemon thread of its own. */
  Pacing SYSTEM =
      new Pacing() {
        @Override
        public void pause(Duration time) {
          try {
            TimeUnit.NANOSECONDS.sleep(time.toNanos());
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreException("Cannot wait for another writer: interrupted.", e);
          }
        }

        @Override
        public Repeated repeat(Duration time, Runnable action) {
          ScheduledExecutorService thread =
              Executors.newSingleThreadScheduledExecutor(
                  task -> {
                    Thread daemon = new Thread(task, "sparkzarr-claim");
                    daemon.setDaemon(true);
                    return daemon;
                  });
          thread.scheduleWithFixedDelay(
              action, time.toNanos(), time.toNanos(), TimeUnit.NANOSECONDS);
          return thread::shutdownNow;
        }
      };

  /**
   * Waits on the caller's thread.
   *
   * @throws StoreException when interrupted
   */
  void pause(Duration time);

  /**
   * Does something every so often until it is stopped.
   *
   * @param action throws nothing
   */
  Repeated repeat(Duration time, Runnable action);

  /** What is done again and again. */
  @FunctionalInterface
  interface Repeated {
    /** No more. */
    void stop();
  }
}
