package dev.sparkzarr.store;

class PrefixStoreTest extends StoreContract {
  @Override
  protected Store open() {
    return new PrefixStore(MemoryStore.unnamed(), new StoreKey("groups/a b"));
  }
}
