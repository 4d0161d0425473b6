package dev.sparkzarr.dataset;

/** How the missing values of decoded data are told. */
public enum NullRule {
  /** None is missing. */
  NONE,
  /** A float value that is NaN is missing. */
  NAN,
  /** A flag beside each value tells. */
  MASK
}
