package dev.sparkzarr.codec;

import java.nio.ByteBuffer;
import java.util.Objects;

/**
 * Some bytes of an array, not copied: valid as long as the array's owner leaves them alone. For one
 * thread at a time.
 */
public final class ByteSpan {
  private final byte[] array;
  private final int offset;
  private final int length;

  /**
   * @param array holds the bytes, not copied
   * @param offset of the first byte
   * @param length how many bytes
   */
  public ByteSpan(byte[] array, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, array.length);
    this.array = array;
    this.offset = offset;
    this.length = length;
  }

  /**
   * @param buffer array-backed; from position to limit; left as it was
   */
  static ByteSpan of(ByteBuffer buffer) {
    return new ByteSpan(
        buffer.array(), buffer.arrayOffset() + buffer.position(), buffer.remaining());
  }

  /**
   * @return the array itself
   */
  public byte[] array() {
    return array;
  }

  /**
   * @return index of the first byte in {@link #array()}
   */
  public int offset() {
    return offset;
  }

  /**
   * @return how many bytes
   */
  public int length() {
    return length;
  }

  /**
   * @param from counted from this span's first byte
   * @param count how many bytes
   * @return a part of this span, sharing its array
   */
  public ByteSpan part(int from, int count) {
    Objects.checkFromIndexSize(from, count, length);
    return new ByteSpan(array, offset + from, count);
  }

  /**
   * @param at counted from this span's first byte
   * @return the byte there, 0 to 255
   */
  public int byteAt(int at) {
    return array[offset + Objects.checkIndex(at, length)] & 0xff;
  }

  /**
   * @param at counted from this span's first byte
   * @return the little-endian integer of four bytes there
   */
  public int intAt(int at) {
    Objects.checkFromIndexSize(at, Integer.BYTES, length);
    return RawBytes.getInt(array, offset + at);
  }
}
