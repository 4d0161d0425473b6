package dev.sparkzarr.array.commit;

import dev.sparkzarr.store.ConflictException;
import dev.sparkzarr.store.Store;
import dev.sparkzarr.store.StoreException;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A writer's place in the register, and until when it is known to be its own. Nothing is sent in
 * the time of a put before that. Safe for many threads.
 */
final class Lease {
  private static final Logger LOG = LoggerFactory.getLogger(Lease.class);

  private final Store store;
  private final Register register;
  private final CommitSettings settings;
  private final String id;
  private volatile Instant expires;
  private volatile boolean isLost;
  private Pacing.Repeated renewals; // null: none

  private Lease(
      Store store, Register register, CommitSettings settings, String id, Instant expires) {
    this.store = store;
    this.register = register;
    this.settings = settings;
    this.id = id;
    this.expires = expires;
  }

  /**
   * Joins, and renews from then on.
   *
   * @param me to be {@link #joined}
   */
  static Lease take(Store store, CommitSettings settings, Claimant joined, Register register) {
    Lease lease = new Lease(store, register, settings, joined.id(), joined.expires());
    lease.renewals = settings.pacing().repeat(settings.renewal(), lease::renewQuietly);
    return lease;
  }

  String id() {
    return id;
  }

  Instant expires() {
    return expires;
  }

  Register register() {
    return register;
  }

  /**
   * @throws ConflictException when the claim is lost, or may be before what is sent now arrives
   */
  void check() {
    Duration margin = settings.longestPut();
    if (isLost || !settings.now().isBefore(expires.minus(margin))) {
      throw Register.lost(store, id);
    }
  }

  /**
   * @throws StoreException when it could not be renewed
   */
  void renew() {
    try {
      expires = register.renew(id);
    } catch (ConflictException e) {
      isLost = true;
      throw e;
    }
  }

  private void renewQuietly() {
    try {
      renew();
    } catch (RuntimeException e) {
      LOG.warn("The claim of a writer was not renewed, and is not lost yet: {}", e.getMessage());
    }
  }

  /** Renews no more. */
  void stop() {
    renewals.stop();
  }

  /** A store whose changes are checked before they are sent. */
  Store guard(Store unguarded) {
    return new GuardedStore(unguarded, this::check);
  }
}
