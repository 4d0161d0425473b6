package dev.sparkzarr.store.async;

import dev.sparkzarr.store.AsyncStore;
import dev.sparkzarr.store.BasicStore;
import dev.sparkzarr.store.Creates;
import dev.sparkzarr.store.Deletes;
import dev.sparkzarr.store.Listing;
import dev.sparkzarr.store.RangeReads;
import dev.sparkzarr.store.Stats;
import dev.sparkzarr.store.StoreKey;
import dev.sparkzarr.store.Writes;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An {@link AsyncStore} whose callers wait. A caller that is interrupted cancels its request. Has
 * the capabilities of what it waits for. Time limits are the client's affair.
 */
public final class BlockingStore extends BasicStore {
  private final AsyncStore client;

  /**
   * @param client closed with this store
   */
  public BlockingStore(AsyncStore client) {
    this.client = client;
  }

  @Override
  public Optional<ByteBuffer> get(StoreKey key, long limit) {
    return Answers.await(client.get(key, limit), "read", describe(key));
  }

  @Override
  public String describe(StoreKey key) {
    return client.describe(key);
  }

  @Override
  public String describe() {
    return client.describe();
  }

  @Override
  public Optional<String> identity() {
    return client.identity();
  }

  @Override
  public Optional<RangeReads> ranges() {
    return client
        .ranges()
        .map(
            ranges ->
                (key, range) -> Answers.await(ranges.read(key, range), "read", describe(key)));
  }

  @Override
  public Optional<Stats> stats() {
    return client
        .stats()
        .map(stats -> key -> Answers.await(stats.stat(key), "ask for the size of", describe(key)));
  }

  @Override
  public Optional<Listing> listing() {
    return client.listing().map(Keys::new);
  }

  @Override
  public Optional<Writes> writes() {
    return client
        .writes()
        .map(
            writes ->
                (key, bytes) -> Answers.await(writes.put(key, bytes), "write", describe(key)));
  }

  @Override
  public Optional<Creates> creates() {
    return client
        .creates()
        .map(
            creates ->
                (key, bytes) -> Answers.await(creates.create(key, bytes), "create", describe(key)));
  }

  @Override
  public Optional<Deletes> deletes() {
    return client.deletes().map(Removal::new);
  }

  @Override
  public void close() {
    client.close();
  }

  private final class Keys implements Listing {
    private final AsyncStore.Pages pages;

    private Keys(AsyncStore.Pages pages) {
      this.pages = pages;
    }

    private String place(Optional<StoreKey> below) {
      return below.map(BlockingStore.this::describe).orElseGet(BlockingStore.this::describe);
    }

    @Override
    public Stream<StoreKey> keys(Optional<StoreKey> below) {
      String place = place(below);
      return PagedStream.of(after -> Answers.await(pages.keys(below, after), "list", place), place);
    }

    @Override
    public Stream<Entry> entries(Optional<StoreKey> below) {
      String place = place(below);
      return PagedStream.of(
          after -> Answers.await(pages.entries(below, after), "list", place), place);
    }
  }

  private final class Removal implements Deletes {
    private final AsyncStore.Removals removals;

    private Removal(AsyncStore.Removals removals) {
      this.removals = removals;
    }

    @Override
    public void delete(StoreKey key) {
      Answers.await(removals.delete(key), "delete", describe(key));
    }

    @Override
    public void deleteBelow(StoreKey place) {
      Answers.await(removals.deleteBelow(place), "delete", describe(place));
    }
  }
}
