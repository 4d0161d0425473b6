package dev.sparkzarr.array.commit;

import dev.sparkzarr.ZarrException;
import dev.sparkzarr.metadata.ArrayMetadata;
import dev.sparkzarr.metadata.NodePath;
import dev.sparkzarr.store.Capability;
import dev.sparkzarr.store.ConflictException;
import dev.sparkzarr.store.Listing;
import dev.sparkzarr.store.Store;
import dev.sparkzarr.store.StoreKey;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/**
 * Finishes what writers left unfinished, and deletes what is due. Lists every group, and looks
 * beside every array; never lists objects, but those that it deletes. For one thread.
 */
public final class Cleanup {
  private static final int MOST_PLACES = 1_000_000;

  private final Store store;
  private final CommitSettings settings;
  private final List<String> completed = new ArrayList<>();
  private final List<String> undone = new ArrayList<>();
  private final List<NodePath> emptied = new ArrayList<>();
  private final List<String> skipped = new ArrayList<>();

  private Cleanup(Store store, CommitSettings settings) {
    this.store = store;
    this.settings = settings;
  }

  /**
   * What was done.
   *
   * @param completed ids of writers whose switch was completed
   * @param undone ids of writers whose new objects were removed
   * @param emptied arrays and former nodes of which replaced objects were deleted
   * @param skipped whole sentences: what was left, and why
   */
  public record Report(
      List<String> completed, List<String> undone, List<NodePath> emptied, List<String> skipped) {
    public Report {
      completed = List.copyOf(completed);
      undone = List.copyOf(undone);
      emptied = List.copyOf(emptied);
      skipped = List.copyOf(skipped);
    }
  }

  /**
   * Cleans a store. Writers under way are left alone.
   *
   * @param store its root, without a cache
   * @throws ZarrException when a request failed; run it again
   */
  public static Report run(Store store, CommitSettings settings) {
    Cleanup cleanup = new Cleanup(store, settings);
    cleanup.finishWriters();
    cleanup.visitPlaces();
    cleanup.removeLeftovers();
    return new Report(cleanup.completed, cleanup.undone, cleanup.emptied, cleanup.skipped);
  }

  /**
   * @return whether a writer is at work in a store, or one died there: whether a cleanup may have
   *     something to finish. Replaced objects that wait for their deletion do not count
   */
  public static boolean mayHaveUnfinished(Store store) {
    return store.get(Claims.KEY, Claims.LARGEST).isPresent();
  }

  private Optional<Claims> claims() {
    return store
        .get(Claims.KEY, Claims.LARGEST)
        .map(bytes -> Claims.parse(bytes, store.describe(Claims.KEY)));
  }

  /** Joins in place of all whose claims are over, which is what taking over means. */
  private void finishWriters() {
    Optional<Claims> claims = claims();
    if (claims.isEmpty()) {
      return;
    }
    List<Claim> over = new ArrayList<>();
    for (Claimant writer : claims.get().writers()) {
      if (writer.expires().isAfter(settings.now())) {
        skipped.add(
            "Writer "
                + writer.id()
                + " is at work since "
                + writer.since()
                + ", or died before "
                + writer.expires()
                + ", when its claim ends: run the cleanup after that.");
      } else {
        over.addAll(writer.claims());
        writer.recovering().forEach(other -> over.addAll(other.claims()));
      }
    }
    boolean isLeftOver =
        claims.get().writers().isEmpty() && !claims.get().closedUntil().isAfter(settings.now());
    if (!over.isEmpty() || isLeftOver || hasNoClaims(claims.get())) {
      under(over, "finish what writers left", (guarded, isShared) -> {});
    }
  }

  /** A writer that claimed nothing is in nobody's way, also not in the way of a cleanup. */
  private boolean hasNoClaims(Claims claims) {
    return claims.writers().stream()
        .anyMatch(w -> w.claims().isEmpty() && !w.expires().isAfter(settings.now()));
  }

  /**
   * Does something with claims in hand.
   *
   * @param what for the sentence about another writer in the way
   */
  private void under(List<Claim> claims, String what, BiConsumer<Store, Boolean> action) {
    Register register = Register.of(store, settings);
    Instant now = settings.now();
    Claimant joined;
    try {
      joined =
          register.join(
              new Claimant(
                  UUID.randomUUID().toString(),
                  now,
                  now,
                  false,
                  claims,
                  Optional.empty(),
                  List.of()));
    } catch (ConflictException e) {
      skipped.add("Cannot " + what + ": " + e.getMessage());
      return;
    }
    Lease lease = Lease.take(store, settings, joined, register);
    try {
      Store guarded = lease.guard(store);
      boolean isShared = register instanceof SharedRegister;
      Recovery recovery = new Recovery(guarded, settings, isShared);
      for (Claimant other : joined.recovering()) {
        note(recovery.recover(other), other.id());
      }
      if (!joined.recovering().isEmpty()) {
        register.recovered(lease.id());
      }
      action.accept(guarded, isShared);
    } catch (ZarrException e) {
      lease.stop(); // the claim stays until it ends, for whom it concerns
      throw e;
    }
    lease.stop();
    lease.check();
    register.leave(lease.id());
  }

