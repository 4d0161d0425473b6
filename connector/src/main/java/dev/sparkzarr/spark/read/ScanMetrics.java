package dev.sparkzarr.spark.read;

import dev.sparkzarr.array.ReadCounters;
import dev.sparkzarr.store.StoreCounter;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.connector.metric.CustomMetric;
import org.apache.spark.sql.connector.metric.CustomTaskMetric;

/** What a scan tells Spark's UI about its cost. */
public final class ScanMetrics {
  private static final String OBJECTS = "zarrObjectsRead";
  private static final String BYTES_FETCHED = "zarrBytesFetched";
  private static final String BYTES_DECODED = "zarrBytesDecoded";
  private static final String CHUNKS_DECODED = "zarrChunksDecoded";
  private static final String CHUNKS_MISSING = "zarrChunksMissing";
  private static final String CHUNKS_OF_FILL = "zarrChunksOfFill";
  private static final String CHUNKS_SKIPPED = "zarrChunksSkipped";
  private static final String PIPELINE_HITS = "zarrPipelineCacheHits";
  private static final String DECODED_HITS = "zarrDecodedCacheHits";
  private static final String DECODED_BYTES = "zarrDecodedCacheBytes";
  private static final String FETCH_TIME = "zarrFetchTime";
  private static final String DECODE_TIME = "zarrDecodeTime";
  private static final String CELLS_REDUCED = "zarrCellsReduced";
  private static final String GROUPS = "zarrGroups";
  private static final String CHUNKS_REDUCED = "zarrChunksReduced";

  private ScanMetrics() {}

  /** One value, under the name of a declared metric. */
  record Value(String name, long value) implements CustomTaskMetric {}

  /** All of them. */
  public static CustomMetric[] declared() {
    CustomMetric[] reading = {
      new SumMetric(OBJECTS, "stored objects read"),
      new BytesMetric(BYTES_FETCHED, "bytes fetched"),
      new BytesMetric(BYTES_DECODED, "bytes decoded"),
      new SumMetric(CHUNKS_DECODED, "chunks decoded"),
      new SumMetric(CHUNKS_MISSING, "missing chunks"),
      new SumMetric(CHUNKS_OF_FILL, "missing chunks answered by their fill value"),
      new SumMetric(CHUNKS_SKIPPED, "chunks skipped"),
      new SumMetric(PIPELINE_HITS, "codec pipelines found in the cache"),
      new SumMetric(DECODED_HITS, "chunks found decoded"),
      new BytesMetric(DECODED_BYTES, "bytes found decoded"),
      new TimeMetric(FETCH_TIME, "time fetching"),
      new TimeMetric(DECODE_TIME, "time decoding"),
      new SumMetric(CELLS_REDUCED, "cells reduced"),
      new SumMetric(GROUPS, "groups that tasks gave"),
      new SumMetric(CHUNKS_REDUCED, "chunks reduced without rows")
    };
    return Stream.of(reading, StoreMetric.declared())
        .flatMap(Arrays::stream)
        .toArray(CustomMetric[]::new);
  }

  /**
   * What a task that aggregates adds.
   *
   * @param cells that it took in
   * @param groups that it gave
   */
  static CustomTaskMetric[] ofGroups(ReadCounters counters, long cells, long groups) {
    long chunks =
        counters.chunksDecoded.sum() + counters.decodedHits.sum() + counters.chunksMissing.sum();
    return new CustomTaskMetric[] {
      new Value(CELLS_REDUCED, cells), new Value(GROUPS, groups), new Value(CHUNKS_REDUCED, chunks)
    };
  }

  static CustomTaskMetric[] ofDriver(long chunksSkipped) {
    return new CustomTaskMetric[] {new Value(CHUNKS_SKIPPED, chunksSkipped)};
  }

  /**
   * @param store what the task's store counted; every counter present
   */
  public static CustomTaskMetric[] ofTask(ReadCounters counters, Map<StoreCounter, Long> store) {
    CustomTaskMetric[] reading = {
      new Value(OBJECTS, counters.objects.sum()),
      new Value(BYTES_FETCHED, counters.bytesFetched.sum()),
      new Value(BYTES_DECODED, counters.bytesDecoded.sum()),
      new Value(CHUNKS_DECODED, counters.chunksDecoded.sum()),
      new Value(CHUNKS_MISSING, counters.chunksMissing.sum()),
      new Value(CHUNKS_OF_FILL, counters.chunksOfFill.sum()),
      new Value(PIPELINE_HITS, counters.pipelineHits.sum()),
      new Value(DECODED_HITS, counters.decodedHits.sum()),
      new Value(DECODED_BYTES, counters.decodedBytesSaved.sum()),
      new Value(FETCH_TIME, counters.fetchNanos.sum()),
      new Value(DECODE_TIME, counters.decodeNanos.sum())
    };
    return Stream.of(reading, StoreMetric.of(store))
        .flatMap(Arrays::stream)
        .toArray(CustomTaskMetric[]::new);
  }
}
