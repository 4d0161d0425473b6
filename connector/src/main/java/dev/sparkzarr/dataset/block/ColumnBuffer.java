package dev.sparkzarr.dataset.block;

import dev.sparkzarr.codec.ElementHeap;
import dev.sparkzarr.dataset.ColumnType;
import dev.sparkzarr.dataset.LittleEndian;
import dev.sparkzarr.dataset.write.EncodableValues;
import java.util.Arrays;

/**
 * Values of one column as they come from rows, one after the other. A position may be written again
 * as long as it is the last. For one thread at a time.
 */
public final class ColumnBuffer {
  private final ColumnType type;
  private final ElementHeap heap;
  private byte[] bytes;
  private boolean[] missing;

  ColumnBuffer(ColumnType type, int capacity) {
    this.type = type;
    this.bytes = new byte[capacity * type.width()];
    this.heap = isFixed(type) ? null : new ElementHeap();
  }

  /** Whether no part of a value is a slot. */
  static boolean isFixed(ColumnType type) {
    return switch (type.kind()) {
      case TEXT, BINARY, ARRAY -> false;
      default -> type.fields().stream().allMatch(field -> isFixed(field.type()));
    };
  }

  void reserve(int capacity) {
    bytes = Arrays.copyOf(bytes, Math.multiplyExact(capacity, type.width()));
    if (missing != null) {
      missing = Arrays.copyOf(missing, capacity);
    }
  }

  /**
   * @return what the values are
   */
  public ColumnType type() {
    return type;
  }

  /**
   * @return the memory itself, little-endian; replaced when the buffer grows
   */
  public byte[] bytes() {
    return bytes;
  }

  /**
   * @return what slots point into; null for values of fixed size
   */
  public ElementHeap heap() {
    return heap;
  }

  /** Says that there is no value, after whatever was written at the position. */
  public void setMissing(int position) {
    if (missing == null) {
      missing = new boolean[bytes.length / type.width()];
    }
    Arrays.fill(bytes, position * type.width(), (position + 1) * type.width(), (byte) 0);
    missing[position] = true;
  }

  /** Says that there is a value. */
  public void setPresent(int position) {
    if (missing != null) {
      missing[position] = false;
    }
  }

  /** Says that there are values. */
  public void setPresent(int position, int count) {
    if (missing != null) {
      Arrays.fill(missing, position, position + count, false);
    }
  }

  /** Puts a value of variable size, and its slot. */
  public void putBytes(int position, byte[] source, int from, int length) {
    int at = heap.append(source, from, length);
    LittleEndian.int32(bytes, 2 * position, at);
    LittleEndian.int32(bytes, 2 * position + 1, length);
  }

  boolean isMissing(int position) {
    return missing != null && missing[position];
  }

  /** Whether two positions hold the same value, bit for bit. */
  boolean same(int one, int other) {
    if (isMissing(one) != isMissing(other)) {
      return false;
    }
    int width = type.width();
    if (heap == null || isMissing(one)) {
      return Arrays.equals(
          bytes, one * width, (one + 1) * width, bytes, other * width, (other + 1) * width);
    }
    if (!type.isBytes()) {
      return false;
    }
    int from = LittleEndian.int32(bytes, 2 * one);
    int to = LittleEndian.int32(bytes, 2 * other);
    return Arrays.equals(
        heap.bytes(),
        from,
        from + LittleEndian.int32(bytes, 2 * one + 1),
        heap.bytes(),
        to,
        to + LittleEndian.int32(bytes, 2 * other + 1));
  }

  /** Takes back what the value at the last position put into the heap. */
  void truncate(int heapSize) {
    if (heap != null) {
      heap.truncate(heapSize);
    }
  }

  int heapSize() {
    return heap == null ? 0 : heap.size();
  }

  long memory() {
    return bytes.length + (missing == null ? 0 : missing.length) + (long) heapSize();
  }

  EncodableValues values() {
    return new EncodableValues(bytes, missing, heap == null ? null : heap.bytes());
  }
}
