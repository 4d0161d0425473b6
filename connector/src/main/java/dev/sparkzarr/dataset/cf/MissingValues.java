package dev.sparkzarr.dataset.cf;

import dev.sparkzarr.dataset.ColumnType;
import dev.sparkzarr.dataset.LittleEndian;
import dev.sparkzarr.metadata.ElementKind;
import java.io.Serializable;
import java.util.Arrays;

/**
 * The stored elements that stand for missing ones, as elements of their array: compared before
 * scale and offset, floats as numbers (so -0.0 is 0.0), all others as bits. NaN is not among them.
 * Immutable.
 */
final class MissingValues implements Serializable {
  private static final long serialVersionUID = 1L;

  private final ElementKind kind;

  /** Low bits of the integers; bits of the doubles for floats. */
  private final long[] elements;

  /**
   * @param elements for integers and bools the bits, sign extended or not; for floats the bits of a
   *     double that an element can be equal to
   */
  MissingValues(ElementKind kind, long[] elements) {
    this.kind = kind;
    this.elements = Arrays.stream(elements).distinct().toArray();
  }

  static MissingValues none(ElementKind kind) {
    return new MissingValues(kind, new long[0]);
  }

  /**
   * @return as the constructor takes them
   */
  long[] elements() {
    return elements.clone();
  }

  boolean isEmpty() {
    return elements.length == 0;
  }

  /** Sets a flag for each element: whether it is missing. */
  void flag(byte[] raw, int start, int count, boolean[] missing) {
    Arrays.fill(missing, 0, count, false);
    for (long element : elements) {
      flag(element, raw, start, count, missing);
    }
  }

  private void flag(long wanted, byte[] raw, int start, int count, boolean[] missing) {
    switch (kind) {
      case BOOL -> {
        boolean truth = wanted != 0;
        for (int i = 0; i < count; i++) {
          missing[i] |= raw[start + i] != 0 == truth;
        }
      }
      case INT2, INT4, INT8, UINT2, UINT4, UINT8 -> {
        byte bits = (byte) wanted;
        for (int i = 0; i < count; i++) {
          missing[i] |= raw[start + i] == bits;
        }
      }
      case INT16, UINT16 -> {
        short bits = (short) wanted;
        for (int i = 0; i < count; i++) {
          missing[i] |= LittleEndian.int16(raw, start + i) == bits;
        }
      }
      case INT32, UINT32 -> {
        int bits = (int) wanted;
        for (int i = 0; i < count; i++) {
          missing[i] |= LittleEndian.int32(raw, start + i) == bits;
        }
      }
      case INT64, UINT64 -> {
        for (int i = 0; i < count; i++) {
          missing[i] |= LittleEndian.int64(raw, start + i) == wanted;
        }
      }
      case FLOAT16, BFLOAT16 -> {
        float number = (float) Double.longBitsToDouble(wanted);
        for (int i = 0; i < count; i++) {
          missing[i] |= Elements.half(kind, LittleEndian.int16(raw, start + i)) == number;
        }
      }
      case FLOAT32 -> {
        float number = (float) Double.longBitsToDouble(wanted);
        for (int i = 0; i < count; i++) {
          missing[i] |= LittleEndian.float32(raw, start + i) == number;
        }
      }
      case FLOAT64 -> {
        double number = Double.longBitsToDouble(wanted);
        for (int i = 0; i < count; i++) {
          missing[i] |= LittleEndian.float64(raw, start + i) == number;
        }
      }
    }
  }

  /** Makes decoded float values NaN where the element is missing. */
  void toNaN(ColumnType type, byte[] raw, int start, int count, byte[] values) {
    for (long element : elements) {
      if (type.equals(ColumnType.FLOAT32)) {
        toNaN32((float) Double.longBitsToDouble(element), raw, start, count, values);
      } else {
        toNaN64(element, raw, start, count, values);
      }
    }
  }

  private void toNaN32(float wanted, byte[] raw, int start, int count, byte[] values) {
    if (kind == ElementKind.FLOAT16 || kind == ElementKind.BFLOAT16) {
      for (int i = 0; i < count; i++) {
        if (Elements.half(kind, LittleEndian.int16(raw, start + i)) == wanted) {
          LittleEndian.float32(values, i, Float.NaN);
        }
      }
    } else {
      for (int i = 0; i < count; i++) {
        if (LittleEndian.float32(raw, start + i) == wanted) {
          LittleEndian.float32(values, i, Float.NaN);
        }
      }
    }
  }

  private void toNaN64(long wanted, byte[] raw, int start, int count, byte[] values) {
    switch (kind) {
      case BOOL -> {
        boolean truth = wanted != 0;
        for (int i = 0; i < count; i++) {
          if (raw[start + i] != 0 == truth) {
            LittleEndian.float64(values, i, Double.NaN);
          }
        }
      }
      case INT2, INT4, INT8, UINT2, UINT4, UINT8 -> {
        byte bits = (byte) wanted;
        for (int i = 0; i < count; i++) {
          if (raw[start + i] == bits) {
            LittleEndian.float64(values, i, Double.NaN);
          }
        }
      }
      case INT16, UINT16 -> {
        short bits = (short) wanted;
        for (int i = 0; i < count; i++) {
          if (LittleEndian.int16(raw, start + i) == bits) {
            LittleEndian.float64(values, i, Double.NaN);
          }
        }
      }
      case INT32, UINT32 -> {
        int bits = (int) wanted;
        for (int i = 0; i < count; i++) {
          if (LittleEndian.int32(raw, start + i) == bits) {
            LittleEndian.float64(values, i, Double.NaN);
          }
        }
      }
      case INT64, UINT64 -> {
        for (int i = 0; i < count; i++) {
          if (LittleEndian.int64(raw, start + i) == wanted) {
            LittleEndian.float64(values, i, Double.NaN);
          }
        }
      }
      case FLOAT16, BFLOAT16 -> {
        float number = (float) Double.longBitsToDouble(wanted);
        for (int i = 0; i < count; i++) {
          if (Elements.half(kind, LittleEndian.int16(raw, start + i)) == number) {
            LittleEndian.float64(values, i, Double.NaN);
          }
        }
      }
      case FLOAT32 -> {
        float number = (float) Double.longBitsToDouble(wanted);
        for (int i = 0; i < count; i++) {
          if (LittleEndian.float32(raw, start + i) == number) {
            LittleEndian.float64(values, i, Double.NaN);
          }
        }
      }
      case FLOAT64 -> {
        double number = Double.longBitsToDouble(wanted);
        for (int i = 0; i < count; i++) {
          if (LittleEndian.float64(raw, start + i) == number) {
            LittleEndian.float64(values, i, Double.NaN);
          }
        }
      }
    }
  }
}
