package dev.sparkzarr.metadata;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a numpy type text says about bytes, whether or not the type itself is supported.
 *
 * @param orders none when parts of elements are one byte wide
 * @param width bytes per element; 1 where elements have no fixed size
 */
record V2Typestr(ByteOrders orders, int width) {
  static final V2Typestr BYTE = new V2Typestr(ByteOrders.NONE, 1);
  private static final Pattern FORM = Pattern.compile("([a-zA-Z])(\\d{1,8})(\\[.{1,20}])?");

  /** Letters of types whose bytes have no order. */
  private static final String SINGLE_BYTES = "SVab";

  private static final int UTF_32_WIDTH = 4;

  /** Empty when the text is not such a type, or is wide and does not say its byte order. */
  static Optional<V2Typestr> parse(JsonNode typestr) {
    Typestr text = Typestr.parse(typestr).orElse(new Typestr('\0', ""));
    if (text.isObject()) {
      return Optional.of(BYTE);
    }
    Matcher form = FORM.matcher(text.code());
    if (!form.matches()) {
      return Optional.empty();
    }
    String letter = form.group(1);
    int width = Integer.parseInt(form.group(2)) * (letter.equals("U") ? UTF_32_WIDTH : 1);
    if (width <= 1) {
      return Optional.of(BYTE);
    }
    if (SINGLE_BYTES.contains(letter)) {
      return Optional.of(new V2Typestr(ByteOrders.NONE, width));
    }
    return Endian.ofPrefix(text.prefix())
        .map(endian -> new V2Typestr(ByteOrders.of(endian), width));
  }
}
