package dev.sparkzarr.codec;

import dev.sparkzarr.metadata.BrainFloat;
import dev.sparkzarr.metadata.ElementKind;
import dev.sparkzarr.metadata.Half;

/**
 * Numbers of any kind as doubles, and doubles as numbers of any kind, some at a time. Floats are
 * rounded to the nearest, ties to even; integers are cut off towards zero. What no integer of the
 * kind can be (NaN, infinities, other magnitudes) becomes what numpy makes of it on x86-64, where
 * the language it is written in leaves it open: the low bits of the integer, or of the smallest one
 * of 32 bits (64 for wide kinds) when that is exceeded. Stateless.
 */
final class Doubles {
  private Doubles() {}

  /** Reads {@code count} numbers; those of 64 bits are rounded. */
  static void read(ElementKind kind, byte[] source, int at, double[] into, int count) {
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
      case INT64 -> {
        for (int i = 0; i < count; i++) {
          into[i] = RawBytes.getLong(source, at + 8 * i);
        }
      }
      case UINT64 -> {
        for (int i = 0; i < count; i++) {
          into[i] = ofUnsigned(RawBytes.getLong(source, at + 8 * i));
        }
      }
      case FLOAT16 -> {
        for (int i = 0; i < count; i++) {
          into[i] = Half.toFloat(RawBytes.getShort(source, at + 2 * i));
        }
      }
      case BFLOAT16 -> {
        for (int i = 0; i < count; i++) {
          into[i] = Float.intBitsToFloat(RawBytes.getShort(source, at + 2 * i) << 16);
        }
      }
      case FLOAT32 -> {
        for (int i = 0; i < count; i++) {
          into[i] = Float.intBitsToFloat(RawBytes.getInt(source, at + 4 * i));
        }
      }
      case FLOAT64 -> {
        for (int i = 0; i < count; i++) {
          into[i] = Double.longBitsToDouble(RawBytes.getLong(source, at + 8 * i));
        }
      }
    }
  }

  /** Writes {@code count} numbers, whatever the kind can hold. */
  static void write(ElementKind kind, double[] from, byte[] target, int at, int count) {
    switch (kind) {
      case BOOL -> {
        for (int i = 0; i < count; i++) {
          target[at + i] = (byte) (from[i] != 0 ? 1 : 0);
        }
      }
      case INT2, INT4, INT8, UINT2, UINT4, UINT8 -> {
        for (int i = 0; i < count; i++) {
          target[at + i] = (byte) Longs.cut(kind, toInt(from[i]));
        }
      }
      case INT16, UINT16 -> {
        for (int i = 0; i < count; i++) {
          RawBytes.putShort(target, at + 2 * i, (short) toInt(from[i]));
        }
      }
      case INT32 -> {
        for (int i = 0; i < count; i++) {
          RawBytes.putInt(target, at + 4 * i, toInt(from[i]));
        }
      }
      case UINT32 -> {
        for (int i = 0; i < count; i++) {
          RawBytes.putInt(target, at + 4 * i, (int) toLong(from[i]));
        }
      }
      case INT64 -> {
        for (int i = 0; i < count; i++) {
          RawBytes.putLong(target, at + 8 * i, toLong(from[i]));
        }
      }
      case UINT64 -> {
        for (int i = 0; i < count; i++) {
          RawBytes.putLong(target, at + 8 * i, toUnsigned(from[i]));
        }
      }
      case FLOAT16 -> {
        for (int i = 0; i < count; i++) {
          RawBytes.putShort(target, at + 2 * i, Half.ofDouble(from[i]));
        }
      }
      case BFLOAT16 -> {
        for (int i = 0; i < count; i++) {
          RawBytes.putShort(target, at + 2 * i, BrainFloat.ofDouble(from[i]));
        }
      }
      case FLOAT32 -> {
        for (int i = 0; i < count; i++) {
          RawBytes.putInt(target, at + 4 * i, Float.floatToRawIntBits((float) from[i]));
        }
      }
      case FLOAT64 -> {
        for (int i = 0; i < count; i++) {
          RawBytes.putLong(target, at + 8 * i, Double.doubleToRawLongBits(from[i]));
        }
      }
    }
  }

  /** The number of the kind that is nearest, of a float kind; others are left as they are. */
  static double round(ElementKind kind, double value) {
    return switch (kind) {
      case FLOAT16 -> Half.toFloat(Half.ofDouble(value));
      case BFLOAT16 -> Float.intBitsToFloat(BrainFloat.ofDouble(value) << 16);
      case FLOAT32 -> (float) value;
      default -> value;
    };
  }

  /** Whether a kind can hold the number, cut off towards zero where it holds integers only. */
  static boolean fits(ElementKind kind, double value) {
    if (kind.isFloat()) {
      return !Double.isFinite(value) || Double.isFinite(round(kind, value));
    }
    return switch (kind) {
      case BOOL -> value == 0 || value == 1;
      case INT64 -> value >= -0x1p63 && value < 0x1p63;
      case UINT64 -> value > -1 && value < 0x1p64;
      default -> value > Longs.least(kind) - 1.0 && value < Longs.most(kind) + 1.0;
    };
  }

  /** The nearest double to an unsigned number. */
  static double ofUnsigned(long bits) {
    return bits >= 0 ? bits : (bits >>> 1 | bits & 1) * 2.0; // the lowest bit says which way
  }

  private static int toInt(double value) {
    return value > -0x1p31 - 1 && value < 0x1p31 ? (int) value : Integer.MIN_VALUE;
  }

  private static long toLong(double value) {
    return value >= -0x1p63 && value < 0x1p63 ? (long) value : Long.MIN_VALUE;
  }

  private static long toUnsigned(double value) {
    return value >= 0x1p63 ? toLong(value - 0x1p63) ^ Long.MIN_VALUE : toLong(value);
  }
}
