package dev.sparkzarr.array.commit;

import dev.sparkzarr.ZarrException;
import dev.sparkzarr.metadata.NodePath;
import dev.sparkzarr.store.Capability;
import dev.sparkzarr.store.Store;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One job that changes a store: it claims what it changes, leaves a journal of what it is about,
 * lets its tasks put objects where no reader looks (or, of a region, over old ones), and switches.
 * Whatever happens to it, the next writer in its way or {@link Cleanup} completes the switch or
 * removes the objects. Lives on the driver. For one thread.
 */
public final class TableCommit implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TableCommit.class);

  private final Store store; // guarded
  private final WritePlan plan;
  private final CommitSettings settings;
  private final Lease lease;
  private final Journal journal;
  private State state = State.OPEN;
  private boolean isRecovered;
  private boolean hasJournal;
  private boolean mayHaveTasks;
  private boolean hasDeadTasks;

  private enum State {
    OPEN,
    /** The journal may say so: only forward from here. */
    SWITCHING,
    OVER
  }

  private TableCommit(
      Store store, WritePlan plan, CommitSettings settings, Lease lease, Journal journal) {
    this.store = lease.guard(store);
    this.plan = plan;
    this.settings = settings;
    this.lease = lease;
    this.journal = journal;
  }

  /**
   * Claims what the plan changes, finishes or undoes what unfinished writers left there, and
   * empties the places of new objects. Waits for a writer that just ended; for no other.
   *
   * @param store its root, without a cache; stays open when this is closed
   * @throws dev.sparkzarr.store.ConflictException when another writer has claimed some of it, or
   *     the store is not what the plan was made for
   * @throws ZarrException when the plan cannot be carried out, or a request failed; what was begun
   *     is undone
   */
  public static TableCommit begin(Store store, WritePlan plan, CommitSettings settings) {
    new PlanCheck(store, plan).parts();
    Capability.WRITES.of(store);
    Capability.DELETES.of(store);
    Capability.LISTING.of(store);
    String id = UUID.randomUUID().toString();
    Instant now = settings.now();
    Journal journal = new Journal(id, now, Journal.State.WRITING, plan);
    journal.toBytes(); // whether it can be written
    Register register = Register.of(store, settings);
    Claimant joined =
        register.join(
            new Claimant(
                id, now, now, false, Claim.of(plan), Optional.of(journal.key()), List.of()));
    Lease lease = Lease.take(store, settings, joined, register);
    TableCommit commit = new TableCommit(store, plan, settings, lease, journal);
    try {
      commit.prepare(joined);
    } catch (RuntimeException | Error e) {
      commit.abortAfter(e);
      throw e;
    }
    return commit;
  }

  private void prepare(Claimant joined) {
    Recovery recovery = new Recovery(store, settings, isShared());
    joined.recovering().forEach(recovery::recover);
    if (!joined.recovering().isEmpty()) {
      lease.register().recovered(lease.id());
    }
    isRecovered = true;
    PlanCheck check = new PlanCheck(store, plan);
    check.above();
    check.nodes();
    hasJournal = true;
    journal.put(store);
    deleteLate();
    for (ArrayChange change : plan.arrays()) {
      KeySpace.newOf(change).ifPresent(space -> space.empty(store));
    }
  }

  private boolean isShared() {
    return lease.register() instanceof SharedRegister;
  }

  /** What waits for its deletion and must not find this write's objects, and what is due. */
  private void deleteLate() {
    for (ArrayChange change : plan.arrays()) {
      if (change instanceof ArrayChange.Untouched) {
        continue;
      }
      List<String> names = LateDeletion.names(store, change.path());
      DeadTasks.at(store, change.path(), names).stream()
          .filter(dead -> !dead.due(settings).isAfter(settings.now()))
          .forEach(dead -> dead.carryOut(store));
      for (LateDeletion late : LateDeletion.at(store, change.path(), names)) {
        boolean isInTheWay =
            late.extent() == LateDeletion.Extent.ALL
                || !KeySpaces.areApart(
                    late.before().get(), change.after().keys(), change.after().shape().rank());
        if (isInTheWay || !late.due().isAfter(settings.now())) {
          late.carryOut(store);
        }
      }
    }
    Set<NodePath> above = new LinkedHashSet<>();
    for (ArrayChange change : plan.arrays()) {
      for (NodePath path = change.path(); !path.isRoot(); path = path.parent()) {
        above.add(path.parent());
      }
    }
    for (NodePath path = plan.group(); !path.isRoot(); path = path.parent()) {
      above.add(path);
    }
    plan.arrays().forEach(change -> above.remove(change.path()));
    for (NodePath path : above) {
      for (LateDeletion late : LateDeletion.at(store, path)) {
        if (late.extent() == LateDeletion.Extent.ALL) {
          late.carryOut(store); // a node that was removed, above what is written now
        }
      }
    }
  }

  /**
   * @return for the tasks that put objects
   */
  public WriterTicket ticket() {
    mayHaveTasks = true;
    return new WriterTicket(
        lease.id(), settings.longestPut().toMillis(), settings.recheck().toMillis());
  }

  /**
   * No task that had the ticket runs any more, anywhere: an {@link #abort} then need not wait for
   * what they may send.
   */
  public void tasksEnded() {
    mayHaveTasks = false;
  }

  /**
   * Processes of tasks that had the ticket died, and what they left under way is to be looked for
   * some time after the commit.
   */
  public void processesDied() {
    hasDeadTasks = true;
  }

  /**
   * Switches from the old table to the new one, which readers see from then on.
   *
   * @throws dev.sparkzarr.store.ConflictException when the claim is lost, or another program
   *     changed the arrays; nothing is visible then
   * @throws ZarrException when a request failed; before the switch nothing is visible, in the
   *     middle of it the next writer or a cleanup completes it
   */
  public void commit() {
    if (state != State.OPEN) {
      throw new IllegalStateException("committed or aborted before");
    }
    lease.renew();
    new PlanCheck(store, plan).nodes();
    state = State.SWITCHING;
    try {
      journal.switching().put(store);
      new Switch(store, plan, lease.id(), settings, isShared()).carryOut();
    } catch (ZarrException e) {
      throw new ZarrException(
          "Cannot finish the write to "
              + store.describe()
              + ": it failed while documents were put. The next writer there, or a cleanup, after "
              + lease.expires()
              + " completes or undoes it as a whole. ("
              + e.getMessage()
              + ")",
          e);
    }
    state = State.OVER;
    try {
      noteDeadTasks();
      journal.remove(store);
      leave();
    } catch (ZarrException e) {
      LOG.warn("A write is done, but its claim could not be given back: {}", e.getMessage());
    } finally {
      lease.stop();
    }
  }

  private void noteDeadTasks() {
    if (hasDeadTasks) {
      plan.arrays().stream()
          .filter(change -> !(change instanceof ArrayChange.Untouched))
          .map(change -> new DeadTasks(change.path(), lease.id(), settings.now()))
          .forEach(dead -> dead.put(store));
    }
  }

  private void leave() {
    lease.stop();
    lease.check();
    lease.register().leave(lease.id());
  }

  /**
   * Removes the new objects; of a region nothing, objects are old or new. Where tasks may still put
   * some, the claim stays for as long as they can, and the next writer or a cleanup removes those.
   * Does nothing when there was a commit, or an abort.
   *
   * @throws ZarrException when a request failed; the next writer or a cleanup then removes them
   */
  public void abort() {
    if (state != State.OPEN) {
      return;
    }
    state = State.OVER;
    try {
      if (hasJournal) {
        Recovery.undo(store, plan);
      }
      if (mayHaveTasks || !isRecovered) { // what it took over is to be taken over again
        lease.stop();
        lease.check();
        Duration late = settings.longestPut().plus(settings.recheck());
        lease.register().ending(lease.id(), settings.now().plus(late));
      } else {
        journal.remove(store);
        leave();
      }
    } finally {
      lease.stop();
    }
  }

  private void abortAfter(Throwable failure) {
    try {
      abort();
    } catch (RuntimeException e) {
      failure.addSuppressed(e);
    }
  }

  /**
   * @return whether of several writers at once one wins; false where the store has no conditional
   *     writes, or ignores their conditions
   */
  public boolean isExclusive() {
    return lease.register().isExclusive();
  }

  /** Aborts what was not committed. */
  @Override
  public void close() {
    try {
      abort();
    } finally {
      lease.stop();
    }
  }
}
