package dev.sparkzarr.store.http;

import dev.sparkzarr.store.Bytes;

/**
 * How many bytes of an answer are taken. What an error says is taken up to {@link #ERROR}, the rest
 * passed over.
 *
 * @param whole of a whole value (status 200 and the like)
 * @param part of a part (status 206)
 */
public record ReplyLimit(long whole, long part) {
  /** Bytes of an error's text. */
  static final int ERROR = 1 << 16;

  /** For requests whose answer has nothing to read. */
  public static final ReplyLimit NOTHING = new ReplyLimit(ERROR, ERROR);

  public ReplyLimit {
    whole = Math.min(whole, Bytes.MAX_LENGTH);
    part = Math.min(part, Bytes.MAX_LENGTH);
  }

  /** For a whole value of at most so many bytes. */
  public static ReplyLimit ofWhole(long limit) {
    return new ReplyLimit(limit, 0);
  }

  long of(int status) {
    if (status == 206) {
      return part;
    }
    return status == 200 ? whole : ERROR;
  }
}
