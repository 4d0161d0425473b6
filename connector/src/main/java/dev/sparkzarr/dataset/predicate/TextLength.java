package dev.sparkzarr.dataset.predicate;

/** How many characters a text has that is all ASCII. */
record TextLength(Node text) implements Node {
  @Override
  public ValueType type() {
    return ValueType.INT32;
  }

  @Override
  public Values evaluate(Block block) {
    Values texts = text.evaluate(block);
    long[] lengths = new long[block.count()];
    for (int i = 0; i < lengths.length; i++) {
      if (!texts.isNull(i)) {
        byte[] bytes = (byte[]) texts.objects[i];
        if (!isAscii(bytes)) {
          block.refuse();
        }
        lengths[i] = bytes.length;
      }
    }
    return Values.of(lengths, texts.nulls);
  }

  static boolean isAscii(byte[] bytes) {
    for (byte b : bytes) {
      if (b < 0) {
        return false;
      }
    }
    return true;
  }
}
