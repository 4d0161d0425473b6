package dev.sparkzarr.store.middleware;

import java.util.concurrent.TimeUnit;

/** Time that only goes forward, and waiting in it. Safe for many threads. */
interface MonotonicClock {
  /** The JVM's. */
  MonotonicClock SYSTEM =
      new MonotonicClock() {
        @Override
        public long nanos() {
          return System.nanoTime();
        }

        @Override
        public void sleep(long nanos) throws InterruptedException {
          TimeUnit.NANOSECONDS.sleep(nanos);
        }
      };

  /**
   * @return nanoseconds since some moment; only differences mean something
   */
  long nanos();

  /**
   * @param nanos at least 0
   */
  void sleep(long nanos) throws InterruptedException;
}
