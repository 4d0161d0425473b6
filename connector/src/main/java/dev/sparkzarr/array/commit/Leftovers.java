package dev.sparkzarr.array.commit;

import dev.sparkzarr.metadata.NodePath;
import dev.sparkzarr.store.Capability;
import dev.sparkzarr.store.Store;
import dev.sparkzarr.store.StoreKey;
import java.time.Instant;
import java.util.Optional;

/**
 * Small values that a writer that died while it joined may have left beside the register. Of use to
 * nobody once they are older than a lease.
 *
 * @param store its root
 * @param settings that say how long a lease is
 */
record Leftovers(Store store, CommitSettings settings) {
  static boolean isOfRegister(String name) {
    return Claims.KEY.value().equals(Journal.FOLDER + "/" + name)
        || name.startsWith(ConditionalWrites.PROBE)
        || name.startsWith(SoleRegister.MARKER);
  }

  void remove() {
    Capability.DELETES
        .of(store)
        .deleteAbandoned(
            Optional.of(new StoreKey(Journal.FOLDER)), settings.now().minus(settings.lease()));
    for (String name : LateDeletion.names(store, NodePath.ROOT)) {
      StoreKey key = new StoreKey(Journal.FOLDER + "/" + name);
      Optional<Instant> over = Optional.empty();
      if (name.startsWith(ConditionalWrites.PROBE)) {
        over = ConditionalWrites.madeAt(name).map(made -> made.plus(settings.lease()));
      } else if (name.startsWith(SoleRegister.MARKER)) {
        over =
            store
                .get(key, Claims.LARGEST)
                .map(bytes -> Claims.parse(bytes, store.describe(key)))
                .flatMap(claims -> claims.writers().stream().findFirst())
                .map(taker -> taker.expires().plus(settings.lease()));
      }
      if (over.filter(end -> end.isBefore(settings.now())).isPresent()) {
        Capability.DELETES.of(store).delete(key);
      }
    }
  }
}
