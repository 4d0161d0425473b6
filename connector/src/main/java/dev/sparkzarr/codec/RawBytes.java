package dev.sparkzarr.codec;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * This floor's access to numbers in byte arrays: little-endian views, and the change of byte order.
 * Every access is checked against the array's length by the virtual machine.
 */
final class RawBytes {
  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final long LOW_BYTES = 0x00FF00FF00FF00FFL;

  private RawBytes() {}

  static short getShort(byte[] bytes, int at) {
    return (short) SHORT.get(bytes, at);
  }

  static int getInt(byte[] bytes, int at) {
    return (int) INT.get(bytes, at);
  }

  static long getLong(byte[] bytes, int at) {
    return (long) LONG.get(bytes, at);
  }

  static void putShort(byte[] bytes, int at, short value) {
    SHORT.set(bytes, at, value);
  }

  static void putInt(byte[] bytes, int at, int value) {
    INT.set(bytes, at, value);
  }

  static void putLong(byte[] bytes, int at, long value) {
    LONG.set(bytes, at, value);
  }

  /**
   * Copies items with their bytes reversed; source and target may be the same place.
   *
   * @param size in bytes, a multiple of {@code width}
   */
  static void copyReversed(
      byte[] source, int sourceAt, byte[] target, int targetAt, int size, int width) {
    switch (width) {
      case 1 -> System.arraycopy(source, sourceAt, target, targetAt, size);
      case 2 -> {
        int whole = size & -8;
        for (int i = 0; i < whole; i += 8) { // as words: vector instructions
          long word = (long) LONG.get(source, sourceAt + i);
          LONG.set(target, targetAt + i, word >>> 8 & LOW_BYTES | (word & LOW_BYTES) << 8);
        }
        for (int i = whole; i < size; i += 2) {
          SHORT.set(
              target, targetAt + i, Short.reverseBytes((short) SHORT.get(source, sourceAt + i)));
        }
      }
      case 4 -> {
        for (int i = 0; i < size; i += 4) {
          INT.set(target, targetAt + i, Integer.reverseBytes((int) INT.get(source, sourceAt + i)));
        }
      }
      case 8 -> {
        for (int i = 0; i < size; i += 8) {
          LONG.set(target, targetAt + i, Long.reverseBytes((long) LONG.get(source, sourceAt + i)));
        }
      }
      default -> throw new IllegalArgumentException("width " + width);
    }
  }

  /** Writes {@code pattern} over and over. */
  static void fill(byte[] target, int at, int size, byte[] pattern) {
    if (size == 0) {
      return;
    }
    int written = Math.min(size, pattern.length);
    System.arraycopy(pattern, 0, target, at, written);
    while (written < size) {
      int more = Math.min(written, size - written);
      System.arraycopy(target, at, target, at + written, more);
      written += more;
    }
  }
}
