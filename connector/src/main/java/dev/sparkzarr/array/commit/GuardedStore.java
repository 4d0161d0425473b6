package dev.sparkzarr.array.commit;

import dev.sparkzarr.store.Store;
import dev.sparkzarr.store.StoreException;
import dev.sparkzarr.store.StoreVerb;
import dev.sparkzarr.store.middleware.AroundStore;
import dev.sparkzarr.store.middleware.StoreCall;
import java.util.EnumSet;
import java.util.Set;

/** A store that asks before each change whether it may be made. */
final class GuardedStore extends AroundStore {
  private static final Set<StoreVerb> READS =
      EnumSet.of(StoreVerb.GET, StoreVerb.RANGE, StoreVerb.STAT, StoreVerb.LIST);

  private final Runnable check;

  /**
   * @param inner closed with this store
   * @param check throws when no change may be made
   */
  GuardedStore(Store inner, Runnable check) {
    super(inner);
    this.check = check;
  }

  @Override
  protected <T> T around(StoreCall<T> call) {
    if (!READS.contains(call.verb())) {
      if (Thread.currentThread().isInterrupted()) {
        throw new StoreException("Cannot write to " + describe() + ": this task is interrupted.");
      }
      check.run();
    }
    return call.send();
  }
}
