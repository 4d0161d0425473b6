package dev.sparkzarr.store;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * The twin of {@link Store} for clients that answer later. What the methods promise is what those
 * of the same name in {@link Store} and its capabilities promise; failures complete the future with
 * the same exceptions. No method blocks. Nothing above a store is asynchronous: an adapter makes
 * this a {@link Store}. Safe for many threads.
 */
public interface AsyncStore extends AutoCloseable {
  /** As {@link Store#get}. */
  CompletableFuture<Optional<ByteBuffer>> get(StoreKey key, long limit);

  /** As {@link Store#describe(StoreKey)}; at once. */
  String describe(StoreKey key);

  /** As {@link Store#describe()}; at once. */
  String describe();

  /** As {@link Store#identity}; at once. */
  Optional<String> identity();

  /**
   * @return reads of parts of a value
   */
  Optional<Ranges> ranges();

  /**
   * @return sizes and versions of values
   */
  Optional<Sizes> stats();

  /**
   * @return the keys that exist
   */
  Optional<Pages> listing();

  /**
   * @return whole-value writes
   */
  Optional<Puts> writes();

  /**
   * @return writes of keys that have no value
   */
  Optional<Creations> creates();

  /**
   * @return deletion
   */
  Optional<Removals> deletes();

  @Override
  void close();

  /** As {@link RangeReads}. */
  @FunctionalInterface
  interface Ranges {
    CompletableFuture<Optional<ByteBuffer>> read(StoreKey key, ByteRange range);
  }

  /** As {@link Stats}. */
  @FunctionalInterface
  interface Sizes {
    CompletableFuture<Optional<ValueStat>> stat(StoreKey key);
  }

  /** As {@link Listing}, page by page. */
  interface Pages {
    /**
     * @param after what the page before gave; empty for the first page
     */
    CompletableFuture<Page<StoreKey>> keys(Optional<StoreKey> below, Optional<String> after);

    /**
     * @param after what the page before gave; empty for the first page
     */
    CompletableFuture<Page<Listing.Entry>> entries(
        Optional<StoreKey> below, Optional<String> after);
  }

  /**
   * A part of a listing.
   *
   * @param next asks for the next page; empty on the last one
   */
  record Page<T>(List<T> items, Optional<String> next) {
    public Page {
      items = List.copyOf(items);
    }
  }

  /** As {@link Writes}. */
  @FunctionalInterface
  interface Puts {
    CompletableFuture<Void> put(StoreKey key, ByteBuffer bytes);
  }

  /** As {@link Creates}. */
  @FunctionalInterface
  interface Creations {
    CompletableFuture<Boolean> create(StoreKey key, ByteBuffer bytes);
  }

  /** As {@link Deletes}. */
  interface Removals {
    CompletableFuture<Void> delete(StoreKey key);

    CompletableFuture<Void> deleteBelow(StoreKey place);
  }
}
