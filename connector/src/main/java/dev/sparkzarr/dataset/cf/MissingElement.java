package dev.sparkzarr.dataset.cf;

import dev.sparkzarr.metadata.ElementKind;
import dev.sparkzarr.metadata.FillValue;
import java.io.Serializable;
import java.util.Optional;

/**
 * How an array of numbers says that a value is missing: the elements that are read so, and the one
 * of them that is written. Immutable.
 */
final class MissingElement implements Serializable {
  private static final long serialVersionUID = 1L;

  private final MissingValues marks;
  private final byte[] element;
  private final boolean replacesNaN;

  /**
   * @param marks what is read as missing
   * @param element what is written; null when nothing can be
   * @param replacesNaN whether NaN is a missing value too, and written as {@code element}
   */
  MissingElement(MissingValues marks, byte[] element, boolean replacesNaN) {
    this.marks = marks;
    this.element = element;
    this.replacesNaN = replacesNaN;
  }

  /** Nothing is missing, and nothing can be. */
  static MissingElement none(ElementKind kind) {
    return new MissingElement(MissingValues.none(kind), null, false);
  }

  /**
   * @return whether every element is a value
   */
  boolean marksNothing() {
    return marks.isEmpty();
  }

  boolean replacesNaN() {
    return replacesNaN;
  }

  Optional<FillValue> fill() {
    return element == null ? Optional.empty() : Optional.of(new FillValue(element));
  }

  /** Sets a flag for each element: whether it is read as missing. */
  void flag(byte[] raw, int start, int count, boolean[] flags) {
    marks.flag(raw, start, count, flags);
  }

  void replaceNaN(ElementKind kind, byte[] raw, int start, int count) {
    for (int i = start; i < start + count; i++) {
      if (Double.isNaN(StoredNumbers.floatAt(kind, raw, i))) {
        System.arraycopy(element, 0, raw, i * element.length, element.length);
      }
    }
  }

  /** Writes the element of a missing value. */
  void put(byte[] raw, int index, Refusal refusal) {
    if (element == null) {
      throw refusal.because(
          "a value is NULL, and the array has no element that stands for one. Give it a _FillValue"
              + " outside the values, such as "
              + refusal.encoding("\"_FillValue\":-9999")
              + ", write the column as a float type, which has NaN, or leave such rows out.");
    }
    System.arraycopy(element, 0, raw, index * element.length, element.length);
  }

  /** A fill value that could serve, for messages. */
  String example(ElementKind kind) {
    return kind.isFloat()
        ? "\"NaN\""
        : kind.isUnsigned()
            ? String.valueOf(StoredNumbers.greatest(kind))
            : String.valueOf(StoredNumbers.least(kind));
  }
}
