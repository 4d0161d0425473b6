package dev.sparkzarr.codec;

import static dev.sparkzarr.codec.WordStreams.LENGTH;

/**
 * A step that turns matrices, see {@link WordStreams}: the words of a stream swap their high parts
 * with the low parts of the words of the stream at some distance. So one bit of a stream's number
 * and one bit of the place inside a word change places. Its own inverse. Immutable.
 *
 * <p>A class for each distance, all alike, for the virtual machine's sake: it makes vector
 * instructions of the loop only where the distance is a constant, and only when few such loops are
 * compiled together, which calls of several classes from one place prevent.
 */
abstract class Exchange {
  final int shift;
  final long low;

  private Exchange(int shift) {
    this.shift = shift;
    low = Long.divideUnsigned(-1L, (1L << shift) + 1); // runs of `shift` ones and zeros
  }

  /**
   * @param distance of the streams: 1, 2, 4, 8, 16 or 32
   * @param shift from a low part to its high part, in bits: 1, 2, 4, 8, 16 or 32
   */
  static Exchange of(int distance, int shift) {
    return switch (distance) {
      case 1 -> new One(shift);
      case 2 -> new Two(shift);
      case 4 -> new Four(shift);
      case 8 -> new Eight(shift);
      case 16 -> new Sixteen(shift);
      case 32 -> new ThirtyTwo(shift);
      default -> throw new IllegalArgumentException("distance " + distance);
    };
  }

  /**
   * @param end of all streams, in words
   */
  abstract void run(long[] x, int end);

  private static final class One extends Exchange {
    One(int shift) {
      super(shift);
    }

    @Override
    void run(long[] x, int end) {
      for (int from = 0; from < end; from += 2 * LENGTH) {
        for (int i = from; i < from + LENGTH; i++) {
          long a = x[i];
          long b = x[i + LENGTH];
          long swap = (a >>> shift ^ b) & low;
          x[i] = a ^ swap << shift;
          x[i + LENGTH] = b ^ swap;
        }
      }
    }
  }

  private static final class Two extends Exchange {
    Two(int shift) {
      super(shift);
    }

    @Override
    void run(long[] x, int end) {
      for (int from = 0; from < end; from += 4 * LENGTH) {
        for (int i = from; i < from + 2 * LENGTH; i++) {
          long a = x[i];
          long b = x[i + 2 * LENGTH];
          long swap = (a >>> shift ^ b) & low;
          x[i] = a ^ swap << shift;
          x[i + 2 * LENGTH] = b ^ swap;
        }
      }
    }
  }

  private static final class Four extends Exchange {
    Four(int shift) {
      super(shift);
    }

    @Override
    void run(long[] x, int end) {
      for (int from = 0; from < end; from += 8 * LENGTH) {
        for (int i = from; i < from + 4 * LENGTH; i++) {
          long a = x[i];
          long b = x[i + 4 * LENGTH];
          long swap = (a >>> shift ^ b) & low;
          x[i] = a ^ swap << shift;
          x[i + 4 * LENGTH] = b ^ swap;
        }
      }
    }
  }

  private static final class Eight extends Exchange {
    Eight(int shift) {
      super(shift);
    }

    @Override
    void run(long[] x, int end) {
      for (int from = 0; from < end; from += 16 * LENGTH) {
        for (int i = from; i < from + 8 * LENGTH; i++) {
          long a = x[i];
          long b = x[i + 8 * LENGTH];
          long swap = (a >>> shift ^ b) & low;
          x[i] = a ^ swap << shift;
          x[i + 8 * LENGTH] = b ^ swap;
        }
      }
    }
  }

  private static final class Sixteen extends Exchange {
    Sixteen(int shift) {
      super(shift);
    }

    @Override
    void run(long[] x, int end) {
      for (int from = 0; from < end; from += 32 * LENGTH) {
        for (int i = from; i < from + 16 * LENGTH; i++) {
          long a = x[i];
          long b = x[i + 16 * LENGTH];
          long swap = (a >>> shift ^ b) & low;
          x[i] = a ^ swap << shift;
          x[i + 16 * LENGTH] = b ^ swap;
        }
      }
    }
  }

  private static final class ThirtyTwo extends Exchange {
    ThirtyTwo(int shift) {
      super(shift);
    }

    @Override
    void run(long[] x, int end) {
      for (int from = 0; from < end; from += 64 * LENGTH) {
        for (int i = from; i < from + 32 * LENGTH; i++) {
          long a = x[i];
          long b = x[i + 32 * LENGTH];
          long swap = (a >>> shift ^ b) & low;
          x[i] = a ^ swap << shift;
          x[i + 32 * LENGTH] = b ^ swap;
        }
      }
    }
  }
}
