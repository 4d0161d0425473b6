package dev.sparkzarr.array;

import dev.sparkzarr.store.ByteRange;
import dev.sparkzarr.store.InterceptedStore;
import dev.sparkzarr.store.Store;
import dev.sparkzarr.store.StoreKey;
import dev.sparkzarr.store.StoreRequest;
import dev.sparkzarr.store.Version;
import dev.sparkzarr.store.Versions;
import java.nio.ByteBuffer;
import java.util.Optional;

/** A store that can tell versions, as a web server can, but has none for its values. */
final class Untagged extends InterceptedStore {
  Untagged(Store inner) {
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
