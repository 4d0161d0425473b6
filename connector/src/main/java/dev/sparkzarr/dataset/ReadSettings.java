package dev.sparkzarr.dataset;

import dev.sparkzarr.array.DecodedSettings;
import dev.sparkzarr.array.FetchSettings;
import dev.sparkzarr.array.Hierarchy;
import java.io.Serializable;

/**
 * How executors read.
 *
 * @param engine name of the array engine
 * @param fetchThreads threads that fetch ahead, per task; 0 fetches on the task's own thread
 * @param fetchBytes bytes that may wait fetched and undecoded, per task
 * @param mergeGap ranges of a shard at most this many bytes apart are one request
 * @param tileRows rows of a tile at most, from 1 to {@value #MAX_TILE_ROWS}
 * @param failOnMissingChunk whether a missing chunk stops the query instead of being fill
 * @param consolidated where the arrays' documents came from
 * @param decoded how decoded chunks are kept for other readers
 */
public record ReadSettings(
    String engine,
    int fetchThreads,
    long fetchBytes,
    long mergeGap,
    int tileRows,
    boolean failOnMissingChunk,
    Hierarchy.Consolidated consolidated,
    DecodedSettings decoded)
    implements Serializable {
  /**
   * Rows of a tile unless something else is wanted: values of all its columns stay in the cache.
   */
  public static final int DEFAULT_TILE_ROWS = 32 * 1024;

  /** Rows of a tile at most. */
  public static final int MAX_TILE_ROWS = 16 * 1024 * 1024;

  public ReadSettings {
    if (fetchThreads < 0
        || fetchBytes < 0
        || mergeGap < 0
        || tileRows < 1
        || tileRows > MAX_TILE_ROWS) {
      throw new IllegalArgumentException(
          "Cannot read with fetchThreads="
              + fetchThreads
              + " fetchBytes="
              + fetchBytes
              + " mergeGap="
              + mergeGap
              + " tileRows="
              + tileRows);
    }
  }

  /** Decoded chunks are not kept. */
  public ReadSettings(
      String engine,
      int fetchThreads,
      long fetchBytes,
      long mergeGap,
      int tileRows,
      boolean failOnMissingChunk,
      Hierarchy.Consolidated consolidated) {
    this(
        engine,
        fetchThreads,
        fetchBytes,
        mergeGap,
        tileRows,
        failOnMissingChunk,
        consolidated,
        DecodedSettings.OFF);
  }

  /**
   * @param rows of a tile at most
   */
  public ReadSettings withTileRows(int rows) {
    return new ReadSettings(
        engine,
        fetchThreads,
        fetchBytes,
        mergeGap,
        rows,
        failOnMissingChunk,
        consolidated,
        decoded);
  }

  /** The part that the array floor needs. */
  FetchSettings fetch() {
    return new FetchSettings(fetchThreads, fetchBytes, mergeGap, decoded.isOn());
  }
}
