package dev.sparkzarr.store;

import java.util.Set;

class MemoryStoreTest extends StoreContract {
  @Override
  protected Set<Capability<?>> expected() {
    return allBut();
  }

  @Override
  protected Store open() {
    return MemoryStore.unnamed();
  }
}
