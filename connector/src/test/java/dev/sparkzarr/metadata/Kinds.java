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
}
