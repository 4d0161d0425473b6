package dev.sparkzarr.metadata;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.Arrays;

/**
 * Runs of chunks of equal lengths, neighbours of one length taken together. Runs beyond the
 * dimension are kept, since documents declare them, and never looked at.
 */
final class RunEdges implements ChunkEdges {
  private final long dimensionLength;
  private final long[] lengths;
  private final long[] counts;

  /** First index and first chunk of each run that holds an index of the dimension. */
  private final long[] starts;

  private final long[] firsts;
  private final long count;
  private final long longest;
  private final long shortest;

  private RunEdges(long dimensionLength, long[] lengths, long[] counts) {
    this.dimensionLength = dimensionLength;
    this.lengths = lengths;
    this.counts = counts;
    long[] starting = new long[lengths.length];
    long[] first = new long[lengths.length];
    int used = 0;
    long start = 0;
    long chunks = 0;
    long most = 0;
    long least = Long.MAX_VALUE;
    while (start < dimensionLength) {
      if (used == lengths.length) {
        throw new MetadataException(
            "Cannot cut a dimension of length "
                + dimensionLength
                + ": its chunks are only "
                + start
                + " long together.");
      }
      starting[used] = start;
      first[used] = chunks;
      most = Math.max(most, lengths[used]);
      least = Math.min(least, lengths[used]);
      // As many as the dimension needs: what a document declares beyond may pass 2^63.
      long needed = (dimensionLength - start - 1) / lengths[used] + 1;
      if (counts[used] >= needed) {
        start = dimensionLength;
        chunks += needed;
      } else {
        start += counts[used] * lengths[used];
        chunks += counts[used];
      }
      used++;
    }
    starts = Arrays.copyOf(starting, used);
    firsts = Arrays.copyOf(first, used);
    count = chunks;
    long otherwise = lengths.length == 0 ? 1 : lengths[0];
    longest = used == 0 ? otherwise : most;
    shortest = used == 0 ? otherwise : least;
  }

  static RunEdges of(long dimensionLength, long[] lengths, long[] counts) {
    if (dimensionLength < 0 || lengths.length != counts.length) {
      throw new MetadataException(
          "Cannot cut a dimension of length "
              + dimensionLength
              + ": "
              + lengths.length
              + " chunk lengths and "
              + counts.length
              + " counts were given.");
    }
    long[] merged = new long[lengths.length];
    long[] repeats = new long[lengths.length];
    int used = 0;
    for (int i = 0; i < lengths.length; i++) {
      if (lengths[i] < 1 || counts[i] < 1) {
        throw new MetadataException(
            "Cannot cut a dimension into "
                + counts[i]
                + " chunks of length "
                + lengths[i]
                + ": both are at least 1.");
      }
      if (used > 0 && merged[used - 1] == lengths[i]) {
        long sum = repeats[used - 1] + counts[i];
        repeats[used - 1] = sum < 0 ? Long.MAX_VALUE : sum;
      } else {
        merged[used] = lengths[i];
        repeats[used++] = counts[i];
      }
    }
    return new RunEdges(dimensionLength, Arrays.copyOf(merged, used), Arrays.copyOf(repeats, used));
  }

  @Override
  public long dimensionLength() {
    return dimensionLength;
  }

  @Override
  public long count() {
    return count;
  }

  @Override
  public long chunkAt(long index) {
    int run = runOf(starts, index, dimensionLength);
    return firsts[run] + (index - starts[run]) / lengths[run];
  }

  @Override
  public long start(long chunk) {
    int run = runOf(firsts, chunk, count);
    return starts[run] + (chunk - firsts[run]) * lengths[run];
  }

  @Override
  public long length(long chunk) {
    return lengths[runOf(firsts, chunk, count)];
  }

  @Override
  public long longest() {
    return longest;
  }

  @Override
  public long longest(long first, long last) {
    int end = runOf(firsts, last, count);
    long most = 0;
    for (int run = runOf(firsts, first, count); run <= end; run++) {
      most = Math.max(most, lengths[run]);
    }
    return most;
  }

  @Override
  public long shortest() {
    return shortest;
  }

  @Override
  public JsonNode toJson() {
    ArrayNode list = Json.NODES.arrayNode();
    for (int run = 0; run < lengths.length; run++) {
      if (counts[run] == 1) {
        list.add(lengths[run]);
      } else {
        list.addArray().add(lengths[run]).add(counts[run]);
      }
    }
    return list;
  }

  @Override
  public boolean isFinerThan(ChunkEdges other) {
    return isEven() ? new EvenEdges(dimensionLength, longest).isFinerThan(other) : equals(other);
  }

  /** Whether every chunk is as long as some parts of this length. */
  boolean isDividedBy(long part) {
    for (int run = 0; run < starts.length; run++) {
      if (lengths[run] % part != 0) {
        return false;
      }
    }
    return true;
  }

  /** The last run that begins at or before {@code value}. */
  private static int runOf(long[] begins, long value, long end) {
    if (value < 0 || value >= end) {
      throw new IndexOutOfBoundsException(value + " is not from 0 to " + (end - 1));
    }
    int low = 0;
    int high = begins.length - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (begins[middle] <= value) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RunEdges edges
        && dimensionLength == edges.dimensionLength
        && Arrays.equals(lengths, edges.lengths)
        && Arrays.equals(counts, edges.counts);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * Long.hashCode(dimensionLength) + Arrays.hashCode(lengths))
        + Arrays.hashCode(counts);
  }

  @Override
  public String toString() {
    return Place.quote(toJson().toString());
  }
}
