package dev.sparkzarr.store.async;

import dev.sparkzarr.store.AsyncStore;
import dev.sparkzarr.store.Listing;
import dev.sparkzarr.store.Store;
import dev.sparkzarr.store.StoreErrors;
import dev.sparkzarr.store.StoreKey;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;

/**
 * A {@link Store} whose callers do not wait: an executor's threads do. Cancelling a future takes
 * its request back, or interrupts the thread that makes it. Has those capabilities of the store
 * that {@link AsyncStore} knows. Buffers to be written are not to be changed before the answer.
 */
public final class ExecutorStore implements AsyncStore {
  private final Store store;
  private final Executor executor;
  private final ListingCursors cursors = new ListingCursors();

  /**
   * @param store closed with this one
   * @param executor makes the requests; not closed with this store
   */
  public ExecutorStore(Store store, Executor executor) {
    this.store = store;
    this.executor = executor;
  }

  private <T> CompletableFuture<T> later(Supplier<T> request) {
    Call<T> call = new Call<>(request);
    try {
      executor.execute(call.task);
    } catch (RejectedExecutionException e) {
      call.completeExceptionally(StoreErrors.failed("use", describe(), e));
    }
    return call;
  }

  private CompletableFuture<Void> later(Runnable request) {
    return later(
        () -> {
          request.run();
          return null;
        });
  }

  /** A request that can be cancelled, unlike what a plain future stands for. */
  private static final class Call<T> extends CompletableFuture<T> {
    private final FutureTask<Void> task;

    private Call(Supplier<T> request) {
      this.task =
          new FutureTask<>(
              () -> {
                try {
                  complete(request.get());
                } catch (RuntimeException | Error e) {
                  completeExceptionally(e);
                }
                return null;
              });
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
      boolean cancelled = super.cancel(mayInterruptIfRunning);
      task.cancel(mayInterruptIfRunning);
      return cancelled;
    }
  }

  @Override
  public CompletableFuture<Optional<ByteBuffer>> get(StoreKey key, long limit) {
    return later(() -> store.get(key, limit));
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
    return store.ranges().map(ranges -> (key, range) -> later(() -> ranges.read(key, range)));
  }

  @Override
  public Optional<Sizes> stats() {
    return store.stats().map(stats -> key -> later(() -> stats.stat(key)));
  }

  @Override
  public Optional<Pages> listing() {
    return store.listing().map(Listings::new);
  }

  @Override
  public Optional<Puts> writes() {
    return store.writes().map(writes -> (key, bytes) -> later(() -> writes.put(key, bytes)));
  }

  @Override
  public Optional<Creations> creates() {
    return store.creates().map(creates -> (key, bytes) -> later(() -> creates.create(key, bytes)));
  }

  @Override
  public Optional<Removals> deletes() {
    return store
        .deletes()
        .map(
            deletes ->
                new Removals() {
                  @Override
                  public CompletableFuture<Void> delete(StoreKey key) {
                    return later(() -> deletes.delete(key));
                  }

                  @Override
                  public CompletableFuture<Void> deleteBelow(StoreKey place) {
                    return later(() -> deletes.deleteBelow(place));
                  }
                });
  }

  @Override
  public void close() {
    try {
      cursors.close();
    } finally {
      store.close();
    }
  }

  private final class Listings implements Pages {
    private final Listing listing;

    private Listings(Listing listing) {
      this.listing = listing;
    }

    @Override
    public CompletableFuture<Page<StoreKey>> keys(
        Optional<StoreKey> below, Optional<String> after) {
      return later(() -> cursors.page(after, () -> listing.keys(below), describe()));
    }

    @Override
    public CompletableFuture<Page<Listing.Entry>> entries(
        Optional<StoreKey> below, Optional<String> after) {
      return later(() -> cursors.page(after, () -> listing.entries(below), describe()));
    }
  }
}
