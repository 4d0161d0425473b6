package dev.sparkzarr.store.zip;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Where the central directory is: the end record, with its zip64 forms (sections 4.3.14 to 4.3.16).
 *
 * @param offset of the directory from the archive's start, in bytes
 * @param size of the directory, in bytes
 * @param entries how many the directory has
 * @param inTail where the directory would begin in the tail; negative when it begins before it
 */
record EndRecord(long offset, long size, long entries, long inTail) {
  private static final int SIGNATURE = 0x06054b50;
  private static final int LENGTH = 22;
  private static final int LOCATOR_SIGNATURE = 0x07064b50;
  private static final int LOCATOR_LENGTH = 20;
  private static final int WIDE_SIGNATURE = 0x06064b50;
  private static final int WIDE_LENGTH = 56;
  private static final long FULL = 0xffffffffL;

  /** Finds the record whose comment reaches exactly to the end. */
  static EndRecord find(ArchiveBytes archive) {
    ByteBuffer tail = archive.tail().duplicate().order(ByteOrder.LITTLE_ENDIAN);
    for (int at = tail.limit() - LENGTH; at >= 0; at--) {
      if (tail.getInt(at) == SIGNATURE
          && at + LENGTH + Short.toUnsignedInt(tail.getShort(at + 20)) == tail.limit()) {
        return parse(archive, tail, at);
      }
    }
    throw ZipErrors.damaged(archive.place(), "it has no end record");
  }

  private static EndRecord parse(ArchiveBytes archive, ByteBuffer tail, int at) {
    int disk = Short.toUnsignedInt(tail.getShort(at + 4));
    int entries = Short.toUnsignedInt(tail.getShort(at + 10));
    long size = Integer.toUnsignedLong(tail.getInt(at + 12));
    long offset = Integer.toUnsignedLong(tail.getInt(at + 16));
    int locator = at - LOCATOR_LENGTH;
    if (locator >= 0 && tail.getInt(locator) == LOCATOR_SIGNATURE) {
      return wide(archive, tail, locator);
    }
    if (offset == FULL || size == FULL) {
      throw ZipErrors.damaged(archive.place(), "its zip64 records are missing");
    }
    if (disk != 0) {
      throw ZipErrors.damaged(archive.place(), "it is a part of an archive of several files");
    }
    return checked(archive, new EndRecord(offset, size, entries, at - size));
  }

  /** The record is expected right before its locator, as all writers place it. */
  private static EndRecord wide(ArchiveBytes archive, ByteBuffer tail, int locator) {
    int at = locator - WIDE_LENGTH;
    if (at < 0 || tail.getInt(at) != WIDE_SIGNATURE || tail.getLong(at + 4) != WIDE_LENGTH - 12) {
      throw ZipErrors.damaged(archive.place(), "its zip64 end record is not where it should be");
    }
    if (tail.getInt(at + 16) != 0) {
      throw ZipErrors.damaged(archive.place(), "it is a part of an archive of several files");
    }
    long size = tail.getLong(at + 40);
    return checked(
        archive, new EndRecord(tail.getLong(at + 48), size, tail.getLong(at + 32), at - size));
  }

  private static EndRecord checked(ArchiveBytes archive, EndRecord end) {
    if (end.offset < 0 || end.size < 0 || end.offset + end.size < 0) {
      throw ZipErrors.damaged(archive.place(), "its directory has an impossible place");
    }
    return end;
  }
}
