package dev.sparkzarr.store.s3;

import dev.sparkzarr.store.Store;
import dev.sparkzarr.store.StoreLocation;
import dev.sparkzarr.store.StoreProvider;
import java.util.Optional;

/** {@code s3://} and {@code s3a://}, unless they are for Hadoop's client. */
public final class S3StoreProvider implements StoreProvider {
  @Override
  public String name() {
    return "s3";
  }

  @Override
  public int priority() {
    return 0;
  }

  @Override
  public Optional<Store> open(StoreLocation location) {
    return S3Store.open(location).map(store -> store);
  }

  @Override
  public Optional<String> rule(StoreLocation location) {
    return S3Store.rule(location);
  }
}
