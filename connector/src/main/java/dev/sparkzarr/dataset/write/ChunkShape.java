package dev.sparkzarr.dataset.write;

/**
 * Chunk lengths where nobody says them. Stateless.
 *
 * <p>The longest chunk length is halved, the first of equals, until a chunk has at most the target
 * of decoded bytes: a chunk is about as long in every dimension, so that a map and a time series
 * both read few chunks, as the tables of Spark are asked for either. Halving counts pieces: a
 * dimension of 721 in two is 361 and 360, never 512 and 209, so that no chunk at the edge is nearly
 * empty. 16 MiB is large enough that a request to an object store costs less than its transfer, and
 * small enough that a task holds one of each of many columns.
 */
final class ChunkShape {
  /** Decoded bytes of a chunk, at most, unless one element has more. */
  static final long TARGET = 16L << 20;

  /** Decoded bytes of an inner chunk where only shards are said. */
  static final long INNER_TARGET = 1L << 20;

  /** What an element of variable size is taken for. */
  static final int VARIABLE_WIDTH = 32;

  private ChunkShape() {}

  /**
   * @param lengths of the dimensions
   * @param fixed a length for each dimension that must be kept; 0 where it is to be chosen
   * @param width bytes of an element
   * @return lengths of at least 1, and none longer than its dimension but those fixed
   */
  static long[] balanced(long[] lengths, long[] fixed, long width, long target) {
    int rank = lengths.length;
    long[] pieces = new long[rank];
    long[] chunks = new long[rank];
    for (int i = 0; i < rank; i++) {
      pieces[i] = 1;
      chunks[i] = fixed[i] > 0 ? fixed[i] : Math.max(1, lengths[i]);
    }
    while (bytes(chunks, width) > target) {
      int longest = -1;
      for (int i = 0; i < rank; i++) {
        if (fixed[i] == 0 && chunks[i] > 1 && (longest < 0 || chunks[i] > chunks[longest])) {
          longest = i;
        }
      }
      if (longest < 0) {
        break;
      }
      pieces[longest] *= 2;
      chunks[longest] = Math.max(1, ceilDiv(lengths[longest], pieces[longest]));
    }
    return chunks;
  }

  /**
   * Inner chunks that divide a shard.
   *
   * @param fixed as above; divides the shard
   */
  static long[] dividing(long[] shards, long[] fixed, long width, long target) {
    int rank = shards.length;
    long[] chunks = new long[rank];
    for (int i = 0; i < rank; i++) {
      chunks[i] = fixed[i] > 0 ? fixed[i] : shards[i];
    }
    while (bytes(chunks, width) > target) {
      int longest = -1;
      for (int i = 0; i < rank; i++) {
        if (fixed[i] == 0 && chunks[i] > 1 && (longest < 0 || chunks[i] > chunks[longest])) {
          longest = i;
        }
      }
      if (longest < 0) {
        break;
      }
      chunks[longest] /= smallestFactor(chunks[longest]);
    }
    return chunks;
  }

  private static long smallestFactor(long number) {
    for (long factor = 2; factor * factor <= number && factor < 1 << 20; factor++) {
      if (number % factor == 0) {
        return factor;
      }
    }
    return number;
  }

  /** Decoded bytes, or the largest long. */
  static long bytes(long[] chunks, long width) {
    long bytes = width;
    for (long chunk : chunks) {
      if (Math.multiplyHigh(bytes, chunk) != 0 || bytes * chunk < 0) {
        return Long.MAX_VALUE;
      }
      bytes *= chunk;
    }
    return bytes;
  }

  private static long ceilDiv(long length, long pieces) {
    return length / pieces + (length % pieces == 0 ? 0 : 1);
  }
}
