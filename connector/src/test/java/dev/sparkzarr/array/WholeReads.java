package dev.sparkzarr.array;

import dev.sparkzarr.store.Deletes;
import dev.sparkzarr.store.Listing;
import dev.sparkzarr.store.RangeReads;
import dev.sparkzarr.store.Stats;
import dev.sparkzarr.store.Store;
import dev.sparkzarr.store.StoreKey;
import dev.sparkzarr.store.WrappedStore;
import dev.sparkzarr.store.Writes;
import java.nio.ByteBuffer;
import java.util.Optional;

/** A store that can do nothing but read whole values. */
final class WholeReads extends WrappedStore {
  WholeReads(Store inner) {
    super(inner);
  }

  @Override
  public Optional<ByteBuffer> get(StoreKey key, long limit) {
    return inner().get(key, limit);
  }

  @Override
  public Optional<RangeReads> ranges() {
    return Optional.empty();
  }

  @Override
  public Optional<Stats> stats() {
    return Optional.empty();
  }

  @Override
  public Optional<Listing> listing() {
    return Optional.empty();
  }

  @Override
  public Optional<Writes> writes() {
    return Optional.empty();
  }

  @Override
  public Optional<Deletes> deletes() {
    return Optional.empty();
  }
}
