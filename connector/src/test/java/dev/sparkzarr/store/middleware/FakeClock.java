package dev.sparkzarr.store.middleware;

import java.util.ArrayList;
import java.util.List;

/** Time that passes only by sleeping in it, or when told. */
final class FakeClock implements MonotonicClock {
  private final List<Long> sleeps = new ArrayList<>();
  private long now = 1_000_000;

  @Override
  public synchronized long nanos() {
    return now;
  }

  @Override
  public synchronized void sleep(long nanos) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException("interrupted in a pause");
    }
    sleeps.add(nanos);
    now += nanos;
  }

  synchronized void pass(long nanos) {
    now += nanos;
  }

  /** The sleeps so far, in milliseconds. */
  synchronized List<Long> millis() {
    return sleeps.stream().map(nanos -> nanos / 1_000_000).toList();
  }
}
