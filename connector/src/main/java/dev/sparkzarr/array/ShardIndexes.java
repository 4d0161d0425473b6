package dev.sparkzarr.array;

import dev.sparkzarr.store.StoreException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;

/**
 * The shard indexes that one reader keeps: least recently used out first, bounded by the memory
 * they take; at least the one used last is kept. An index that several threads want at once is
 * loaded by one of them while the others wait; a load that failed is tried again by each of them.
 * Safe for many threads.
 */
final class ShardIndexes {
  /** What an entry takes besides the index itself, roughly. */
  private static final long ENTRY_BYTES = 128;

  private final long maxBytes;
  private final Map<ChunkIndex, CompletableFuture<Optional<StoredIndex>>> entries =
      new LinkedHashMap<>(16, 0.75f, true);
  private long bytes;

  /**
   * @param maxBytes of memory that the kept indexes take
   */
  ShardIndexes(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  /**
   * Finds the index of a shard or loads it.
   *
   * @param load empty when the shard is not stored, which is kept too
   */
  Optional<StoredIndex> get(ChunkIndex shard, Supplier<Optional<StoredIndex>> load) {
    while (true) {
      CompletableFuture<Optional<StoredIndex>> mine = new CompletableFuture<>();
      CompletableFuture<Optional<StoredIndex>> entry;
      synchronized (entries) {
        entry = entries.computeIfAbsent(shard, any -> mine);
      }
      if (entry == mine) {
        return loadInto(shard, mine, load);
      }
      try {
        return entry.get();
      } catch (ExecutionException e) {
        continue;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new StoreException(
            "Cannot read the index of a shard: the thread was interrupted.", e);
      }
    }
  }

  private Optional<StoredIndex> loadInto(
      ChunkIndex shard,
      CompletableFuture<Optional<StoredIndex>> entry,
      Supplier<Optional<StoredIndex>> load) {
    try {
      Optional<StoredIndex> index = load.get();
      synchronized (entries) {
        entry.complete(index);
        bytes += size(index);
        evict(shard);
      }
      return index;
    } finally {
      if (!entry.isDone()) {
        synchronized (entries) {
          entries.remove(shard);
        }
        entry.completeExceptionally(new IllegalStateException("the load failed"));
      }
    }
  }

  private void evict(ChunkIndex keep) {
    Iterator<Map.Entry<ChunkIndex, CompletableFuture<Optional<StoredIndex>>>> oldest =
        entries.entrySet().iterator();
    while (bytes > maxBytes && oldest.hasNext()) {
      Map.Entry<ChunkIndex, CompletableFuture<Optional<StoredIndex>>> entry = oldest.next();
      if (entry.getValue().isDone() && !entry.getKey().equals(keep)) {
        bytes -= size(entry.getValue().join());
        oldest.remove();
      }
    }
  }

  private static long size(Optional<StoredIndex> index) {
    return ENTRY_BYTES + index.map(stored -> stored.index().memory()).orElse(0L);
  }
}
