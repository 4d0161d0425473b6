package dev.sparkzarr.store.http;

import dev.sparkzarr.store.Version;
import java.net.http.HttpHeaders;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * An answer.
 *
 * @param body array-backed, from position 0; what was taken of it when it is not complete
 * @param complete false when the body was longer than the request's limit
 */
public record HttpReply(int status, HttpHeaders headers, ByteBuffer body, boolean complete) {
  private static final int LONGEST_TAG = 1024;

  /**
   * @return the header's first value
   */
  public Optional<String> header(String name) {
    return headers.firstValue(name).map(String::strip).filter(value -> !value.isEmpty());
  }

  /**
   * @return the size that the head states, in bytes; empty when it states none, or several
   */
  public OptionalLong contentLength() {
    return contentLength(headers);
  }

  static OptionalLong contentLength(HttpHeaders headers) {
    List<String> values = headers.allValues("content-length").stream().distinct().toList();
    if (values.size() != 1) {
      return OptionalLong.empty();
    }
    try {
      long length = Long.parseLong(values.get(0).strip());
      return length < 0 ? OptionalLong.empty() : OptionalLong.of(length);
    } catch (NumberFormatException e) {
      return OptionalLong.empty();
    }
  }

  /**
   * @return the entity tag, quotes included; empty when there is none or it is a weak one, which
   *     does not promise equal bytes (RFC 9110 section 8.8.3)
   */
  public Optional<Version> version() {
    return header("etag")
        .filter(tag -> !tag.startsWith("W/") && tag.length() <= LONGEST_TAG)
        .map(Version::new);
  }

  /**
   * @return the coding that the body has beyond the value's own bytes; empty for none
   */
  public Optional<String> contentCoding() {
    // S3 keeps "aws-chunked" of how a value was once sent; the bytes are plain.
    return header("content-encoding")
        .filter(coding -> !coding.equalsIgnoreCase("identity"))
        .filter(coding -> !coding.equalsIgnoreCase("aws-chunked"));
  }

  /**
   * @return how long the server asks to wait (RFC 9110 section 10.2.3); empty when it does not say,
   *     or not understandably
   */
  public Optional<Duration> retryAfter() {
    return header("retry-after").flatMap(HttpReply::wait).filter(wait -> !wait.isNegative());
  }

  private static Optional<Duration> wait(String text) {
    try {
      if (text.chars().allMatch(c -> c >= '0' && c <= '9')) {
        return Optional.of(Duration.ofSeconds(Long.parseLong(text)));
      }
      ZonedDateTime until = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME);
      return Optional.of(Duration.between(ZonedDateTime.now(until.getZone()), until));
    } catch (DateTimeException | ArithmeticException | NumberFormatException e) {
      return Optional.empty();
    }
  }

  /**
   * @return the body as text
   */
  public String text() {
    return StandardCharsets.UTF_8.decode(body.duplicate()).toString();
  }
}
