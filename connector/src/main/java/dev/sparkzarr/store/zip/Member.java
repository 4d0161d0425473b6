package dev.sparkzarr.store.zip;

import java.nio.ByteBuffer;
import java.util.zip.CRC32;

/**
 * One entry of an archive, as its central directory has it (section 4.3.12). Nothing in it is
 * believed before it is checked against the archive. Sizes and offsets are bytes.
 *
 * @param headerOffset of the local header, from the archive's start
 * @param encodedName length of the name, as it is stored
 * @param nameCrc CRC-32 of the name, as it is stored
 * @param extra length of the directory's extra fields, which the local header's resemble
 * @param stored size in the archive
 * @param size of the value
 * @param crc CRC-32 of the value
 * @param method 0 stored, 8 deflated
 * @param flags general purpose bits
 */
record Member(
    long headerOffset,
    int encodedName,
    int nameCrc,
    int extra,
    long stored,
    long size,
    int crc,
    int method,
    int flags) {
  static final int STORED = 0;
  static final int DEFLATED = 8;

  /** Bytes of a local header before the name (section 4.3.7). */
  static final int HEADER = 30;

  // Deflate makes at best 1032 bytes of one, and adds at worst some bytes to each 16 KiB or less.
  private static final long BEST_RATIO = 1032;
  private static final long SLACK = 1024;

  /** CRC-32 of a name. */
  static int crcOf(ByteBuffer name) {
    CRC32 crc = new CRC32();
    crc.update(name.duplicate());
    return (int) crc.getValue();
  }

  boolean isDeflated() {
    return method == DEFLATED;
  }

  /**
   * Checks what can be checked without reading.
   *
   * @param end where the entries end in the archive
   */
  void check(String place, long end) {
    if ((flags & 0x2041) != 0) {
      throw ZipErrors.unsupported(place, "it is encrypted");
    }
    if (method != STORED && method != DEFLATED) {
      throw ZipErrors.unsupported(place, "it is compressed by method " + nameOf(method));
    }
    long first = headerOffset + HEADER + encodedName;
    if (headerOffset < 0 || stored < 0 || size < 0 || first > end || stored > end - first) {
      throw ZipErrors.damagedEntry(
          place,
          "its " + stored + " bytes after byte " + headerOffset + " pass the end of the entries");
    }
    boolean fits =
        isDeflated()
            ? size <= (stored + 1) * BEST_RATIO && stored <= size + size / 8 + SLACK
            : size == stored;
    if (!fits) {
      throw ZipErrors.damagedEntry(
          place, "its " + stored + " bytes cannot be the encoding of " + size + " bytes");
    }
  }

  private static String nameOf(int method) {
    return switch (method) {
      case 9 -> "9 (deflate64)";
      case 12 -> "12 (bzip2)";
      case 14 -> "14 (lzma)";
      case 20, 93 -> method + " (zstd)";
      case 95 -> "95 (xz)";
      case 99 -> "99 (encryption)";
      default -> Integer.toString(method);
    };
  }
}
