package dev.sparkzarr.dataset.write;

import dev.sparkzarr.dataset.Axis;
import dev.sparkzarr.dataset.ColumnType;
import java.util.List;

/**
 * Gathers the distinct values of one dimension column that one task sees. {@link #seen} travels to
 * the driver, which {@link #merge}s those of all tasks. Memory is about 20 bytes for each distinct
 * number, and the bytes of texts; there is a limit, beyond which the axis has to be given. Not safe
 * for many threads.
 */
public final class AxisCollector {
  /** Distinct values of one dimension, in one task or in all. */
  static final int MOST_VALUES = 50_000_000;

  private static final int MOST_BYTES = 512 << 20;
  private static final int BYTES_EACH = 64;

  private final WriteError error;
  private final DraftDimension dimension;
  private final int most;
  private LongPositions longs;
  private BytesPositions bytes;
  private long last = -1;

  /**
   * @param place of the table, for messages
   * @param dimension whose values are gathered
   */
  public AxisCollector(String place, DraftDimension dimension) {
    this(place, dimension, limit());
  }

  AxisCollector(String place, DraftDimension dimension, int most) {
    this.error = new WriteError(place);
    this.dimension = dimension;
    this.most = most;
    if (dimension.type().isBytes()) {
      bytes = new BytesPositions();
    } else {
      longs = new LongPositions(0);
    }
  }

  private static int limit() {
    return (int) Math.min(MOST_VALUES, Runtime.getRuntime().maxMemory() / BYTES_EACH);
  }

  /**
   * A whole number, boolean (0 or 1), time or interval.
   *
   * @throws dev.sparkzarr.dataset.DatasetException when it is negative and the dimension is an
   *     index, or there are too many
   */
  public void add(long value) {
    if (dimension.isIndex()) {
      if (value < 0) {
        throw error.because(
            "dimension '"
                + dimension.name()
                + "' is an index, which counts from 0, but column '"
                + dimension.columnName()
                + "' has the value "
                + value
                + ". Drop such rows, or name the column otherwise for it to become a coordinate.");
      }
      last = Math.max(last, value);
    } else if (longs.add(value)) {
      check(longs.count());
    }
  }

  /**
   * A float.
   *
   * @throws dev.sparkzarr.dataset.DatasetException when it is NaN, or there are too many
   */
  public void add(double value) {
    if (Double.isNaN(value)) {
      throw missing("NaN");
    }
    if (longs.add(Double.doubleToRawLongBits(value + 0.0))) { // -0.0 becomes 0.0
      check(longs.count());
    }
  }

  /**
   * A text in UTF-8, or bytes.
   *
   * @param offset of the first byte
   * @param length how many
   * @throws dev.sparkzarr.dataset.DatasetException when there are too many
   */
  public void add(byte[] value, int offset, int length) {
    if ((long) bytes.size() + length > MOST_BYTES && bytes.find(value, offset, length) < 0) {
      throw tooMany(MOST_BYTES + " bytes of values");
    }
    if (bytes.add(value, offset, length)) {
      check(bytes.count());
    }
  }

  /**
   * What a row without a value of the dimension calls for.
   *
   * @throws dev.sparkzarr.dataset.DatasetException always
   */
  public void addMissing() {
    throw missing("NULL");
  }

  private RuntimeException missing(String what) {
    return error.because(dimension.missing(what));
  }

  private void check(int count) {
    if (count > most) {
      throw tooMany(most + " distinct values");
    }
  }

  private RuntimeException tooMany(String what) {
    return error.because(
        "dimension '"
            + dimension.name()
            + "' has more than "
            + what
            + ". Give them with the option axes, as start, step and count, or name fewer columns"
            + " with the option dimensions.");
  }

  /**
   * @return the values so far in the order in which they came; as many as an index must have for an
   *     index dimension
   */
  public Axis seen() {
    String name = dimension.name();
    ColumnType type = dimension.type();
    if (dimension.isIndex()) {
      return Axis.index(name, last + 1);
    }
    return bytes == null
        ? AxisValues.ofLongs(name, type, longs.toArray())
        : AxisValues.ofBytes(name, type, bytes, AxisValues.inOrder(bytes.count()));
  }

  /**
   * The axis of all values that tasks have seen.
   *
   * @param place of the table, for messages
   * @param dimension whose values they are
   * @param parts what the tasks have {@link #seen}, in the order of the tasks
   * @return each value once, in the dimension's order
   * @throws dev.sparkzarr.dataset.DatasetException when there are too many
   */
  public static Axis merge(String place, DraftDimension dimension, List<Axis> parts) {
    AxisCollector all = new AxisCollector(place, dimension);
    for (Axis part : parts) {
      all.addAll(part);
    }
    return AxisValues.sorted(all.seen(), dimension.order());
  }

  private void addAll(Axis part) {
    if (part.isIndex()) {
      last = Math.max(last, part.length() - 1);
      return;
    }
    for (long i = 0; i < part.length(); i++) {
      switch (dimension.type().kind()) {
        case FLOAT32, FLOAT64 -> add(part.doubleAt(i));
        case TEXT, BINARY -> {
          byte[] value = part.bytesAt(i);
          add(value, 0, value.length);
        }
        default -> add(part.longAt(i));
      }
    }
  }
}
