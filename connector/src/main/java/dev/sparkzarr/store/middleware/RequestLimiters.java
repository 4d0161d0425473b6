package dev.sparkzarr.store.middleware;

import java.util.HashMap;
import java.util.Map;

/**
 * The limiters of this JVM, one for each store and limits, as long as somebody uses it. Safe for
 * many threads.
 */
final class RequestLimiters {
  /** Those of all tasks of this JVM. */
  static final RequestLimiters OF_THIS_JVM = new RequestLimiters(MonotonicClock.SYSTEM);

  private final MonotonicClock clock;
  private final Map<Key, Entry> entries = new HashMap<>();

  RequestLimiters(MonotonicClock clock) {
    this.clock = clock;
  }

  private record Key(String identity, RequestLimits limits) {}

  private static final class Entry {
    private final RequestLimiter limiter;
    private int users;

    private Entry(RequestLimiter limiter) {
      this.limiter = limiter;
    }
  }

  /**
   * @return the limiter that all users share; to be followed by one {@link #release}
   */
  synchronized RequestLimiter use(String identity, RequestLimits limits) {
    Entry entry =
        entries.computeIfAbsent(
            new Key(identity, limits), key -> new Entry(new RequestLimiter(limits, clock)));
    entry.users++;
    return entry.limiter;
  }

  synchronized void release(String identity, RequestLimits limits) {
    Key key = new Key(identity, limits);
    Entry entry = entries.get(key);
    entry.users--;
    if (entry.users == 0) {
      entries.remove(key);
    }
  }

  /** A limiter of one user. */
  RequestLimiter alone(RequestLimits limits) {
    return new RequestLimiter(limits, clock);
  }

  /**
   * @return how many are in use
   */
  synchronized int size() {
    return entries.size();
  }
}
