package dev.sparkzarr.dataset.predicate;

import java.util.Arrays;

/**
 * A part of a text of ASCII characters.
 *
 * @param position of its first character: from 1, or from the end when negative
 * @param length how many characters at most
 */
record Substring(Node text, int position, int length) implements Node {
  @Override
  public ValueType type() {
    return ValueType.TEXT;
  }

  @Override
  public Values evaluate(Block block) {
    Values texts = text.evaluate(block);
    Object[] parts = new Object[block.count()];
    for (int i = 0; i < parts.length; i++) {
      if (!texts.isNull(i)) {
        byte[] bytes = (byte[]) texts.objects[i];
        if (!TextLength.isAscii(bytes)) {
          block.refuse();
        }
        parts[i] = part(bytes);
      }
    }
    return Values.of(parts, texts.nulls);
  }

  private byte[] part(byte[] bytes) {
    long start = position;
    if (position > 0) {
      start = position - 1L;
    } else if (position < 0) {
      start = (long) bytes.length + position;
    }
    long stop = Math.min(bytes.length, start + length);
    int from = (int) Math.max(0, Math.min(bytes.length, start));
    return stop <= from ? new byte[0] : Arrays.copyOfRange(bytes, from, (int) stop);
  }
}
