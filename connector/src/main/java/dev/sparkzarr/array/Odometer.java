package dev.sparkzarr.array;

/** Counts through the positions of a box in C order, from all zeros. For one thread. */
final class Odometer {
  private final int[] counts;
  private final int[] position;
  private boolean more;

  /**
   * @param counts positions in each dimension; without dimensions there is one position
   */
  Odometer(int... counts) {
    this.counts = counts;
    this.position = new int[counts.length];
    this.more = true;
    for (int count : counts) {
      more &= count > 0;
    }
  }

  /**
   * @return whether this stands on a position, not behind the last
   */
  boolean valid() {
    return more;
  }

  /**
   * @return where this stands in dimension {@code dimension}
   */
  int at(int dimension) {
    return position[dimension];
  }

  /** Moves to the next position. */
  void advance() {
    for (int i = position.length - 1; i >= 0; i--) {
      if (++position[i] < counts[i]) {
        return;
      }
      position[i] = 0;
    }
    more = false;
  }
}
