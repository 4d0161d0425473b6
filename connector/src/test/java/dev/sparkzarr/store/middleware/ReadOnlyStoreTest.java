package dev.sparkzarr.store.middleware;

import dev.sparkzarr.store.Capability;
import dev.sparkzarr.store.MemoryStore;
import dev.sparkzarr.store.Store;
import dev.sparkzarr.store.StoreContract;
import dev.sparkzarr.store.StoreKey;
import java.nio.ByteBuffer;
import java.util.Set;

class ReadOnlyStoreTest extends StoreContract {
  private MemoryStore memory;

  @Override
  protected Set<Capability<?>> expected() {
    return Set.of(
        Capability.RANGES,
        Capability.READS_INTO,
        Capability.STATS,
        Capability.VERSIONS,
        Capability.LISTING);
  }

  @Override
  protected Store open() {
    memory = MemoryStore.unnamed();
    return new ReadOnlyStore(memory);
  }

  @Override
  protected void put(String key, byte[] value) {
    memory.put(new StoreKey(key), ByteBuffer.wrap(value));
  }
}
