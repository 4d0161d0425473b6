package dev.sparkzarr.store;

/** A part of a value. Offsets and lengths are bytes. */
public sealed interface ByteRange {
  /**
   * {@code length} bytes from {@code offset}; a range that passes the end of the value is an error.
   *
   * @param offset first byte, at least 0
   * @param length how many bytes, at least 0
   */
  record Slice(long offset, long length) implements ByteRange {
    public Slice {
      if (offset < 0 || length < 0 || offset + length < 0) {
        throw new StoreException(
            "Cannot read bytes " + offset + "+" + length + ": not a valid range.");
      }
    }

    /**
     * @return the offset after the last byte
     */
    public long end() {
      return offset + length;
    }
  }

  /**
   * The last {@code length} bytes; a value shorter than that is an error.
   *
   * @param length how many bytes, at least 1
   */
  record Suffix(long length) implements ByteRange {
    public Suffix {
      if (length < 1) {
        throw new StoreException("Cannot read the last " + length + " bytes: not a valid range.");
      }
    }
  }
}
