package dev.sparkzarr.array.commit;

import dev.sparkzarr.metadata.ArrayMetadata;
import dev.sparkzarr.store.Capability;
import dev.sparkzarr.store.Store;
import dev.sparkzarr.store.StoreKey;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Finishes the work of a writer that is gone, with its claims in hand: what it was putting into
 * places of its own is removed, what it was switching is switched.
 */
final class Recovery {
  private final Store store;
  private final CommitSettings settings;
  private final boolean isShared;

  /** What became of a writer's work. */
  enum Outcome {
    /** Its switch was completed. */
    COMPLETED,
    /** Its new objects were removed. */
    UNDONE,
    /** It had none. */
    NOTHING
  }

  /**
   * @param store guarded
   * @param isShared whether other writers may be at work
   */
  Recovery(Store store, CommitSettings settings, boolean isShared) {
    this.store = store;
    this.settings = settings;
    this.isShared = isShared;
  }

  Outcome recover(Claimant other) {
    Outcome outcome =
        other
            .journal()
            .flatMap(key -> Journal.read(store, key))
            .map(this::recover)
            .orElse(Outcome.NOTHING);
    deleteAbandoned(other.claims());
    return outcome;
  }

  /** Values that it was putting when it died, and that are under way no longer. */
  private void deleteAbandoned(List<Claim> claims) {
    Instant before = settings.now().minus(settings.longestPut());
    claims.stream()
        .map(Claim::path)
        .distinct()
        .forEach(
            path ->
                Capability.DELETES
                    .of(store)
                    .deleteAbandoned(
                        path.isRoot() ? Optional.empty() : Optional.of(new StoreKey(path.value())),
                        before));
  }

  Outcome recover(Journal journal) {
    boolean isForward = journal.state() == Journal.State.SWITCHING;
    if (isForward) {
      new Switch(store, journal.plan(), journal.id(), settings, isShared).carryOut();
    } else {
      undo(store, journal.plan());
    }
    journal.remove(store);
    return isForward ? Outcome.COMPLETED : Outcome.UNDONE;
  }

  /** Removes new objects, unless the array that is there now may own them. */
  static void undo(Store store, WritePlan plan) {
    for (ArrayChange change : plan.arrays()) {
      Optional<KeySpace> made = KeySpace.newOf(change);
      if (made.isPresent() && isForeign(store, change)) {
        made.get().empty(store);
      }
    }
  }

  private static boolean isForeign(Store store, ArrayChange change) {
    List<ArrayMetadata> now = OwnDocuments.arraysAt(store, change.path());
    if (change instanceof ArrayChange.Grown grown) {
      return now.stream().allMatch(array -> array.document().equals(grown.before().document()));
    }
    return now.stream()
        .allMatch(
            array ->
                KeySpaces.areApart(array, change.after().keys(), change.after().shape().rank()));
  }
}
