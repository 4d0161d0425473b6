package dev.sparkzarr.dataset.cf;

import dev.sparkzarr.dataset.LittleEndian;
import dev.sparkzarr.metadata.ElementKind;
import dev.sparkzarr.metadata.Half;

/** Loops from stored elements to wider numbers; one per kind, without boxing. Stateless. */
final class Elements {
  private Elements() {}

  /** Widens integers or bools to int64, unsigned ones by their value; uint64 keeps its bits. */
  static void toLongs(ElementKind kind, byte[] raw, int start, int count, byte[] values) {
    switch (kind) {
      case BOOL -> {
        for (int i = 0; i < count; i++) {
          LittleEndian.int64(values, i, raw[start + i] == 0 ? 0 : 1);
        }
      }
      case INT2, INT4, INT8 -> {
        for (int i = 0; i < count; i++) {
          LittleEndian.int64(values, i, raw[start + i]);
        }
      }
      case UINT2, UINT4, UINT8 -> {
        for (int i = 0; i < count; i++) {
          LittleEndian.int64(values, i, raw[start + i] & 0xff);
        }
      }
      case INT16 -> {
        for (int i = 0; i < count; i++) {
          LittleEndian.int64(values, i, LittleEndian.int16(raw, start + i));
        }
      }
      case UINT16 -> {
        for (int i = 0; i < count; i++) {
          LittleEndian.int64(values, i, LittleEndian.int16(raw, start + i) & 0xffff);
        }
      }
      case INT32 -> {
        for (int i = 0; i < count; i++) {
          LittleEndian.int64(values, i, LittleEndian.int32(raw, start + i));
        }
      }
      case UINT32 -> {
        for (int i = 0; i < count; i++) {
          LittleEndian.int64(values, i, LittleEndian.int32(raw, start + i) & 0xffffffffL);
        }
      }
      case INT64, UINT64 -> System.arraycopy(raw, start << 3, values, 0, count << 3);
      case FLOAT16, BFLOAT16, FLOAT32, FLOAT64 ->
          throw new IllegalArgumentException("not integers: " + kind);
    }
  }

  /**
   * Widens to float64 and gives {@code element * scale + offset}; scale 1 and offset -0.0 leave
   * every number as it is.
   */
  static void toDoubles(
      ElementKind kind,
      byte[] raw,
      int start,
      int count,
      double scale,
      double offset,
      byte[] values) {
    switch (kind) {
      case BOOL -> {
        for (int i = 0; i < count; i++) {
          LittleEndian.float64(values, i, (raw[start + i] == 0 ? 0 : 1) * scale + offset);
        }
      }
      case INT2, INT4, INT8 -> {
        for (int i = 0; i < count; i++) {
          LittleEndian.float64(values, i, raw[start + i] * scale + offset);
        }
      }
      case UINT2, UINT4, UINT8 -> {
        for (int i = 0; i < count; i++) {
          LittleEndian.float64(values, i, (raw[start + i] & 0xff) * scale + offset);
        }
      }
      case INT16 -> {
        for (int i = 0; i < count; i++) {
          LittleEndian.float64(values, i, LittleEndian.int16(raw, start + i) * scale + offset);
        }
      }
      case UINT16 -> {
        for (int i = 0; i < count; i++) {
          int element = LittleEndian.int16(raw, start + i) & 0xffff;
          LittleEndian.float64(values, i, element * scale + offset);
        }
      }
      case INT32 -> {
        for (int i = 0; i < count; i++) {
          LittleEndian.float64(values, i, LittleEndian.int32(raw, start + i) * scale + offset);
        }
      }
      case UINT32 -> {
        for (int i = 0; i < count; i++) {
          long element = LittleEndian.int32(raw, start + i) & 0xffffffffL;
          LittleEndian.float64(values, i, element * scale + offset);
        }
      }
      case INT64 -> {
        for (int i = 0; i < count; i++) {
          LittleEndian.float64(values, i, LittleEndian.int64(raw, start + i) * scale + offset);
        }
      }
      case UINT64 -> {
        for (int i = 0; i < count; i++) {
          double element = unsigned(LittleEndian.int64(raw, start + i));
          LittleEndian.float64(values, i, element * scale + offset);
        }
      }
      case FLOAT16, BFLOAT16 -> {
        for (int i = 0; i < count; i++) {
          float element = half(kind, LittleEndian.int16(raw, start + i));
          LittleEndian.float64(values, i, element * scale + offset);
        }
      }
      case FLOAT32 -> {
        for (int i = 0; i < count; i++) {
          LittleEndian.float64(values, i, LittleEndian.float32(raw, start + i) * scale + offset);
        }
      }
      case FLOAT64 -> {
        for (int i = 0; i < count; i++) {
          LittleEndian.float64(values, i, LittleEndian.float64(raw, start + i) * scale + offset);
        }
      }
    }
  }

  /**
   * @return the double nearest to 64 unsigned bits
   */
  static double unsigned(long bits) {
    // Halved with a sticky last bit, so that the one rounding of the conversion is right.
    return bits >= 0 ? bits : (double) (bits >>> 1 | bits & 1) * 2;
  }

  /**
   * @param kind FLOAT16 or BFLOAT16
   * @return the value of a pattern of that kind, exact
   */
  static float half(ElementKind kind, short bits) {
    return kind == ElementKind.BFLOAT16 ? Float.intBitsToFloat(bits << 16) : Half.toFloat(bits);
  }
}
