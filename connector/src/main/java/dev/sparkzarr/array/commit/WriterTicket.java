package dev.sparkzarr.array.commit;

import dev.sparkzarr.store.Store;
import java.io.Serializable;
import java.time.Clock;
import java.time.Instant;

/**
 * A job's right to write, for its tasks. Immutable.
 *
 * @param id of the writer
 * @param longestPut in milliseconds, see {@link CommitSettings}
 * @param recheck for how many milliseconds a task goes on without a look at the claims
 */
public record WriterTicket(String id, long longestPut, long recheck) implements Serializable {
  /**
   * A store that asks before each change whether this job may still write: by the clock, and every
   * few seconds in the store.
   *
   * @param store the root that {@link TableCommit#begin} was given, as this task reaches it;
   *     without a cache
   * @return whose changes throw a {@link dev.sparkzarr.store.ConflictException} once the claim is
   *     lost, and a {@link dev.sparkzarr.store.StoreException} once the thread is interrupted; has
   *     the capabilities of {@code store} and closes it when closed
   */
  public Store guard(Store store) {
    return guard(store, Clock.systemUTC());
  }

  Store guard(Store store, Clock clock) {
    return new GuardedStore(store, new Check(store, clock));
  }

  /** For the threads of one task. */
  private final class Check implements Runnable {
    private final Store store;
    private final Clock clock;
    private volatile Instant known = Instant.EPOCH; // end of the claim
    private volatile Instant seen = Instant.EPOCH; // when that was asked

    private Check(Store store, Clock clock) {
      this.store = store;
      this.clock = clock;
    }

    @Override
    public void run() {
      Instant now = clock.instant();
      if (seen.isBefore(now.minusMillis(recheck)) || isOver(now)) {
        known = claimed();
        seen = now;
        if (isOver(clock.instant())) {
          throw Register.lost(store, id);
        }
      }
    }

    /** Whether what is sent now may arrive after the claim. */
    private boolean isOver(Instant now) {
      return !now.isBefore(known.minusMillis(longestPut));
    }

    private Instant claimed() {
      return store
          .get(Claims.KEY, Claims.LARGEST)
          .map(bytes -> Claims.parse(bytes, store.describe(Claims.KEY)))
          .flatMap(claims -> claims.find(id))
          .filter(me -> !me.isEnding())
          .map(Claimant::expires)
          .orElseThrow(() -> Register.lost(store, id));
    }
  }
}
