package dev.sparkzarr.array;

import dev.sparkzarr.store.BasicStore;
import dev.sparkzarr.store.Store;
import dev.sparkzarr.store.StoreKey;
import java.nio.ByteBuffer;
import java.util.Optional;

/** A store that can do nothing but read whole values. */
class WholeReads extends BasicStore {
  final Store inner;

  WholeReads(Store inner) {
    this.inner = inner;
  }

  @Override
  public Optional<ByteBuffer> get(StoreKey key, long limit) {
    return inner.get(key, limit);
  }

  @Override
  public String describe(StoreKey key) {
    return inner.describe(key);
  }

  @Override
  public String describe() {
    return inner.describe();
  }

  @Override
  public Optional<String> identity() {
    return inner.identity();
  }

  @Override
  public void close() {
    inner.close();
  }
}
