package dev.sparkzarr.dataset;

import java.io.Serializable;

/**
 * What executors need to read the chunks of one array; travels with each partition.
 *
 * @param name of the array, for messages
 * @param array where it is, and its document
 * @param decoder from elements to values; null where rows are stored bytes
 * @param missing what a chunk that is not stored means
 * @param fetches whether chunks are fetched at all: not where every chunk has a row, of which
 *     nothing but the place is wanted
 * @param settings how to read
 */
public record ChunkScan(
    String name,
    ArrayHandle array,
    ValueDecoder decoder,
    Missing missing,
    boolean fetches,
    ReadSettings settings)
    implements Serializable {
  /** What a chunk that is not stored means. */
  public enum Missing {
    /** It has no row. */
    SKIP,
    /** It has a row of fill values, or no bytes. */
    ROW,
    /** It is an error. */
    ERROR
  }
}
