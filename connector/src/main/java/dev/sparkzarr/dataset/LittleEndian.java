package dev.sparkzarr.dataset;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Typed access to little-endian elements in a byte array, by element index. The one place of this
 * floor where bytes are taken for numbers; every access is bounds-checked by the JVM.
 */
public final class LittleEndian {
  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle FLOAT =
      MethodHandles.byteArrayViewVarHandle(float[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle DOUBLE =
      MethodHandles.byteArrayViewVarHandle(double[].class, ByteOrder.LITTLE_ENDIAN);

  private LittleEndian() {}

  public static short int16(byte[] bytes, int index) {
    return (short) SHORT.get(bytes, index << 1);
  }

  public static int int32(byte[] bytes, int index) {
    return (int) INT.get(bytes, index << 2);
  }

  public static long int64(byte[] bytes, int index) {
    return (long) LONG.get(bytes, index << 3);
  }

  public static float float32(byte[] bytes, int index) {
    return (float) FLOAT.get(bytes, index << 2);
  }

  public static double float64(byte[] bytes, int index) {
    return (double) DOUBLE.get(bytes, index << 3);
  }

  public static void int16(byte[] bytes, int index, short value) {
    SHORT.set(bytes, index << 1, value);
  }

  public static void int32(byte[] bytes, int index, int value) {
    INT.set(bytes, index << 2, value);
  }

  public static void int64(byte[] bytes, int index, long value) {
    LONG.set(bytes, index << 3, value);
  }

  public static void float32(byte[] bytes, int index, float value) {
    FLOAT.set(bytes, index << 2, value);
  }

  public static void float64(byte[] bytes, int index, double value) {
    DOUBLE.set(bytes, index << 3, value);
  }

  /** Copies {@code count} elements from element {@code index} on into {@code target}, from 0 on. */
  public static void copy(byte[] bytes, int index, short[] target, int count) {
    view(bytes).asShortBuffer().get(index, target, 0, count);
  }

  /** Copies {@code count} elements from element {@code index} on into {@code target}, from 0 on. */
  public static void copy(byte[] bytes, int index, int[] target, int count) {
    view(bytes).asIntBuffer().get(index, target, 0, count);
  }

  /** Copies {@code count} elements from element {@code index} on into {@code target}, from 0 on. */
  public static void copy(byte[] bytes, int index, long[] target, int count) {
    view(bytes).asLongBuffer().get(index, target, 0, count);
  }

  /** Copies {@code count} elements from element {@code index} on into {@code target}, from 0 on. */
  public static void copy(byte[] bytes, int index, float[] target, int count) {
    view(bytes).asFloatBuffer().get(index, target, 0, count);
  }

  /** Copies {@code count} elements from element {@code index} on into {@code target}, from 0 on. */
  public static void copy(byte[] bytes, int index, double[] target, int count) {
    view(bytes).asDoubleBuffer().get(index, target, 0, count);
  }

  private static ByteBuffer view(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
