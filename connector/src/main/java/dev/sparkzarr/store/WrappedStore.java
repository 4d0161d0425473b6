package dev.sparkzarr.store;

import java.util.Optional;

/**
 * Base of wrappers. Every capability stays abstract, so each wrapper decides about each one at
 * compile time and none is hidden by accident.
 */
public abstract class WrappedStore implements Store {
  private final Store inner;

  /**
   * @param inner what is wrapped; closed with this store
   */
  protected WrappedStore(Store inner) {
    this.inner = inner;
  }

  /**
   * @return what is wrapped
   */
  protected final Store inner() {
    return inner;
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
