package dev.sparkzarr.metadata;

import java.util.Arrays;
import java.util.Random;

/**
 * How a dimension is cut, answered by adding lengths up: what {@link ChunkEdges} must agree with.
 */
public final class Cut {
  private final long dimension;
  private final long[] lengths; // repeated when there is only one

  private Cut(long dimension, long... lengths) {
    this.dimension = dimension;
    this.lengths = lengths;
  }

  public static Cut even(long dimension, long length) {
    return new Cut(dimension, length);
  }

  /** Random multiples of {@code part}, sometimes more of them than the dimension needs. */
  public static Cut uneven(Random random, long dimension, long part, int mostParts) {
    long[] lengths = new long[1 + (int) (dimension / part) + 3];
    int used = 0;
    for (long sum = 0; sum < dimension || used < 2; used++) {
      lengths[used] = part * (1 + random.nextInt(mostParts));
      sum += lengths[used];
    }
    used = Math.min(lengths.length, used + random.nextInt(2));
    for (int i = 0; i < used; i++) {
      lengths[i] = Math.max(part, lengths[i]);
    }
    return new Cut(dimension, Arrays.copyOf(lengths, used));
  }

  public boolean isEven() {
    return lengths.length == 1;
  }

  public ChunkEdges edges() {
    return isEven() ? ChunkEdges.even(dimension, lengths[0]) : ChunkEdges.of(dimension, lengths);
  }

  public long cell(long index) {
    if (isEven()) {
      return index / lengths[0];
    }
    int cell = 0;
    for (long end = lengths[0]; end <= index; end += lengths[cell]) {
      cell++;
    }
    return cell;
  }

  public long start(long cell) {
    return isEven() ? cell * lengths[0] : Arrays.stream(lengths).limit(cell).sum();
  }

  public long length(long cell) {
    return isEven() ? lengths[0] : lengths[(int) cell];
  }

  /** The end of a cell, within the dimension. */
  public long stop(long cell) {
    return Math.min(dimension, start(cell) + length(cell));
  }

  public long longest() {
    long last = dimension == 0 ? 0 : cell(dimension - 1);
    return isEven() ? lengths[0] : Arrays.stream(lengths).limit(last + 1).max().orElse(1);
  }

  private long cells() {
    return dimension == 0 ? 0 : cell(dimension - 1) + 1;
  }

  /** Whether every cell of the other, whole as it is stored, is some of these. */
  public boolean makesUp(Cut other) {
    if (!isEven() && Arrays.stream(lengths).limit(cells()).allMatch(l -> l == lengths[0])) {
      return even(dimension, lengths[0]).makesUp(other);
    }
    if (isEven() && other.isEven()) {
      return other.lengths[0] % lengths[0] == 0;
    }
    return isEven()
        ? Arrays.stream(other.lengths)
            .limit(other.cell(dimension - 1) + 1)
            .allMatch(length -> length % lengths[0] == 0)
        : edges().equals(other.edges());
  }

  @Override
  public String toString() {
    return isEven() ? Long.toString(lengths[0]) : Arrays.toString(lengths);
  }
}
