package dev.sparkzarr.store.s3;

import dev.sparkzarr.store.AsyncStore;
import dev.sparkzarr.store.Listing;
import dev.sparkzarr.store.StoreKey;
import dev.sparkzarr.store.http.Flight;
import dev.sparkzarr.store.http.ObjectReads;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** {@link S3Store} for those who need not wait. Cancelling an answer gives its requests up. */
final class S3AsyncStore implements AsyncStore {
  private final S3Store store;
  private final ObjectReads reads;
  private final S3Listing listing;
  private final S3Writes writes;
  private final S3Deletes deletes;

  S3AsyncStore(
      S3Store store, ObjectReads reads, S3Listing listing, S3Writes writes, S3Deletes deletes) {
    this.store = store;
    this.reads = reads;
    this.listing = listing;
    this.writes = writes;
    this.deletes = deletes;
  }

  @Override
  public CompletableFuture<Optional<ByteBuffer>> get(StoreKey key, long limit) {
    return Flight.start(flight -> reads.get(flight, key, limit));
  }

  @Override
  public String describe(StoreKey key) {
    return store.describe(key);
  }

  @Override
  public String describe() {
    return store.describe();
  }

  @Override
  public Optional<String> identity() {
    return store.identity();
  }

  @Override
  public Optional<Ranges> ranges() {
    return Optional.of((key, range) -> Flight.start(flight -> reads.read(flight, key, range)));
  }

  @Override
  public Optional<Sizes> stats() {
    return Optional.of(key -> Flight.start(flight -> reads.stat(flight, key)));
  }

  @Override
  public Optional<Pages> listing() {
    return Optional.of(
        new Pages() {
          @Override
          public CompletableFuture<Page<StoreKey>> keys(
              Optional<StoreKey> below, Optional<String> after) {
            return Flight.start(flight -> listing.keys(flight, below, after));
          }

          @Override
          public CompletableFuture<Page<Listing.Entry>> entries(
              Optional<StoreKey> below, Optional<String> after) {
            return Flight.start(flight -> listing.entries(flight, below, after));
          }
        });
  }

  @Override
  public Optional<Puts> writes() {
    return Optional.of((key, bytes) -> Flight.start(flight -> writes.put(flight, key, bytes)));
  }

  @Override
  public Optional<Creations> creates() {
    return Optional.of((key, bytes) -> Flight.start(flight -> writes.create(flight, key, bytes)));
  }

  @Override
  public Optional<Removals> deletes() {
    return Optional.of(
        new Removals() {
          @Override
          public CompletableFuture<Void> delete(StoreKey key) {
            return Flight.start(flight -> deletes.delete(flight, key));
          }

          @Override
          public CompletableFuture<Void> deleteBelow(StoreKey place) {
            return Flight.start(flight -> deletes.deleteBelow(flight, place));
          }
        });
  }

  @Override
  public void close() {
    store.close();
  }
}
