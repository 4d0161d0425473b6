package dev.sparkzarr.dataset.aggregate;

/** Sums of groups. */
interface Sums {
  /** A group's sum, rounded to a double. */
  double of(int group);
}
