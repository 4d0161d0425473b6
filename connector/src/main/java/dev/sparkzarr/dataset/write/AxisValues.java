package dev.sparkzarr.dataset.write;

import dev.sparkzarr.dataset.Axis;
import dev.sparkzarr.dataset.ColumnType;
import dev.sparkzarr.dataset.LittleEndian;
import java.util.Arrays;
import java.util.stream.IntStream;

/** Makes axes of values. Stateless. */
final class AxisValues {
  private static final long LARGEST = Integer.MAX_VALUE - 8;

  private AxisValues() {}

  /**
   * @param values whole numbers, or the bits of doubles for a float type
   */
  static Axis ofLongs(String name, ColumnType type, long[] values) {
    int width = type.width();
    if ((long) values.length * width > LARGEST) {
      throw new IllegalArgumentException(values.length + " values of " + width + " bytes");
    }
    byte[] bytes = new byte[values.length * width];
    for (int i = 0; i < values.length; i++) {
      long value = values[i];
      switch (type.kind()) {
        case BOOLEAN, INT8 -> bytes[i] = (byte) value;
        case INT16 -> LittleEndian.int16(bytes, i, (short) value);
        case INT32 -> LittleEndian.int32(bytes, i, (int) value);
        case FLOAT32 -> LittleEndian.float32(bytes, i, (float) Double.longBitsToDouble(value));
        default -> LittleEndian.int64(bytes, i, value);
      }
    }
    return Axis.values(name, type, bytes, null, null);
  }

  /**
   * @param order positions of the values, in the order in which they are to stand
   */
  static Axis ofBytes(String name, ColumnType type, BytesPositions values, int[] order) {
    byte[] slots = new byte[8 * order.length];
    for (int i = 0; i < order.length; i++) {
      int start = values.start(order[i]);
      LittleEndian.int32(slots, 2 * i, start);
      LittleEndian.int32(slots, 2 * i + 1, values.end(order[i]) - start);
    }
    byte[] heap = Arrays.copyOf(values.heap(), values.size());
    return Axis.slots(name, type, slots, null, heap, 0);
  }

  static int[] inOrder(int count) {
    return IntStream.range(0, count).toArray();
  }

  /** The same values in an order. */
  static Axis sorted(Axis axis, AxisOrder order) {
    if (axis.isIndex() || order == AxisOrder.AS_SEEN || AxisOrder.of(axis) == order) {
      return axis;
    }
    boolean descending = order == AxisOrder.DESCENDING;
    return switch (axis.type().kind()) {
      case TEXT, BINARY -> sortedBytes(axis, descending);
      case FLOAT32, FLOAT64 -> {
        double[] values =
            IntStream.range(0, (int) axis.length()).mapToDouble(axis::doubleAt).toArray();
        Arrays.sort(values);
        long[] bits = new long[values.length];
        for (int i = 0; i < values.length; i++) {
          bits[descending ? values.length - 1 - i : i] = Double.doubleToRawLongBits(values[i]);
        }
        yield ofLongs(axis.name(), axis.type(), bits);
      }
      default -> {
        // without a sign the upper half is not negative
        long flip = axis.type().kind() == ColumnType.Kind.UINT64 ? Long.MIN_VALUE : 0;
        long[] sorted =
            IntStream.range(0, (int) axis.length()).mapToLong(i -> axis.longAt(i) ^ flip).toArray();
        Arrays.sort(sorted);
        long[] values = new long[sorted.length];
        for (int i = 0; i < values.length; i++) {
          values[i] = sorted[descending ? values.length - 1 - i : i] ^ flip;
        }
        yield ofLongs(axis.name(), axis.type(), values);
      }
    };
  }

  private static Axis sortedBytes(Axis axis, boolean descending) {
    byte[][] values = new byte[(int) axis.length()][];
    for (int i = 0; i < values.length; i++) {
      values[i] = axis.bytesAt(i);
    }
    Arrays.sort(
        values,
        (left, right) ->
            descending ? Arrays.compareUnsigned(right, left) : Arrays.compareUnsigned(left, right));
    BytesPositions positions = new BytesPositions();
    for (byte[] value : values) {
      positions.add(value, 0, value.length);
    }
    return ofBytes(axis.name(), axis.type(), positions, inOrder(positions.count()));
  }

  /** One axis after another: values of {@code first}, then those of {@code next}, as its type. */
  static Axis joined(Axis first, Axis next) {
    if (first.isIndex()) {
      return Axis.index(first.name(), first.length() + next.length());
    }
    int before = (int) first.length();
    int count = Math.toIntExact(first.length() + next.length());
    ColumnType type = first.type();
    if (type.isBytes()) {
      BytesPositions all = new BytesPositions();
      for (int i = 0; i < count; i++) {
        byte[] value = i < before ? first.bytesAt(i) : next.bytesAt(i - before);
        all.add(value, 0, value.length);
      }
      return ofBytes(first.name(), type, all, inOrder(all.count()));
    }
    long[] values = new long[count];
    for (int i = 0; i < count; i++) {
      Axis axis = i < before ? first : next;
      int index = i < before ? i : i - before;
      values[i] = bits(axis, index);
    }
    return ofLongs(first.name(), type, values);
  }

  /** One value of an axis, as an axis. */
  static Axis part(Axis axis, long index) {
    if (axis.type().isBytes()) {
      BytesPositions one = new BytesPositions();
      byte[] value = axis.bytesAt(index);
      one.add(value, 0, value.length);
      return ofBytes(axis.name(), axis.type(), one, inOrder(1));
    }
    return ofLongs(axis.name(), axis.type(), new long[] {bits(axis, index)});
  }

  /** The same values as rows have them: dates of calendars as texts. */
  static Axis asColumn(Axis axis) {
    if (axis.type().kind() != ColumnType.Kind.CALENDAR_TEXT) {
      return axis;
    }
    BytesPositions texts = new BytesPositions();
    int[] order = new int[(int) axis.length()];
    for (int i = 0; i < order.length; i++) {
      byte[] text = axis.bytesAt(i);
      texts.add(text, 0, text.length);
      order[i] = texts.find(text, 0, text.length);
    }
    return ofBytes(axis.name(), ColumnType.TEXT, texts, order);
  }

  /**
   * The same values in another width.
   *
   * @throws dev.sparkzarr.dataset.DatasetException when one does not fit
   */
  static Axis as(WriteError error, DraftDimension dimension, ColumnType type, Axis axis) {
    if (axis.type().equals(type) || axis.isIndex()) {
      return axis;
    }
    long[] values = new long[(int) axis.length()];
    for (int i = 0; i < values.length; i++) {
      values[i] = bits(axis, i);
    }
    Axis narrowed = ofLongs(axis.name(), type, values);
    for (int i = 0; i < values.length; i++) {
      if (bits(narrowed, i) != values[i]) {
        throw error.because(
            "column '"
                + dimension.columnName()
                + "' has the value "
                + AxisText.of(axis, i)
                + ", which does not fit dimension '"
                + dimension.name()
                + "' of the table, of type "
                + type
                + ".");
      }
    }
    return narrowed;
  }

  private static long bits(Axis axis, long index) {
    return isFloat(axis.type())
        ? Double.doubleToRawLongBits(axis.doubleAt(index))
        : axis.longAt(index);
  }

  private static boolean isFloat(ColumnType type) {
    return type.kind() == ColumnType.Kind.FLOAT32 || type.kind() == ColumnType.Kind.FLOAT64;
  }
}
