package dev.sparkzarr.store.http;

import dev.sparkzarr.store.ByteRange;
import dev.sparkzarr.store.Bytes;
import dev.sparkzarr.store.StoreErrors;
import dev.sparkzarr.store.StoreException;
import java.nio.ByteBuffer;
import java.util.Optional;

/** Answers to requests for one range: nothing but exactly the bytes asked for is taken. */
final class RangeReply {
  /** A whole value in place of a part is taken up to this size, in bytes. */
  static final long WHOLE = 16 << 20;

  private RangeReply() {}

  /**
   * @return the header {@code Range} of a range that is not empty
   */
  static String header(ByteRange range) {
    if (range instanceof ByteRange.Slice slice) {
      return "bytes=" + slice.offset() + "-" + (slice.end() - 1);
    }
    return "bytes=-" + ((ByteRange.Suffix) range).length();
  }

  static long length(ByteRange range) {
    return range instanceof ByteRange.Slice slice
        ? slice.length()
        : ((ByteRange.Suffix) range).length();
  }

  /**
   * @param reply of status 200, 206 or 416
   */
  static ByteBuffer bytes(HttpReply reply, ByteRange asked, String place) {
    return switch (reply.status()) {
      case 206 -> part(reply, asked, place);
      case 416 -> throw pastEnd(reply, asked, place);
      default -> ofWhole(reply, asked, place);
    };
  }

  private static StoreException pastEnd(HttpReply reply, ByteRange asked, String place) {
    Optional<ContentRange> range = ContentRange.of(reply).filter(r -> r.size().isPresent());
    return range.isPresent()
        ? StoreErrors.pastEnd(place, asked, range.get().size().getAsLong())
        : StoreErrors.pastEnd(place, asked, WebErrors.cause(416, ""));
  }

  private static ByteBuffer part(HttpReply reply, ByteRange asked, String place) {
    ContentRange given =
        ContentRange.of(reply)
            .orElseThrow(
                () -> wrong(place, "the server sent a part without saying which (Content-Range)"));
    if (given.size().isPresent()) {
      Bytes.within(asked, given.size().getAsLong(), place);
    }
    boolean isPart =
        given.length() == length(asked)
            && (asked instanceof ByteRange.Slice slice
                ? given.first() == slice.offset()
                : given.size().isEmpty() || given.last() == given.size().getAsLong() - 1);
    if (!isPart) {
      throw wrong(
          place,
          "the server sent bytes "
              + given.first()
              + " to "
              + (given.last() + 1)
              + " in place of those asked for ("
              + header(asked)
              + ")");
    }
    if (!reply.complete() || reply.body().remaining() != given.length()) {
      throw wrong(
          place,
          "the server sent another number of bytes than the "
              + given.length()
              + " that it announced");
    }
    return reply.body();
  }

  /** A server without ranges, or an empty value. */
  private static ByteBuffer ofWhole(HttpReply reply, ByteRange asked, String place) {
    if (!reply.complete()) {
      throw wrong(
          place,
          "the server has no ranges: it sent the whole value, which is over the "
              + WHOLE
              + " bytes that are taken for a part. Use a server with ranges, or a copy");
    }
    ByteRange.Slice slice = Bytes.within(asked, reply.body().remaining(), place);
    return reply.body().slice((int) slice.offset(), (int) slice.length());
  }

  private static StoreException wrong(String place, String reason) {
    return new StoreException("Cannot read a range of " + place + ": " + reason + ".");
  }
}