  private void note(Recovery.Outcome outcome, String id) {
    if (outcome == Recovery.Outcome.COMPLETED) {
      completed.add(id);
    } else if (outcome == Recovery.Outcome.UNDONE) {
      undone.add(id);
    }
  }

  private void visitPlaces() {
    Queue<NodePath> open = new ArrayDeque<>();
    open.add(NodePath.ROOT);
    for (int seen = 0; !open.isEmpty(); seen++) {
      if (seen > MOST_PLACES) {
        throw new ZarrException(
            "Cannot clean " + store.describe() + ": it has more than " + MOST_PLACES + " places.");
      }
      NodePath place = open.remove();
      visit(place);
      boolean isGroup =
          place.isRoot()
              ? OwnDocuments.arraysAt(store, place).isEmpty()
              : OwnDocuments.at(store, place).stream()
                  .anyMatch(node -> !(node instanceof ArrayMetadata));
      if (isGroup) {
        placesIn(place).forEach(name -> open.add(place.resolve(name)));
      }
    }
  }

  private List<String> placesIn(NodePath group) {
    Optional<StoreKey> below =
        group.isRoot() ? Optional.empty() : Optional.of(new StoreKey(group.value()));
    try (Stream<Listing.Entry> entries = Capability.LISTING.of(store).entries(below)) {
      return entries
          .filter(entry -> !entry.isValue() && !entry.name().equals(Journal.FOLDER))
          .map(Listing.Entry::name)
          .filter(name -> StoreKey.isValid(name))
          .limit(MOST_PLACES)
          .toList();
    }
  }

  private void visit(NodePath place) {
    List<String> names = LateDeletion.names(store, place);
    if (names.isEmpty()) {
      return;
    }
    for (DeadTasks dead : DeadTasks.at(store, place, names)) {
      Instant due = dead.due(settings);
      if (due.isAfter(settings.now())) {
        skipped.add("What dead tasks left under way at " + place + " waits until " + due + ".");
        continue;
      }
      under(
          List.of(new Claim.Tree(place)),
          "delete what dead tasks left at " + place,
          (guarded, isShared) -> dead.carryOut(guarded));
    }
    for (LateDeletion late : LateDeletion.at(store, place, names)) {
      if (late.due().isAfter(settings.now())) {
        skipped.add("Replaced objects of " + place + " wait until " + late.due() + ".");
        continue;
      }
      under(
          List.of(new Claim.Tree(place)),
          "delete replaced objects of " + place,
          (guarded, isShared) -> carryOut(guarded, late));
    }
    for (String name : names) {
      if (isJournal(place, name)) {
        orphan(place.key(Journal.FOLDER + "/" + name));
      }
    }
  }

  private void carryOut(Store guarded, LateDeletion late) {
    boolean isStill = LateDeletion.at(guarded, late.path()).contains(late);
    if (isStill && late.carryOut(guarded)) {
      emptied.add(late.path());
    }
  }

  private static boolean isJournal(NodePath place, String name) {
    return name.endsWith(Journal.END)
        && !name.endsWith(LateDeletion.END)
        && !name.endsWith(DeadTasks.END)
        && !(place.isRoot() && Leftovers.isOfRegister(name));
  }

  /** A journal whose writer is not in the register, since somebody removed that. */
  private void orphan(StoreKey key) {
    Optional<Journal> journal = Journal.read(store, key);
    if (journal.isEmpty()
        || journal.get().since().plus(settings.lease()).isAfter(settings.now())
        || claims().flatMap(claims -> claims.find(journal.get().id())).isPresent()) {
      return;
    }
    under(
        Claim.of(journal.get().plan()),
        "finish what writer " + journal.get().id() + " left",
        (guarded, isShared) ->
            Journal.read(guarded, key)
                .ifPresent(
                    still ->
                        note(
                            new Recovery(guarded, settings, isShared).recover(still), still.id())));
  }

  private void removeLeftovers() {
    new Leftovers(store, settings).remove();
  }
}
