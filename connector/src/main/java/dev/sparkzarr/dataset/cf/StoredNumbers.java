package dev.sparkzarr.dataset.cf;

import dev.sparkzarr.dataset.LittleEndian;
import dev.sparkzarr.metadata.BrainFloat;
import dev.sparkzarr.metadata.ElementKind;
import dev.sparkzarr.metadata.Half;

/** Loops from wide numbers to stored elements; one per width, without boxing. Stateless. */
final class StoredNumbers {
  private StoredNumbers() {}

  /**
   * @return the least integer of a kind
   */
  static long least(ElementKind kind) {
    return kind.isUnsigned() ? 0 : -1L << kind.bits() - 1;
  }

  /**
   * @return the greatest integer of a kind; of UINT64 the greatest int64
   */
  static long greatest(ElementKind kind) {
    return kind.bits() == 64
        ? Long.MAX_VALUE
        : kind.isUnsigned() ? (1L << kind.bits()) - 1 : (1L << kind.bits() - 1) - 1;
  }

  /** The range of an integer kind, for messages. */
  static String range(ElementKind kind) {
    return least(kind) + " to " + (kind == ElementKind.UINT64 ? "2^64-1" : greatest(kind));
  }

  /** Writes the low bits of int64 numbers. */
  static void fromLongs(byte[] longs, int count, int width, byte[] raw, int start) {
    switch (width) {
      case 1 -> {
        for (int i = 0; i < count; i++) {
          raw[start + i] = longs[i << 3];
        }
      }
      case 2 -> {
        for (int i = 0; i < count; i++) {
          LittleEndian.int16(raw, start + i, (short) LittleEndian.int64(longs, i));
        }
      }
      case 4 -> {
        for (int i = 0; i < count; i++) {
          LittleEndian.int32(raw, start + i, (int) LittleEndian.int64(longs, i));
        }
      }
      default -> System.arraycopy(longs, 0, raw, start << 3, count << 3);
    }
  }

  /** Writes the nearest float of a kind for each float64. */
  static void fromDoubles(ElementKind kind, byte[] doubles, int count, byte[] raw, int start) {
    switch (kind) {
      case FLOAT16 -> {
        for (int i = 0; i < count; i++) {
          LittleEndian.int16(raw, start + i, Half.ofDouble(LittleEndian.float64(doubles, i)));
        }
      }
      case BFLOAT16 -> {
        for (int i = 0; i < count; i++) {
          LittleEndian.int16(raw, start + i, BrainFloat.ofDouble(LittleEndian.float64(doubles, i)));
        }
      }
      case FLOAT32 -> {
        for (int i = 0; i < count; i++) {
          LittleEndian.float32(raw, start + i, (float) LittleEndian.float64(doubles, i));
        }
      }
      case FLOAT64 -> System.arraycopy(doubles, 0, raw, start << 3, count << 3);
      default -> throw new IllegalArgumentException("not floats: " + kind);
    }
  }

  /**
   * @return the float at {@code index} of stored elements
   */
  static double floatAt(ElementKind kind, byte[] raw, int index) {
    return switch (kind) {
      case FLOAT16, BFLOAT16 -> Elements.half(kind, LittleEndian.int16(raw, index));
      case FLOAT32 -> LittleEndian.float32(raw, index);
      case FLOAT64 -> LittleEndian.float64(raw, index);
      default -> throw new IllegalArgumentException("not floats: " + kind);
    };
  }
}
