package dev.sparkzarr.store.cache;

import dev.sparkzarr.store.ByteRange;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What of a value is cached: all of it, or one range exactly as it was asked for. Immutable.
 *
 * @param range empty for the whole value
 */
public record CachePiece(Optional<ByteRange> range) {
  /** The whole value. */
  public static final CachePiece WHOLE = new CachePiece(Optional.empty());

  private static final Pattern TEXT = Pattern.compile("w|s(\\d{1,19})-(\\d{1,19})|e(\\d{1,19})");

  /** One range. */
  public static CachePiece of(ByteRange range) {
    return new CachePiece(Optional.of(range));
  }

  /**
   * @return {@code w}, {@code s<offset>-<length>} or {@code e<length>} (from the end)
   */
  String text() {
    if (range.isEmpty()) {
      return "w";
    }
    return range.get() instanceof ByteRange.Slice slice
        ? "s" + slice.offset() + "-" + slice.length()
        : "e" + ((ByteRange.Suffix) range.get()).length();
  }

  /**
   * @return the piece of this text; empty when it is the text of none
   */
  static Optional<CachePiece> parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    try {
      if (matcher.group(1) != null) {
        return Optional.of(
            of(
                new ByteRange.Slice(
                    Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2)))));
      }
      return Optional.of(
          matcher.group(3) == null
              ? WHOLE
              : of(new ByteRange.Suffix(Long.parseLong(matcher.group(3)))));
    } catch (NumberFormatException | dev.sparkzarr.store.StoreException e) {
      return Optional.empty();
    }
  }

  @Override
  public String toString() {
    return text();
  }
}
