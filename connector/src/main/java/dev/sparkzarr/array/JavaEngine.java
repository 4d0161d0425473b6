package dev.sparkzarr.array;

import dev.sparkzarr.codec.CodecException;
import dev.sparkzarr.codec.CodecPipeline;
import dev.sparkzarr.codec.CodecPipelineCache;
import dev.sparkzarr.metadata.ArrayMetadata;
import dev.sparkzarr.metadata.NodePath;
import dev.sparkzarr.store.Store;

/**
 * The engine {@code java}: everything this library can decode, shards in parts, pipelines built
 * once per JVM.
 */
public final class JavaEngine implements ArrayEngine {
  @Override
  public String name() {
    return "java";
  }

  @Override
  public ArrayReader open(
      Store store,
      NodePath path,
      ArrayMetadata metadata,
      FetchSettings fetch,
      ReadCounters counters) {
    BoundArray array = new BoundArray(store, path, metadata);
    return new JavaArrayReader(array, pipelines(array, counters), fetch, counters);
  }

  @Override
  public ArrayWriter openForWriting(
      Store store, NodePath path, ArrayMetadata metadata, WriteSettings settings) {
    BoundArray array = new BoundArray(store, path, metadata);
    return new JavaArrayWriter(array, pipelines(array, new ReadCounters()), settings);
  }

  /** The array's pipelines; that of its largest object from the cache of this JVM, or built. */
  static ObjectPipelines pipelines(BoundArray array, ReadCounters counters) {
    boolean[] built = new boolean[1];
    try {
      CodecPipeline pipeline =
          CodecPipelineCache.SHARED.get(
              array.store().identity(),
              array.path().value(),
              array.metadata().document(),
              () -> {
                built[0] = true;
                return CodecPipeline.of(array.metadata());
              });
      (built[0] ? counters.pipelineMisses : counters.pipelineHits).increment();
      return new ObjectPipelines(array, pipeline);
    } catch (CodecException e) {
      throw array.unsupported(e);
    }
  }
}
