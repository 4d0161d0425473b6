package dev.sparkzarr.dataset.write;

import dev.sparkzarr.dataset.Axis;
import dev.sparkzarr.dataset.DatasetException;
import java.io.ObjectStreamException;
import java.io.Serializable;

/**
 * Says where a value stands along an axis: by arithmetic where the values are evenly spaced, by a
 * hash table otherwise. Travels as its axis and is built again where it arrives. Immutable and safe
 * for many threads.
 *
 * <p>The three questions are for the three ways in which values stand in memory; each axis answers
 * the one that its type has.
 */
public abstract sealed class AxisIndex implements Serializable
    permits EvenLongIndex, HashedLongIndex, DoubleIndex, BytesIndex {
  private static final long serialVersionUID = 1L;

  private final Axis axis;

  AxisIndex(Axis axis) {
    this.axis = axis;
  }

  /**
   * Looks at each value of an axis.
   *
   * @param place of the table, for messages
   * @throws dev.sparkzarr.dataset.DatasetException when a value is missing or NaN, or stands there
   *     twice; the message names it
   */
  public static AxisIndex of(String place, Axis axis) {
    WriteError error = new WriteError(place);
    if (axis.hasMissing()) {
      for (long i = 0; i < axis.length(); i++) {
        if (axis.isMissing(i)) {
          throw error.because(
              "dimension '"
                  + axis.name()
                  + "' has no value at index "
                  + i
                  + " (it is NULL), so that rows cannot be told where they belong. If a fill value"
                  + " of format 2 masks it, set useZarrFillValueAsMask=false; else repair the"
                  + " coordinate.");
        }
      }
    }
    if (axis.isIndex()) {
      return new EvenLongIndex(axis, 0, 1);
    }
    return switch (axis.type().kind()) {
      case BOOLEAN, INT8, INT16, INT32, INT64, UINT64, TIMESTAMP, INTERVAL ->
          EvenLongIndex.step(axis) != 0
              ? new EvenLongIndex(axis, axis.longAt(0), EvenLongIndex.step(axis))
              : new HashedLongIndex(axis, error);
      case FLOAT32, FLOAT64 -> new DoubleIndex(axis, error);
      case TEXT, BINARY, CALENDAR_TEXT -> new BytesIndex(axis, error);
      case ARRAY, FIXED_ARRAY, STRUCT ->
          throw error.because(
              "dimension '"
                  + axis.name()
                  + "' has values of type "
                  + axis.type()
                  + ", and a dimension has numbers, times or texts.");
    };
  }

  static DatasetException twice(WriteError error, Axis axis, long first, long second) {
    return error.because(
        "dimension '"
            + axis.name()
            + "' has the value "
            + AxisText.of(axis, first)
            + " twice, at index "
            + first
            + " and "
            + second
            + ", so that rows cannot be told where they belong. Make its values distinct.");
  }

  /**
   * @return the axis that this is about
   */
  public Axis axis() {
    return axis;
  }

  /**
   * Of an axis of whole numbers, booleans (0 or 1), times or intervals.
   *
   * @return the index of the value; -1 when it is not on the axis
   */
  public long find(long value) {
    throw other("whole numbers");
  }

  /**
   * Of an axis of floats. -0.0 is 0.0; a FLOAT32 axis knows its values as doubles.
   *
   * @return the index of the value; -1 when it is not on the axis, as NaN never is
   */
  public long find(double value) {
    throw other("floats");
  }

  /**
   * Of an axis of texts or bytes.
   *
   * @param offset of the first byte
   * @param length how many
   * @return the index of the value; -1 when it is not on the axis
   */
  public long find(byte[] bytes, int offset, int length) {
    throw other("bytes");
  }

  private IllegalStateException other(String asked) {
    return new IllegalStateException(
        "axis " + axis.name() + " is " + axis.type() + ", not " + asked);
  }

  /** Travels instead. */
  private record Packed(Axis axis) implements Serializable {
    private Object readResolve() {
      return of("the table", axis);
    }
  }

  /** For Java's serialization, also of subclasses. */
  final Object writeReplace() throws ObjectStreamException {
    return new Packed(axis);
  }
}
