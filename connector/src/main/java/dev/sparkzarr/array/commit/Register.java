package dev.sparkzarr.array.commit;

import dev.sparkzarr.store.ConflictException;
import dev.sparkzarr.store.Store;
import java.time.Instant;

/** Where writers of a store see one another. Safe for many threads. */
interface Register {
  /**
   * Makes a claim, once nobody else's is in its way: takes over what has expired, and waits for
   * writers that are about to be gone.
   *
   * @param me whose time of expiry is set here
   * @return as it stands in the register, with those whose work it has to finish first
   * @throws ConflictException when another writer is in the way
   * @throws dev.sparkzarr.store.StoreException when it could not be found out
   */
  Claimant join(Claimant me);

  /**
   * @return until when the claim holds now
   * @throws ConflictException when it is lost
   */
  Instant renew(String id);

  /** The work of those whose claims were taken over is finished. */
  void recovered(String id);

  /**
   * The writer is about to be gone.
   *
   * @param end until when something of its tasks may arrive
   */
  void ending(String id, Instant end);

  /** Gives the claim back. */
  void leave(String id);

  /**
   * @return whether of several that join at once one wins
   */
  boolean isExclusive();

  /** The best one that a store allows; finds out what it does allow. */
  static Register of(Store store, CommitSettings settings) {
    return switch (ConditionalWrites.of(store, settings)) {
      case CREATE_AND_REPLACE -> new SharedRegister(store, settings);
      case CREATE -> new SoleRegister(store, settings, store.creates().orElseThrow(), true);
      case NONE -> new SoleRegister(store, settings, SoleRegister.unconditional(store), false);
    };
  }

  /** The error of a writer that finds another one in its way. */
  static ConflictException taken(Store store, Claimant other, String addition) {
    return new ConflictException(
        "Cannot write to "
            + store.describe()
            + ": another writer, "
            + other.id()
            + ", is at work there since "
            + other.since()
            + addition
            + ". Try again when it is done; if it died, that is after "
            + other.expires()
            + ", and what it left is then completed or removed.",
        null);
  }

  /** The error of a writer whose claim is no more. */
  static ConflictException lost(Store store, String id) {
    return new ConflictException(
        "Cannot go on writing to "
            + store.describe()
            + ": the claim of writer "
            + id
            + " was not renewed in time, or it was ended. What it wrote is not visible and is"
            + " removed by the next writer or by a cleanup. Write again.",
        null);
  }
}
