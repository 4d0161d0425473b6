package dev.sparkzarr.metadata;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A numpy type text, taken apart: {@code <M8[10us]} is {@code <} and {@code M8[10us]}.
 *
 * @param prefix {@code <}, {@code >}, {@code |} or {@code =}; 0 when there is none
 * @param code what follows
 */
record Typestr(char prefix, String code) {
  private static final int LONGEST = 64;

  /** Empty when it is not a text that could be one. */
  static Optional<Typestr> parse(JsonNode typestr) {
    String text = typestr.isTextual() ? typestr.textValue() : "";
    if (text.isEmpty() || text.length() > LONGEST) {
      return Optional.empty();
    }
    boolean prefixed = "<>|=".indexOf(text.charAt(0)) >= 0;
    return Optional.of(
        prefixed ? new Typestr(text.charAt(0), text.substring(1)) : new Typestr('\0', text));
  }

  /**
   * The number after a letter, as in {@code S5}; empty when the code is anything else, and when
   * there are more than nine digits.
   */
  OptionalInt count(char letter) {
    if (code.length() < 2 || code.length() > 10 || code.charAt(0) != letter) {
      return OptionalInt.empty();
    }
    for (int i = 1; i < code.length(); i++) {
      if (code.charAt(i) < '0' || code.charAt(i) > '9') {
        return OptionalInt.empty();
      }
    }
    return OptionalInt.of(Integer.parseInt(code.substring(1)));
  }

  /** Of a type with several bytes, which must say {@code <} or {@code >}. */
  ByteOrders order(Place place) {
    return Endian.ofPrefix(prefix)
        .map(ByteOrders::of)
        .orElseThrow(
            () ->
                place.problem(
                    "data type "
                        + Place.quote(text())
                        + " does not say its byte order, '<' or '>'. Correct the document."));
  }

  /** Whether it means Python objects, whatever they are. */
  boolean isObject() {
    return code.equals("O");
  }

  String text() {
    return prefix == '\0' ? code : prefix + code;
  }
}
