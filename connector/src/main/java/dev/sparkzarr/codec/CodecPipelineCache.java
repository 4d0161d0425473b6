package dev.sparkzarr.codec;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/**
 * Built pipelines of this JVM, least recently used out first, 128 at most. Keyed by store identity,
 * node path and metadata document. Safe for many threads; concurrent callers of one key build once.
 */
public final class CodecPipelineCache {
  /** The one of this JVM. */
  public static final CodecPipelineCache SHARED = new CodecPipelineCache(128);

  private record Key(String storeIdentity, String nodePath, String document) {}

  private final Map<Key, Entry> entries;
  private final LongAdder hits = new LongAdder();
  private final LongAdder misses = new LongAdder();

  /**
   * @param capacity how many pipelines are kept
   */
  public CodecPipelineCache(int capacity) {
    entries =
        new LinkedHashMap<>(16, 0.75f, true) {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<Key, Entry> eldest) {
            return size() > capacity;
          }
        };
  }

  /**
   * Finds a pipeline or builds it. A build that fails is not kept: its error goes to the caller,
   * and the next caller tries again.
   *
   * @param storeIdentity empty: the store has none, so the pipeline is built and not kept
   * @param nodePath the array's path
   * @param document {@link dev.sparkzarr.metadata.ArrayMetadata#document()}
   * @param build makes the pipeline; called without a lock that other keys need
   */
  public CodecPipeline get(
      Optional<String> storeIdentity,
      String nodePath,
      String document,
      Supplier<CodecPipeline> build) {
    if (storeIdentity.isEmpty()) {
      misses.increment();
      return build.get();
    }
    Key key = new Key(storeIdentity.get(), nodePath, document);
    Entry entry;
    synchronized (entries) {
      entry = entries.computeIfAbsent(key, unused -> new Entry());
    }
    try {
      return entry.get(build);
    } catch (Throwable e) {
      synchronized (entries) {
        entries.remove(key, entry);
      }
      throw e;
    }
  }

  /** Holds one pipeline; its lock is held while it is built. */
  private final class Entry {
    private CodecPipeline pipeline;

    synchronized CodecPipeline get(Supplier<CodecPipeline> build) {
      if (pipeline != null) {
        hits.increment();
        return pipeline;
      }
      misses.increment();
      pipeline = build.get();
      return pipeline;
    }
  }

  /**
   * @return found in the cache, so far
   */
  public long hits() {
    return hits.sum();
  }

  /**
   * @return built, so far
   */
  public long misses() {
    return misses.sum();
  }
}
