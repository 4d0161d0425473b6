package dev.sparkzarr.dataset.predicate;

import dev.sparkzarr.dataset.Axis;

/** A run of indexes of an axis that is evaluated at a time. For one thread. */
final class Block {
  /** Indexes of a block at most; what a node computes for them stays in the cache. */
  static final int SIZE = 4096;

  private final Axis axis;
  private final long start;
  private final int count;
  private boolean refused;

  Block(Axis axis, long start, int count) {
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

  int count() {
    return count;
  }

  /** Says that Spark could raise an error here, so that the predicate cannot be answered. */
  void refuse() {
    refused = true;
  }

  boolean isRefused() {
    return refused;
  }
}
