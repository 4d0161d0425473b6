package dev.sparkzarr.codec;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sparkzarr.metadata.ElementKind;
import java.util.HashMap;
import java.util.Map;

/**
 * numpy's names of numbers, as numcodecs' configurations use them: {@code <f4}, {@code |u1}, {@code
 * f4}, {@code float32}, {@code bool}. In memory numbers stand in one order, so that the byte order
 * a name may carry says nothing here; the chain's {@code bytes} knows it. Stateless.
 */
final class NumpyKind {
  private static final Map<String, ElementKind> NAMES = new HashMap<>();

  static {
    for (ElementKind kind : ElementKind.values()) {
      if (isNumpys(kind)) {
        String letter = kind.isFloat() ? "f" : kind.isUnsigned() ? "u" : "i";
        NAMES.put(kind == ElementKind.BOOL ? "b1" : letter + kind.width(), kind);
        NAMES.put(kind.name().toLowerCase(java.util.Locale.ROOT), kind);
      }
    }
    NAMES.put("?", ElementKind.BOOL);
    NAMES.put("bool_", ElementKind.BOOL);
  }

  private NumpyKind() {}

  /** Whether numpy has such numbers. */
  static boolean isNumpys(ElementKind kind) {
    return kind.wholeBytes() == kind && kind != ElementKind.BFLOAT16;
  }

  /** The name of a kind that numpy has, little-endian. */
  static String typestr(ElementKind kind) {
    String letter =
        kind == ElementKind.BOOL ? "b" : kind.isFloat() ? "f" : kind.isUnsigned() ? "u" : "i";
    return (kind.width() == 1 ? "|" : "<") + letter + kind.width();
  }

  /**
   * The kind that a key names, or the one of the array at this point when the key is absent. A name
   * of another kind as wide as the array's has the same bytes looked at as that kind, as numcodecs
   * does.
   *
   * @throws CodecException when it is not a number, or not as wide
   */
  static ElementKind decoded(CodecConfiguration configuration, String key, ArrayForm decoded) {
    ElementKind own =
        decoded
            .number()
            .orElseThrow(
                () ->
                    CodecErrors.unsupported(
                        configuration.codec(),
                        "it works on numbers, not on " + decoded.type().name()));
    ElementKind kind = named(configuration, key, own);
    if (kind.width() != own.width()) {
      throw CodecErrors.unsupported(
          configuration.codec(),
          "its '"
              + key
              + "' is "
              + kind.width()
              + " bytes wide, but it is given "
              + decoded.type().name());
    }
    return kind;
  }

  /**
   * The kind that a key names.
   *
   * @param absent what holds when the document does not say
   * @throws CodecException when it is not a number
   */
  static ElementKind named(CodecConfiguration configuration, String key, ElementKind absent) {
    JsonNode value = configuration.value(key).orElse(null);
    if (value == null) {
      return absent;
    }
    String name = value.isTextual() ? value.textValue() : "";
    boolean prefixed = !name.isEmpty() && "<>|=".indexOf(name.charAt(0)) >= 0;
    ElementKind kind = NAMES.get(prefixed ? name.substring(1) : name);
    if (kind == null) {
      throw configuration.wrong(key, value, "a number type of numpy");
    }
    return kind;
  }
}
