package dev.sparkzarr.store.cache;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicLong;

/** A clock that a test moves. */
public final class TickingClock extends Clock {
  private final AtomicLong millis = new AtomicLong(1_000_000);
  private volatile long step;

  /** It stands still. */
  public TickingClock() {}

  /** Moves it on. */
  public void tick(long by) {
    millis.addAndGet(by);
  }

  /** From now on the clock moves by itself each time that it is looked at. */
  public void run() {
    step = 1;
  }

  @Override
  public long millis() {
    return millis.addAndGet(step);
  }

  @Override
  public Instant instant() {
    return Instant.ofEpochMilli(millis.get());
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
