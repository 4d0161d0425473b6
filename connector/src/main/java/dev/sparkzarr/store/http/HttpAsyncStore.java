package dev.sparkzarr.store.http;

import dev.sparkzarr.store.AsyncStore;
import dev.sparkzarr.store.StoreKey;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** {@link HttpStore} for those who need not wait. Cancelling an answer gives its requests up. */
final class HttpAsyncStore implements AsyncStore {
  private final HttpStore store;
  private final ObjectReads reads;

  HttpAsyncStore(HttpStore store, ObjectReads reads) {
    this.store = store;
    this.reads = reads;
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
    return Optional.empty();
  }

  @Override
  public Optional<Puts> writes() {
    return Optional.empty();
  }

  @Override
  public Optional<Creations> creates() {
    return Optional.empty();
  }

  @Override
  public Optional<Removals> deletes() {
    return Optional.empty();
  }

  @Override
  public void close() {
    store.close();
  }
}
