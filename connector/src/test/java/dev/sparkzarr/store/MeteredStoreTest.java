package dev.sparkzarr.store;

class MeteredStoreTest extends StoreContract {
  @Override
  protected Store open() {
    return new MeteredStore(MemoryStore.unnamed());
  }
}
