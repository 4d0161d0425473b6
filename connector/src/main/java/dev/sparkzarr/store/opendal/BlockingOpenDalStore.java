package dev.sparkzarr.store.opendal;

import dev.sparkzarr.store.AsyncStore;
import dev.sparkzarr.store.BasicStore;
import dev.sparkzarr.store.Creates;
import dev.sparkzarr.store.Deletes;
import dev.sparkzarr.store.Listing;
import dev.sparkzarr.store.RangeReads;
import dev.sparkzarr.store.Stats;
import dev.sparkzarr.store.StoreErrors;
import dev.sparkzarr.store.StoreKey;
import dev.sparkzarr.store.Writes;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;

/** An {@link OpenDalStore} that is waited for. A thread that is interrupted waits no longer. */
final class BlockingOpenDalStore extends BasicStore {
  private final AsyncStore inner;

  BlockingOpenDalStore(AsyncStore inner) {
    this.inner = inner;
  }

  private static <T> T await(String doing, String place, CompletableFuture<T> future) {
    try {
      return future.get();
    } catch (InterruptedException e) {
      future.cancel(true);
      Thread.currentThread().interrupt();
      throw StoreErrors.interrupted(doing, place, e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException thrown) {
        throw thrown;
      }
      throw StoreErrors.failed(doing, place, e.getCause());
    }
  }

  @Override
  public Optional<ByteBuffer> get(StoreKey key, long limit) {
    return await("read", describe(key), inner.get(key, limit));
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
  public Optional<RangeReads> ranges() {
    return inner
        .ranges()
        .map(ranges -> (key, range) -> await("read", describe(key), ranges.read(key, range)));
  }

  @Override
  public Optional<Stats> stats() {
    return inner.stats().map(stats -> key -> await("read", describe(key), stats.stat(key)));
  }

  @Override
  public Optional<Listing> listing() {
    return inner.listing().map(Pages::new);
  }

  @Override
  public Optional<Writes> writes() {
    return inner
        .writes()
        .map(writes -> (key, bytes) -> await("write", describe(key), writes.put(key, bytes)));
  }

  @Override
  public Optional<Creates> creates() {
    return inner
        .creates()
        .map(creates -> (key, bytes) -> await("write", describe(key), creates.create(key, bytes)));
  }

  @Override
  public Optional<Deletes> deletes() {
    return inner.deletes().map(Removals::new);
  }

  /** Closes the store that is waited for. */
  @Override
  public void close() {
    inner.close();
  }

  private final class Pages implements Listing {
    private final AsyncStore.Pages pages;

    private Pages(AsyncStore.Pages pages) {
      this.pages = pages;
    }

    private String place(Optional<StoreKey> below) {
      return below.map(BlockingOpenDalStore.this::describe).orElseGet(inner::describe);
    }

    @Override
    public Stream<StoreKey> keys(Optional<StoreKey> below) {
      return await("list", place(below), pages.keys(below, Optional.empty())).items().stream();
    }

    @Override
    public Stream<Entry> entries(Optional<StoreKey> below) {
      return await("list", place(below), pages.entries(below, Optional.empty())).items().stream();
    }
  }

  private final class Removals implements Deletes {
    private final AsyncStore.Removals removals;

    private Removals(AsyncStore.Removals removals) {
      this.removals = removals;
    }

    @Override
    public void delete(StoreKey key) {
      await("delete", describe(key), removals.delete(key));
    }

    @Override
    public void deleteBelow(StoreKey place) {
      await("delete", describe(place), removals.deleteBelow(place));
    }
  }
}
