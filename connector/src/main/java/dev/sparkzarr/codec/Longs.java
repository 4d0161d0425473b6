package dev.sparkzarr.codec;

import dev.sparkzarr.metadata.BrainFloat;
import dev.sparkzarr.metadata.ElementKind;
import dev.sparkzarr.metadata.Half;

/**
 * Integers and bools of any kind as longs, and longs as numbers of any kind, some at a time. A long
 * of a UINT64 is its bits. Stateless.
 */
final class Longs {
  private Longs() {}

  /**
   * Reads {@code count} integers.
   *
   * @param kind not a float
   */
  static void read(ElementKind kind, byte[] source, int at, long[] into, int count) {
    switch (kind) {
      case BOOL -> {
        for (int i = 0; i < count; i++) {
          into[i] = source[at + i] != 0 ? 1 : 0;
        }
      }
      case INT2, INT4, INT8 -> {
        for (int i = 0; i < count; i++) {
          into[i] = source[at + i];
        }
      }
      case UINT2, UINT4, UINT8 -> {
        for (int i = 0; i < count; i++) {
          into[i] = source[at + i] & 0xff;
        }
      }
      case INT16 -> {
        for (int i = 0; i < count; i++) {
          into[i] = RawBytes.getShort(source, at + 2 * i);
        }
      }
      case UINT16 -> {
        for (int i = 0; i < count; i++) {
          into[i] = RawBytes.getShort(source, at + 2 * i) & 0xffff;
        }
      }
      case INT32 -> {
        for (int i = 0; i < count; i++) {
          into[i] = RawBytes.getInt(source, at + 4 * i);
        }
      }
      case UINT32 -> {
        for (int i = 0; i < count; i++) {
          into[i] = RawBytes.getInt(source, at + 4 * i) & 0xffffffffL;
        }
      }
      case INT64, UINT64 -> {
        for (int i = 0; i < count; i++) {
          into[i] = RawBytes.getLong(source, at + 8 * i);
        }
      }
      default -> throw new IllegalArgumentException("integers of " + kind);
    }
  }

  /**
   * Writes {@code count} numbers: the low bits, where the kind is an integer, and the nearest
   * number where it is a float.
   *
   * @param signed whether a negative long is a negative number, not one of 2^63 and above
   */
  static void write(
      ElementKind kind, long[] from, boolean signed, byte[] target, int at, int count) {
    switch (kind) {
      case BOOL -> {
        for (int i = 0; i < count; i++) {
          target[at + i] = (byte) (from[i] != 0 ? 1 : 0);
        }
      }
      case INT8, UINT8 -> {
        for (int i = 0; i < count; i++) {
          target[at + i] = (byte) from[i];
        }
      }
      case INT2, INT4, UINT2, UINT4 -> {
        for (int i = 0; i < count; i++) {
          target[at + i] = (byte) cut(kind, from[i]);
        }
      }
      case INT16, UINT16 -> {
        for (int i = 0; i < count; i++) {
          RawBytes.putShort(target, at + 2 * i, (short) from[i]);
        }
      }
      case INT32, UINT32 -> {
        for (int i = 0; i < count; i++) {
          RawBytes.putInt(target, at + 4 * i, (int) from[i]);
        }
      }
      case INT64, UINT64 -> {
        for (int i = 0; i < count; i++) {
          RawBytes.putLong(target, at + 8 * i, from[i]);
        }
      }
      case FLOAT16 -> {
        for (int i = 0; i < count; i++) {
          RawBytes.putShort(target, at + 2 * i, Half.ofDouble(toFloat(from[i], signed)));
        }
      }
      case BFLOAT16 -> {
        for (int i = 0; i < count; i++) {
          RawBytes.putShort(target, at + 2 * i, BrainFloat.ofDouble(toFloat(from[i], signed)));
        }
      }
      case FLOAT32 -> {
        for (int i = 0; i < count; i++) {
          RawBytes.putInt(target, at + 4 * i, Float.floatToRawIntBits(toFloat(from[i], signed)));
        }
      }
      case FLOAT64 -> {
        for (int i = 0; i < count; i++) {
          double value = signed ? from[i] : Doubles.ofUnsigned(from[i]);
          RawBytes.putLong(target, at + 8 * i, Double.doubleToRawLongBits(value));
        }
      }
    }
  }

  /** What remains of a number in the bits of an integer kind, extended again. */
  static long cut(ElementKind kind, long value) {
    int unused = Long.SIZE - kind.bits();
    return kind.isUnsigned() || kind == ElementKind.BOOL
        ? value << unused >>> unused
        : value << unused >> unused;
  }

  /** The smallest number of an integer kind. */
  static long least(ElementKind kind) {
    return kind.isUnsigned() || kind == ElementKind.BOOL ? 0 : -1L << kind.bits() - 1;
  }

  /** The largest number of an integer kind; of UINT64 its bits. */
  static long most(ElementKind kind) {
    return kind.isUnsigned() || kind == ElementKind.BOOL
        ? -1L >>> Long.SIZE - kind.bits()
        : ~least(kind);
  }

  /**
   * Whether an integer kind can hold the number.
   *
   * @param signed whether a negative long is a negative number
   */
  static boolean fits(ElementKind kind, long value, boolean signed) {
    if (kind == ElementKind.UINT64) {
      return value >= 0 || !signed;
    }
    return value >= least(kind) && value <= most(kind) && (value >= 0 || signed);
  }

  private static float toFloat(long value, boolean signed) {
    return signed || value >= 0 ? value : (value >>> 1 | value & 1) * 2f;
  }
}
