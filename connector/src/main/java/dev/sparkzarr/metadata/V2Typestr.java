package dev.sparkzarr.metadata;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a numpy type text says about bytes, whether or not the type itself is supported.
 *
 * @param endian empty when elements are one byte wide
 * @param width bytes per element
 */
record V2Typestr(Optional<Endian> endian, int width) {
  static final V2Typestr BYTE = new V2Typestr(Optional.empty(), 1);
  private static final Pattern FORM = Pattern.compile("([<>|=]?)[a-zA-Z](\\d{1,4})(\\[.{1,20}])?");

  /** Empty when the text is not such a type, or is wide and does not say its byte order. */
  static Optional<V2Typestr> parse(JsonNode typestr) {
    Matcher form = FORM.matcher(typestr.isTextual() ? typestr.textValue() : "");
    if (!form.matches()) {
      return Optional.empty();
    }
    int width = Integer.parseInt(form.group(2));
    if (width <= 1) {
      return Optional.of(BYTE);
    }
    return Endian.ofPrefix(typestr.textValue().charAt(0))
        .map(endian -> new V2Typestr(Optional.of(endian), width));
  }
}
