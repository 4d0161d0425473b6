package dev.sparkzarr.codec;

/** Objects as MessagePack, each in its shortest form. For one call. Source: its specification. */
record MsgPackSink(TargetStream out) implements ObjectWriter.Sink {
  @Override
  public void beginList(long count) {
    if (count < 16) {
      out.write(0x90 | (int) count);
    } else if (count < 1 << 16) {
      marked(0xdc, count, 2);
    } else {
      marked(0xdd, count, 4); // an element takes memory: the count fits
    }
  }

  @Override
  public void endList() {
    // The count says it.
  }

  @Override
  public void text(byte[] bytes, int from, int length) {
    if (length < 32) {
      out.write(0xa0 | length);
    } else if (length < 1 << 8) {
      marked(0xd9, length, 1);
    } else if (length < 1 << 16) {
      marked(0xda, length, 2);
    } else {
      marked(0xdb, length, 4);
    }
    out.write(bytes, from, length);
  }

  @Override
  public void integer(long value) {
    if (value >= 0) {
      unsigned(value);
    } else if (value >= -32) {
      out.write((int) value);
    } else if (value >= Byte.MIN_VALUE) {
      marked(0xd0, value, 1);
    } else if (value >= Short.MIN_VALUE) {
      marked(0xd1, value, 2);
    } else if (value >= Integer.MIN_VALUE) {
      marked(0xd2, value, 4);
    } else {
      marked(0xd3, value, 8);
    }
  }

  @Override
  public void unsigned(long value) {
    if (value >>> 7 == 0) {
      out.write((int) value);
    } else if (value >>> 8 == 0) {
      marked(0xcc, value, 1);
    } else if (value >>> 16 == 0) {
      marked(0xcd, value, 2);
    } else if (value >>> 32 == 0) {
      marked(0xce, value, 4);
    } else {
      marked(0xcf, value, 8);
    }
  }

  @Override
  public void real(double value) {
    marked(0xcb, Double.doubleToRawLongBits(value), 8);
  }

  @Override
  public void bool(boolean value) {
    out.write(value ? 0xc3 : 0xc2);
  }

  private void marked(int mark, long value, int size) {
    out.write(mark);
    for (int shift = 8 * (size - 1); shift >= 0; shift -= 8) {
      out.write((int) (value >>> shift));
    }
  }
}
