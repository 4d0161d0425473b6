package dev.sparkzarr.store;

import java.nio.ByteBuffer;
import java.util.Optional;

/** A store that can tell versions, as a web server can, but has none for its values. */
public final class UntaggedStore extends InterceptedStore {
  /**
   * @param inner closed with this store
   */
  public UntaggedStore(Store inner) {
    super(inner);
  }

  @Override
  protected void before(StoreRequest request) {}

  @Override
  public Optional<Versions> versions() {
    return Optional.of(
        new Versions() {
          @Override
          public Optional<Versioned> get(StoreKey key, long limit) {
            return inner().get(key, limit).map(bytes -> new Versioned(bytes, Optional.empty()));
          }

          @Override
          public Optional<Versioned> read(StoreKey key, ByteRange range) {
            return inner()
                .ranges()
                .orElseThrow()
                .read(key, range)
                .map(bytes -> new Versioned(bytes, Optional.empty()));
          }

          @Override
          public Optional<ByteBuffer> read(StoreKey key, ByteRange range, Version expected) {
            throw new AssertionError("nobody has a version");
          }
        });
  }
}
