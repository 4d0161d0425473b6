package dev.sparkzarr.dataset.write;

import dev.sparkzarr.dataset.Axis;
import dev.sparkzarr.dataset.ColumnType;
import dev.sparkzarr.dataset.ColumnType.Kind;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Axes of values, put together byte by byte. */
final class Axes {
  private Axes() {}

  static Axis longs(ColumnType type, List<Long> values) {
    return longs("d", type, values);
  }

  static Axis longs(String name, ColumnType type, List<Long> values) {
    ByteBuffer bytes =
        ByteBuffer.allocate(values.size() * type.width()).order(ByteOrder.LITTLE_ENDIAN);
    for (long value : values) {
      switch (type.width()) {
        case 1 -> bytes.put((byte) value);
        case 2 -> bytes.putShort((short) value);
        case 4 -> bytes.putInt((int) value);
        default -> bytes.putLong(value);
      }
    }
    return Axis.values(name, type, bytes.array(), null, null);
  }

  static Axis doubles(ColumnType type, List<Double> values) {
    return doubles("d", type, values);
  }

  static Axis doubles(String name, ColumnType type, List<Double> values) {
    ByteBuffer bytes =
        ByteBuffer.allocate(values.size() * type.width()).order(ByteOrder.LITTLE_ENDIAN);
    for (double value : values) {
      if (type.kind() == Kind.FLOAT32) {
        bytes.putFloat((float) value);
      } else {
        bytes.putDouble(value);
      }
    }
    return Axis.values(name, type, bytes.array(), null, null);
  }

  static Axis texts(List<String> values) {
    return texts("d", values);
  }

  static Axis texts(String name, List<String> values) {
    ByteBuffer slots = ByteBuffer.allocate(8 * values.size()).order(ByteOrder.LITTLE_ENDIAN);
    ByteArrayOutputStream heap = new ByteArrayOutputStream();
    for (String value : values) {
      byte[] text = value.getBytes(StandardCharsets.UTF_8);
      slots.putInt(heap.size()).putInt(text.length);
      heap.writeBytes(text);
    }
    return Axis.slots(name, ColumnType.TEXT, slots.array(), null, heap.toByteArray(), 0);
  }

  /** As UTF-8 has it: halves of surrogate pairs become question marks. */
  static String utf8(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
  }

  /** All values of an axis, boxed. */
  static List<Object> values(Axis axis) {
    List<Object> values = new ArrayList<>();
    for (long i = 0; i < axis.length(); i++) {
      values.add(
          switch (axis.type().kind()) {
            case FLOAT32, FLOAT64 -> axis.doubleAt(i);
            case TEXT, CALENDAR_TEXT -> axis.textAt(i);
            default -> axis.longAt(i);
          });
    }
    return values;
  }
}
