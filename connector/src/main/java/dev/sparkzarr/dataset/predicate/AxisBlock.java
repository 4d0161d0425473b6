package dev.sparkzarr.dataset.predicate;

import dev.sparkzarr.dataset.Axis;

/** A run of indexes of an axis. For one thread. */
final class AxisBlock extends Block {
  /** Indexes of a block at most; what a node computes for them stays in the cache. */
  static final int SIZE = 4096;

  private final Axis axis;
  private final long start;
  private final int count;

  AxisBlock(Axis axis, long start, int count) {
    super(new Scratch());
    this.axis = axis;
    this.start = start;
    this.count = count;
  }

  Axis axis() {
    return axis;
  }

  long start() {
    return start;
  }

  @Override
  int count() {
    return count;
  }
}
