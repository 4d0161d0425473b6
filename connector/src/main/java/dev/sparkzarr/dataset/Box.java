package dev.sparkzarr.dataset;

import java.io.Serializable;
import java.util.Arrays;

/**
 * One partition: a half-open range of indexes in each dimension. The rows are the selected cells in
 * it. Immutable.
 */
public final class Box implements Serializable {
  private static final long serialVersionUID = 1L;

  private final long[] starts;
  private final long[] stops;

  /**
   * @param starts first index of each dimension; copied
   * @param stops index after the last of each dimension; copied
   */
  public Box(long[] starts, long[] stops) {
    this.starts = starts.clone();
    this.stops = stops.clone();
  }

  public int rank() {
    return starts.length;
  }

  public long start(int dimension) {
    return starts[dimension];
  }

  public long stop(int dimension) {
    return stops[dimension];
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Box box
        && Arrays.equals(starts, box.starts)
        && Arrays.equals(stops, box.stops);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(starts) + Arrays.hashCode(stops);
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("[");
    for (int i = 0; i < starts.length; i++) {
      text.append(i == 0 ? "" : ", ").append(starts[i]).append("..").append(stops[i]);
    }
    return text.append(']').toString();
  }
}
