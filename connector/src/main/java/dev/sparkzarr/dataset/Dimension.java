package dev.sparkzarr.dataset;

/**
 * A dimension of an array.
 *
 * @param name as the array says it; {@code dim_0}, {@code dim_1}, ... by position where it says
 *     none
 * @param named whether the array says a name. An unnamed dimension is shared only with arrays whose
 *     dimension at this position is unnamed and of the same length, and has no coordinate
 * @param length of the array along it
 */
record Dimension(String name, boolean named, long length) {
  /**
   * @return whether both are one dimension, if their lengths agree
   */
  boolean sameAs(Dimension other) {
    return named == other.named && name.equals(other.name) && (named || length == other.length);
  }
}
