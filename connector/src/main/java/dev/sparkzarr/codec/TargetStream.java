package dev.sparkzarr.codec;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * A target as a stream, for libraries that know nothing else: never more bytes than belong, each
 * written once, where it stays. For one call.
 */
final class TargetStream extends OutputStream {
  private final ByteTarget target;
  private byte[] out;
  private int room;
  private int size;

  TargetStream(ByteTarget target) {
    this.target = target;
    out = target.reserve(0);
  }

  /** How many bytes have come. */
  int size() {
    return size;
  }

  /** The bytes that have come. */
  ByteSpan span() {
    return target.span(size);
  }

  @Override
  public void write(int value) {
    require(1);
    out[target.offset() + size++] = (byte) value;
  }

  @Override
  public void write(byte[] bytes, int from, int count) {
    require(count);
    System.arraycopy(bytes, from, out, target.offset() + size, count);
    size += count;
  }

  /** Reads {@code in} to its end. */
  void drain(InputStream in) throws IOException {
    while (true) {
      if (size == room) {
        room = target.grow(size);
        out = target.reserve(room);
      }
      if (size == room) { // all that belongs: there must be no more
        int beyond = in.read();
        if (beyond < 0) {
          return;
        }
        write(beyond);
      }
      int count = in.read(out, target.offset() + size, room - size);
      if (count < 0) {
        return;
      }
      size += count;
    }
  }

  private void require(int count) {
    while (room - size < count) {
      int before = room;
      room = target.grow(Math.max(room, size));
      if (room == before) {
        target.reserve((long) size + count); // says that so much does not belong
        room = size + count;
      }
    }
    out = target.reserve(room);
  }
}
