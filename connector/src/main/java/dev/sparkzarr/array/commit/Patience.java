package dev.sparkzarr.array.commit;

import dev.sparkzarr.store.StoreException;
import dev.sparkzarr.store.UnavailableException;
import java.time.Duration;
import java.time.Instant;

/** Pauses between attempts, longer and longer, within a bound. For one thread. */
final class Patience {
  private static final Duration FIRST = Duration.ofMillis(10);
  private static final Duration LONGEST = Duration.ofSeconds(1);
  private static final int MOST_ATTEMPTS = 200;

  private final CommitSettings settings;
  private final String what;
  private final Instant end;
  private Duration next = FIRST;
  private int attempts;

  /**
   * @param what is attempted, for messages
   */
  Patience(CommitSettings settings, String what) {
    this.settings = settings;
    this.what = what;
    this.end = settings.now().plus(settings.lease()).plus(settings.longestPut());
  }

  /**
   * @param reason for the pause, a clause
   * @param cause may be null
   * @throws UnavailableException when there were enough of them
   */
  void pause(String reason, StoreException cause) {
    if (++attempts > MOST_ATTEMPTS + settings.lease().toSeconds() || settings.now().isAfter(end)) {
      throw new UnavailableException(
          "Cannot " + what + ": " + reason + ", again and again. Try again later.", cause);
    }
    settings.pacing().pause(next);
    next = next.multipliedBy(2).compareTo(LONGEST) > 0 ? LONGEST : next.multipliedBy(2);
  }
}
