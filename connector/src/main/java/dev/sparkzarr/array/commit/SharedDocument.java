package dev.sparkzarr.array.commit;

import dev.sparkzarr.metadata.NodeDocuments;
import dev.sparkzarr.store.Capability;
import dev.sparkzarr.store.Store;
import dev.sparkzarr.store.StoreException;
import dev.sparkzarr.store.StoreKey;
import dev.sparkzarr.store.Version;
import dev.sparkzarr.store.Versions.Versioned;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.Function;

/**
 * A document that several writers change at once, each a part of it: read, changed, and written
 * over the state that was read, again and again. Where the store cannot do that, one writer has the
 * store to itself, and it is written as it is. Immutable.
 */
final class SharedDocument {
  private final Store store;
  private final StoreKey key;
  private final CommitSettings settings;
  private final boolean isShared;

  /**
   * @param isShared whether other writers may be at work
   */
  SharedDocument(Store store, StoreKey key, CommitSettings settings, boolean isShared) {
    this.store = store;
    this.key = key;
    this.settings = settings;
    this.isShared = isShared;
  }

  /**
   * @param change from what is there, empty for nothing, to what shall be there; empty to leave it
   * @throws StoreException when a request failed, or others always came first
   */
  void change(Function<Optional<ByteBuffer>, Optional<ByteBuffer>> change) {
    Patience patience = new Patience(settings, "change " + store.describe(key));
    while (true) {
      Optional<Versioned> seen =
          isShared
              ? Capability.VERSIONS.of(store).get(key, NodeDocuments.LARGEST)
              : store
                  .get(key, NodeDocuments.LARGEST)
                  .map(bytes -> new Versioned(bytes, Optional.empty()));
      Optional<ByteBuffer> bytes = seen.map(Versioned::bytes);
      Optional<ByteBuffer> next = change.apply(bytes);
      if (next.isEmpty() || next.equals(bytes)) {
        return;
      }
      StoreException failure = null;
      try {
        if (isPut(next.get(), seen)) {
          return;
        }
      } catch (StoreException e) {
        if (!e.isRetryable()) {
          throw e;
        }
        failure = e;
      }
      patience.pause("other writers change it", failure);
    }
  }

  private boolean isPut(ByteBuffer next, Optional<Versioned> seen) {
    if (!isShared) {
      Capability.WRITES.of(store).put(key, next);
      return true;
    }
    if (seen.isEmpty()) {
      return Capability.CREATES.of(store).create(key, next);
    }
    Version version =
        seen.get()
            .version()
            .orElseThrow(
                () ->
                    new StoreException(
                        "Cannot change "
                            + store.describe(key)
                            + ": the store gave no version of it, though it gives versions."));
    return Capability.REPLACES.of(store).replace(key, next, version).isPresent();
  }
}
