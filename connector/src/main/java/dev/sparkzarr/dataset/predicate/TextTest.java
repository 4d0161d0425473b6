package dev.sparkzarr.dataset.predicate;

import java.util.Arrays;

/** Whether a text starts with, ends with or contains another, byte by byte. */
record TextTest(Operator operator, Node text, Node part) implements Node {
  /** Where the part is looked for. */
  enum Operator {
    STARTS_WITH,
    ENDS_WITH,
    CONTAINS
  }

  @Override
  public ValueType type() {
    return ValueType.BOOLEAN;
  }

  @Override
  public Values evaluate(Block block) {
    Values texts = text.evaluate(block);
    Values parts = part.evaluate(block);
    boolean[] nulls = Values.eitherNull(texts, parts, block);
    long[] truth = new long[block.count()];
    for (int i = 0; i < truth.length; i++) {
      if (nulls == null || !nulls[i]) {
        truth[i] = test((byte[]) texts.objects[i], (byte[]) parts.objects[i]) ? 1 : 0;
      }
    }
    return Values.of(truth, nulls);
  }

  private boolean test(byte[] text, byte[] part) {
    int last = text.length - part.length;
    return switch (operator) {
      case STARTS_WITH -> matches(text, part, 0);
      case ENDS_WITH -> matches(text, part, last);
      case CONTAINS -> {
        boolean found = false;
        for (int at = 0; at <= last && !found; at++) {
          found = matches(text, part, at);
        }
        yield found;
      }
    };
  }

  private static boolean matches(byte[] text, byte[] part, int at) {
    return at >= 0
        && at + part.length <= text.length
        && Arrays.equals(text, at, at + part.length, part, 0, part.length);
  }
}
