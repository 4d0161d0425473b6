package dev.sparkzarr.store;

import java.nio.ByteBuffer;

/** Sizes checked before memory is taken; for our stores and those of other providers. */
public final class Bytes {
  /** The longest array that every JVM can make. */
  public static final int MAX_LENGTH = Integer.MAX_VALUE - 8;

  private Bytes() {}

  /**
   * The place of a range in a value of known size, checked before memory is taken.
   *
   * @throws InvalidRangeException when the range passes the end
   * @throws StoreException when it is longer than an array can be
   */
  public static ByteRange.Slice within(ByteRange range, long size, String place) {
    ByteRange.Slice slice;
    if (range instanceof ByteRange.Slice given) {
      slice = given;
    } else {
      long length = ((ByteRange.Suffix) range).length();
      if (length > size) {
        throw StoreErrors.pastEnd(place, range, size);
      }
      slice = new ByteRange.Slice(size - length, length);
    }
    if (slice.end() > size) {
      throw StoreErrors.pastEnd(place, range, size);
    }
    if (slice.length() > MAX_LENGTH) {
      throw StoreErrors.tooLong(place, slice.length());
    }
    return slice;
  }

  /**
   * @return {@code size} as the length of an array
   * @throws StoreException when it is over the limit
   */
  public static int whole(long size, long limit, String place) {
    if (size > limit) {
      throw StoreErrors.overLimit(place, size, limit);
    }
    if (size > MAX_LENGTH) {
      throw StoreErrors.tooLong(place, size);
    }
    return (int) size;
  }

  /**
   * Checks a range write against the size of its value.
   *
   * @throws InvalidRangeException when it passes the end
   */
  public static void toWrite(long offset, ByteBuffer bytes, long size, String place) {
    if (offset < 0) {
      throw new StoreException(
          "Cannot write at byte " + offset + " of " + place + ": not a valid range.");
    }
    if (offset > size || bytes.remaining() > size - offset) {
      throw StoreErrors.writePastEnd(place, offset, bytes.remaining(), size);
    }
  }
}
