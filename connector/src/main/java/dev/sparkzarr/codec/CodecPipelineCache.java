package dev.sparkzarr.codec;

import java.util.Optional;
import java.util.function.Supplier;

/**
 * Built pipelines of this JVM, least recently used out first, 128 at most. Keyed by store identity,
 * node path and metadata document. Safe for many threads; concurrent callers of one key build once.
 */
public final class CodecPipelineCache {
  /** The one of this JVM. */
  public static final CodecPipelineCache SHARED = new CodecPipelineCache(128);

  /**
   * @param capacity how many pipelines are kept
   */
  public CodecPipelineCache(int capacity) {}

  /**
   * Finds a pipeline or builds it.
   *
   * @param storeIdentity empty: the store has none, so the pipeline is built and not kept
   * @param nodePath the array's path
   * @param document {@link dev.sparkzarr.metadata.ArrayMetadata#document()}
   */
  public CodecPipeline get(
      Optional<String> storeIdentity,
      String nodePath,
      String document,
      Supplier<CodecPipeline> build) {
    throw new UnsupportedOperationException();
  }

  /**
   * @return found in the cache, so far
   */
  public long hits() {
    throw new UnsupportedOperationException();
  }

  /**
   * @return built, so far
   */
  public long misses() {
    throw new UnsupportedOperationException();
  }
}
