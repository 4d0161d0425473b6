package dev.sparkzarr.array.commit;

import dev.sparkzarr.store.Capability;
import dev.sparkzarr.store.Creates;
import dev.sparkzarr.store.Store;
import dev.sparkzarr.store.StoreKey;
import dev.sparkzarr.store.Version;
import dev.sparkzarr.store.Versions.Versioned;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What a store's conditional writes are worth: some servers accept a condition and ignore it, so it
 * is tried, once for each store of this JVM.
 */
enum ConditionalWrites {
  CREATE_AND_REPLACE,
  CREATE,
  NONE;

  static final String PROBE = "probe-";

  private static final int MOST_KNOWN = 1000;
  private static final Map<String, ConditionalWrites> KNOWN = new ConcurrentHashMap<>();

  static ConditionalWrites of(Store store, CommitSettings settings) {
    if (store.creates().isEmpty()) {
      return NONE;
    }
    Optional<String> identity = store.identity();
    Optional<ConditionalWrites> known = identity.map(KNOWN::get);
    if (known.isPresent()) {
      return known.get();
    }
    ConditionalWrites found = probe(store, settings);
    if (identity.isPresent() && KNOWN.size() < MOST_KNOWN) {
      KNOWN.put(identity.get(), found);
    }
    return found;
  }

  private static ConditionalWrites probe(Store store, CommitSettings settings) {
    StoreKey key =
        new StoreKey(
            Journal.FOLDER + "/" + PROBE + settings.clock().millis() + "-" + UUID.randomUUID());
    Creates creates = Capability.CREATES.of(store);
    try {
      creates.create(key, bytes("{\"probe\": 1}"));
      if (creates.create(key, bytes("{\"probe\": 2}"))) {
        return NONE;
      }
      return canReplace(store, key) ? CREATE_AND_REPLACE : CREATE;
    } finally {
      Capability.DELETES.of(store).delete(key);
    }
  }

  /** When a probe of this name was made. */
  static Optional<Instant> madeAt(String name) {
    int end = name.indexOf('-', PROBE.length());
    try {
      return end < 0
          ? Optional.empty()
          : Optional.of(Instant.ofEpochMilli(Long.parseLong(name.substring(PROBE.length(), end))));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static boolean canReplace(Store store, StoreKey key) {
    if (store.replaces().isEmpty() || store.versions().isEmpty()) {
      return false;
    }
    Optional<Version> first = store.versions().get().get(key, 1024).flatMap(Versioned::version);
    return first.isPresent()
        && store.replaces().get().replace(key, bytes("{\"probe\": 3}"), first.get()).isPresent()
        && store.replaces().get().replace(key, bytes("{\"probe\": 4}"), first.get()).isEmpty();
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
  }
}
