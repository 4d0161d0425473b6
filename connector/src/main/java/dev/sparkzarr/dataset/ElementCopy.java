package dev.sparkzarr.dataset;

import java.util.Arrays;

/** Moves elements of which only the width matters. All positions count elements. Stateless. */
final class ElementCopy {
  private ElementCopy() {}

  /** Copies {@code count} elements between memories in which they lie {@code stride} apart. */
  static void strided(
      byte[] source,
      int from,
      int stride,
      byte[] target,
      int at,
      int targetStride,
      int count,
      int width) {
    switch (width) {
      case 1 -> {
        for (int i = 0, s = from, t = at; i < count; i++, s += stride, t += targetStride) {
          target[t] = source[s];
        }
      }
      case 2 -> {
        for (int i = 0, s = from, t = at; i < count; i++, s += stride, t += targetStride) {
          LittleEndian.int16(target, t, LittleEndian.int16(source, s));
        }
      }
      case 4 -> {
        for (int i = 0, s = from, t = at; i < count; i++, s += stride, t += targetStride) {
          LittleEndian.int32(target, t, LittleEndian.int32(source, s));
        }
      }
      case 8 -> {
        for (int i = 0, s = from, t = at; i < count; i++, s += stride, t += targetStride) {
          LittleEndian.int64(target, t, LittleEndian.int64(source, s));
        }
      }
      default -> {
        for (int i = 0, s = from, t = at; i < count; i++, s += stride, t += targetStride) {
          System.arraycopy(source, s * width, target, t * width, width);
        }
      }
    }
  }

  /** Writes each of {@code count} elements {@code times} times. */
  static void repeatEach(
      byte[] source, int start, byte[] target, int at, int count, int times, int width) {
    if (times >= 32) {
      for (int i = 0, t = at; i < count; i++, t += times) {
        System.arraycopy(source, (start + i) * width, target, t * width, width);
        repeatRun(target, t, 1, times, width);
      }
      return;
    }
    switch (width) {
      case 1 -> {
        for (int i = 0, t = at; i < count; i++, t += times) {
          Arrays.fill(target, t, t + times, source[start + i]);
        }
      }
      case 2 -> {
        for (int i = 0, t = at; i < count; i++) {
          short value = LittleEndian.int16(source, start + i);
          for (int end = t + times; t < end; t++) {
            LittleEndian.int16(target, t, value);
          }
        }
      }
      case 4 -> {
        for (int i = 0, t = at; i < count; i++) {
          int value = LittleEndian.int32(source, start + i);
          for (int end = t + times; t < end; t++) {
            LittleEndian.int32(target, t, value);
          }
        }
      }
      case 8 -> {
        for (int i = 0, t = at; i < count; i++) {
          long value = LittleEndian.int64(source, start + i);
          for (int end = t + times; t < end; t++) {
            LittleEndian.int64(target, t, value);
          }
        }
      }
      default -> {
        for (int i = 0, t = at; i < count; i++, t += times) {
          System.arraycopy(source, (start + i) * width, target, t * width, width);
          repeatRun(target, t, 1, times, width);
        }
      }
    }
  }

  /** Writes each of {@code count} flags {@code times} times. */
  static void repeatEach(
      boolean[] source, int start, boolean[] target, int at, int count, int times) {
    for (int i = 0, t = at; i < count; i++, t += times) {
      Arrays.fill(target, t, t + times, source[start + i]);
    }
  }

  /**
   * Repeats the run that stands at {@code at} until it is there {@code times} times, doubling what
   * is there already.
   *
   * @param memory a byte array, or an array of flags with width 1
   */
  static void repeatRun(Object memory, int at, int run, int times, int width) {
    int start = at * width;
    int length = run * times * width;
    int done = run * width;
    while (done < length) {
      int more = Math.min(done, length - done);
      System.arraycopy(memory, start, memory, start + done, more);
      done += more;
    }
  }
}
