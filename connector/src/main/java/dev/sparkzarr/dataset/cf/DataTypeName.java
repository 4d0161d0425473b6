package dev.sparkzarr.dataset.cf;

import dev.sparkzarr.metadata.ElementKind;
import java.util.Locale;

/** How messages call kinds of elements. Stateless. */
final class DataTypeName {
  private DataTypeName() {}

  static String of(ElementKind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }
}
