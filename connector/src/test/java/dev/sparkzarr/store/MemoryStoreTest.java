package dev.sparkzarr.store;

class MemoryStoreTest extends StoreContract {
  @Override
  protected Store open() {
    return MemoryStore.unnamed();
  }
}
