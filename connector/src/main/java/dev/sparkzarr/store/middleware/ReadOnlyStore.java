package dev.sparkzarr.store.middleware;

import dev.sparkzarr.store.Copies;
import dev.sparkzarr.store.Creates;
import dev.sparkzarr.store.Deletes;
import dev.sparkzarr.store.Listing;
import dev.sparkzarr.store.RangeReads;
import dev.sparkzarr.store.RangeWrites;
import dev.sparkzarr.store.ReadsInto;
import dev.sparkzarr.store.Renames;
import dev.sparkzarr.store.Replaces;
import dev.sparkzarr.store.Stats;
import dev.sparkzarr.store.Store;
import dev.sparkzarr.store.StoreKey;
import dev.sparkzarr.store.Versions;
import dev.sparkzarr.store.WrappedStore;
import dev.sparkzarr.store.Writes;
import java.nio.ByteBuffer;
import java.util.Optional;

/** A store that can be read and in no way changed: it has none of the capabilities that write. */
public final class ReadOnlyStore extends WrappedStore {
  /**
   * @param inner closed with this store
   */
  public ReadOnlyStore(Store inner) {
    super(inner);
  }

  @Override
  public Optional<ByteBuffer> get(StoreKey key, long limit) {
    return inner().get(key, limit);
  }

  @Override
  public Optional<RangeReads> ranges() {
    return inner().ranges();
  }

  @Override
  public Optional<ReadsInto> readsInto() {
    return inner().readsInto();
  }

  @Override
  public Optional<Stats> stats() {
    return inner().stats();
  }

  @Override
  public Optional<Versions> versions() {
    return inner().versions();
  }

  @Override
  public Optional<Listing> listing() {
    return inner().listing();
  }

  @Override
  public Optional<Writes> writes() {
    return Optional.empty();
  }

  @Override
  public Optional<Creates> creates() {
    return Optional.empty();
  }

  @Override
  public Optional<Replaces> replaces() {
    return Optional.empty();
  }

  @Override
  public Optional<RangeWrites> rangeWrites() {
    return Optional.empty();
  }

  @Override
  public Optional<Deletes> deletes() {
    return Optional.empty();
  }

  @Override
  public Optional<Copies> copies() {
    return Optional.empty();
  }

  @Override
  public Optional<Renames> renames() {
    return Optional.empty();
  }
}
