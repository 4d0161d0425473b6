package dev.sparkzarr.store.http;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The header {@code Content-Range} (RFC 9110 section 14.4).
 *
 * @param first offset of the first byte; -1 when no range was given
 * @param last offset of the last byte; -1 when no range was given
 * @param size of the whole value, in bytes; empty when the server does not say
 */
record ContentRange(long first, long last, OptionalLong size) {
  private static final Pattern FORM =
      Pattern.compile("bytes\\s+(?:(\\d{1,18})-(\\d{1,18})|\\*)/(?:(\\d{1,18})|\\*)");

  /**
   * @return empty when there is no such header, or none that makes sense
   */
  static Optional<ContentRange> of(HttpReply reply) {
    return reply.header("content-range").flatMap(ContentRange::parse);
  }

  static Optional<ContentRange> parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    OptionalLong size =
        matcher.group(3) == null
            ? OptionalLong.empty()
            : OptionalLong.of(Long.parseLong(matcher.group(3)));
    if (matcher.group(1) == null) {
      return Optional.of(new ContentRange(-1, -1, size));
    }
    long first = Long.parseLong(matcher.group(1));
    long last = Long.parseLong(matcher.group(2));
    boolean fits = first <= last && (size.isEmpty() || last < size.getAsLong());
    return fits ? Optional.of(new ContentRange(first, last, size)) : Optional.empty();
  }

  long length() {
    return first < 0 ? 0 : last - first + 1;
  }
}
