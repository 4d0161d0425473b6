package dev.sparkzarr.store;

import java.time.Duration;
import java.util.Optional;

/**
 * The messages of this floor, for our stores and for those of other providers. {@code place} is
 * what {@link Store#describe(StoreKey)} gives.
 */
public final class StoreErrors {
  private StoreErrors() {}

  /** A whole value is larger than its reader accepts. */
  public static OverLimitException overLimit(String place, long size, long limit) {
    return new OverLimitException(
        "Cannot read "
            + place
            + ": it has "
            + size
            + " bytes, and at most "
            + limit
            + " are expected. The object is damaged or belongs to something else.");
  }

  /** A range passes the end of its value, whose size is known. */
  public static InvalidRangeException pastEnd(String place, ByteRange range, long size) {
    return new InvalidRangeException(
        "Cannot read "
            + text(range)
            + " of "
            + place
            + ": it has only "
            + size
            + " bytes. The object is truncated, or what points into it is wrong.",
        null);
  }

  /** A range passes the end of its value, as the provider said. */
  public static InvalidRangeException pastEnd(String place, ByteRange range, Throwable cause) {
    return new InvalidRangeException(
        "Cannot read "
            + text(range)
            + " of "
            + place
            + ": it ends before. The object is truncated, or what points into it is wrong.",
        cause);
  }

  /** A range write passes the end of its value. */
  public static InvalidRangeException writePastEnd(
      String place, long offset, long length, long size) {
    return new InvalidRangeException(
        "Cannot write "
            + length
            + " bytes at byte "
            + offset
            + " of "
            + place
            + ": it has only "
            + size
            + " bytes, and a write inside a value keeps its size. Put the whole value.",
        null);
  }

  /** A range write to a key without a value. */
  public static StoreException nothingToWriteInto(String place) {
    return new StoreException(
        "Cannot write inside " + place + ": no value has this key. Put the whole value first.");
  }

  /** A value no longer has the version that is asked for. */
  public static ConflictException changed(String place) {
    return new ConflictException(
        "Cannot read "
            + place
            + ": it was replaced since this reader first saw it. Read it again from the start.",
        null);
  }

  /** A range is longer than one Java array. */
  public static StoreException tooLong(String place, long length) {
    return new StoreException(
        "Cannot read "
            + length
            + " bytes of "
            + place
            + " at once: more than "
            + Bytes.MAX_LENGTH
            + " do not fit into memory as one piece.");
  }

  /**
   * @param doing such as {@code read}
   */
  public static AccessDeniedException denied(String doing, String place, Throwable cause) {
    return new AccessDeniedException(
        "Cannot "
            + doing
            + " "
            + place
            + ": access is denied ("
            + reason(cause)
            + "). Check the credentials, and that they allow this.",
        cause);
  }

  /**
   * @param doing such as {@code read}
   */
  public static UnavailableException unavailable(String doing, String place, Throwable cause) {
    return unavailable(doing, place, cause, Optional.empty());
  }

  /**
   * @param doing such as {@code read}
   * @param retryAfter how long the store asked to wait; empty where it did not say
   */
  public static UnavailableException unavailable(
      String doing, String place, Throwable cause, Optional<Duration> retryAfter) {
    return new UnavailableException(
        "Cannot "
            + doing
            + " "
            + place
            + ": the store does not answer ("
            + reason(cause)
            + "). Check the address and the network, or try again later.",
        cause,
        retryAfter);
  }

  /** The thread was asked to stop. */
  public static StoreException interrupted(String doing, String place, Throwable cause) {
    return new StoreException(
        "Cannot " + doing + " " + place + ": the thread was interrupted.", cause);
  }

  /**
   * @param doing such as {@code read}
   */
  public static StoreException failed(String doing, String place, Throwable cause) {
    return new StoreException("Cannot " + doing + " " + place + ": " + reason(cause) + ".", cause);
  }

  /**
   * @return the range in words
   */
  static String text(ByteRange range) {
    if (range instanceof ByteRange.Slice slice) {
      return "bytes " + slice.offset() + " to " + slice.end();
    }
    return "the last " + ((ByteRange.Suffix) range).length() + " bytes";
  }

  private static String reason(Throwable cause) {
    if (cause == null) {
      return "no reason was given";
    }
    String message = cause.getMessage();
    String name = cause.getClass().getSimpleName();
    if (message == null || message.isBlank()) {
      return name;
    }
    String line = message.strip().lines().findFirst().orElse(name);
    String text = line.endsWith(".") ? line.substring(0, line.length() - 1) : line;
    return cause instanceof StoreException ? text : name + ": " + text;
  }
}
