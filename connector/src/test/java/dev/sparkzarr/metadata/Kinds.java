package dev.sparkzarr.metadata;

import java.util.Arrays;
import java.util.List;

/** Element kinds for tests. */
public final class Kinds {
  /** Those that numpy has, and so both formats. */
  public static final List<ElementKind> NUMPY =
      Arrays.stream(ElementKind.values())
          .filter(kind -> kind.wholeBytes() == kind && kind != ElementKind.BFLOAT16)
          .toList();

  private Kinds() {}

  /** Makes any bytes elements of a kind: those narrower than a byte repeat their sign, or zero. */
  public static void narrow(ElementKind kind, byte[] elements) {
    if (kind.wholeBytes() == kind) {
      return;
    }
    int values = 1 << kind.bits();
    for (int i = 0; i < elements.length; i++) {
      int value = Math.floorMod(elements[i], values);
      elements[i] = (byte) (value < values / 2 || kind.isUnsigned() ? value : value - values);
    }
  }
}
