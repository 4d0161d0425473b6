package dev.sparkzarr.store.middleware;

import dev.sparkzarr.store.ByteRange;
import dev.sparkzarr.store.MemoryStore;
import dev.sparkzarr.store.Store;
import dev.sparkzarr.store.StoreKey;
import dev.sparkzarr.store.StoreVerb;
import dev.sparkzarr.store.Version;
import java.nio.ByteBuffer;
import java.util.Optional;

/** One request of each verb, to a store that {@link #filled} made or that wraps it. */
final class Requests {
  private static final StoreKey KEY = new StoreKey("k");
  private static final StoreKey OTHER = new StoreKey("other");

  private Requests() {}

  static MemoryStore filled() {
    MemoryStore memory = MemoryStore.unnamed();
    memory.put(KEY, ByteBuffer.allocate(10));
    return memory;
  }

  static void send(Store store, StoreVerb verb) {
    ByteBuffer bytes = ByteBuffer.wrap(new byte[] {1});
    switch (verb) {
      case GET -> store.get(KEY, 10);
      case RANGE -> store.ranges().orElseThrow().read(KEY, new ByteRange.Slice(0, 1));
      case STAT -> store.stats().orElseThrow().stat(KEY);
      case LIST -> store.listing().orElseThrow().keys(Optional.empty()).close();
      case PUT -> store.writes().orElseThrow().put(KEY, bytes);
      case CREATE -> store.creates().orElseThrow().create(OTHER, bytes);
      case REPLACE -> store.replaces().orElseThrow().replace(KEY, bytes, new Version("other"));
      case RANGE_PUT -> store.rangeWrites().orElseThrow().write(KEY, 0, bytes);
      case DELETE -> store.deletes().orElseThrow().delete(OTHER);
      case COPY -> store.copies().orElseThrow().copy(KEY, OTHER);
      case RENAME -> store.renames().orElseThrow().rename(KEY, OTHER);
    }
  }
}
