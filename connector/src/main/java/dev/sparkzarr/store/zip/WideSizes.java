package dev.sparkzarr.store.zip;

import java.nio.ByteBuffer;

/** The zip64 extra field (section 4.5.3): those of three numbers that do not fit 32 bits. */
record WideSizes(long size, long stored, long offset) {
  private static final long FULL = 0xffffffffL;
  private static final int ID = 1;

  /**
   * @param fields the extra fields of an entry of the directory
   * @param size of the value, as its 32 bits say; so are the others
   */
  static WideSizes of(
      ArchiveBytes archive, ByteBuffer fields, long size, long stored, long offset) {
    if (size != FULL && stored != FULL && offset != FULL) {
      return new WideSizes(size, stored, offset);
    }
    while (fields.remaining() >= 4) {
      int id = Short.toUnsignedInt(fields.getShort());
      int length = Short.toUnsignedInt(fields.getShort());
      if (length > fields.remaining()) {
        break;
      }
      if (id == ID) {
        ByteBuffer field = fields.slice(fields.position(), length).order(fields.order());
        return new WideSizes(
            wide(archive, field, size), wide(archive, field, stored), wide(archive, field, offset));
      }
      fields.position(fields.position() + length);
    }
    throw ZipErrors.damaged(archive.place(), "an entry lacks its zip64 sizes");
  }

  private static long wide(ArchiveBytes archive, ByteBuffer field, long narrow) {
    if (narrow != FULL) {
      return narrow;
    }
    if (field.remaining() < 8) {
      throw ZipErrors.damaged(archive.place(), "an entry's zip64 sizes are cut short");
    }
    return field.getLong();
  }
}
