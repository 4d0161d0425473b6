package dev.sparkzarr.store.zip;

import dev.sparkzarr.store.ByteRange;
import dev.sparkzarr.store.Bytes;
import java.nio.ByteBuffer;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** Reads entries: a whole one with one request, its header with its data, and checks its CRC-32. */
final class MemberReads {
  private static final int SIGNATURE = 0x04034b50;

  // Local headers may have more extra fields than the directory's entry: time stamps, padding.
  private static final int SLACK = 64;

  // A range that begins so near is read together with the header.
  private static final int NEAR = 1 << 16;

  // The starts of so many entries are remembered.
  private static final int MOST_STARTS = 100_000;

  private final ArchiveBytes archive;
  private final long end;
  private final ConcurrentMap<Member, Long> starts = new ConcurrentHashMap<>();

  MemberReads(ArchiveBytes archive, Directory directory) {
    this.archive = archive;
    this.end = directory.end();
  }

  ByteBuffer whole(Member member, long limit, String place) {
    member.check(place, end);
    int size = Bytes.whole(member.size(), limit, place);
    Bytes.whole(member.stored(), Long.MAX_VALUE, place);
    ByteBuffer stored = data(member, 0, member.stored(), place);
    ByteBuffer value = member.isDeflated() ? inflated(stored, size, place) : stored;
    CRC32 crc = new CRC32();
    crc.update(value.duplicate());
    if ((int) crc.getValue() != member.crc()) {
      throw ZipErrors.damagedEntry(
          place,
          String.format(
              "its CRC-32 is %08x, and the archive says %08x", (int) crc.getValue(), member.crc()));
    }
    return value;
  }

  ByteBuffer part(Member member, ByteRange range, String place) {
    ByteRange.Slice slice = Bytes.within(range, member.size(), place);
    if (member.isDeflated()) {
      return whole(member, Long.MAX_VALUE, place).slice((int) slice.offset(), (int) slice.length());
    }
    member.check(place, end);
    return data(member, slice.offset(), slice.length(), place);
  }

  /** A part of the stored bytes, with one request where the header is near it. */
  private ByteBuffer data(Member member, long offset, long length, String place) {
    Long known = starts.get(member);
    if (known != null) {
      return archive.read(known + offset, length).slice();
    }
    long guess = Member.HEADER + (long) member.encodedName() + member.extra() + SLACK;
    long rest = end - member.headerOffset();
    boolean near = offset <= NEAR && guess + offset + length <= Bytes.MAX_LENGTH;
    long asked = Math.min(rest, near ? guess + offset + length : guess);
    ByteBuffer bytes = archive.read(member.headerOffset(), asked);
    long header = headerLength(member, bytes, place);
    if (header + member.stored() > rest) {
      throw ZipErrors.damagedEntry(place, "it passes the end of the entries");
    }
    if (starts.size() < MOST_STARTS) {
      starts.put(member, member.headerOffset() + header);
    }
    return header + offset + length <= bytes.limit()
        ? bytes.slice((int) (header + offset), (int) length)
        : archive.read(member.headerOffset() + header + offset, length).slice();
  }

  /** Lengths of the local header's own, which the directory does not tell. */
  private static long headerLength(Member member, ByteBuffer bytes, String place) {
    if (bytes.limit() < Member.HEADER || bytes.getInt(0) != SIGNATURE) {
      throw ZipErrors.damagedEntry(
          place, "no local header is at byte " + member.headerOffset() + " of the archive");
    }
    int name = Short.toUnsignedInt(bytes.getShort(26));
    int method = Short.toUnsignedInt(bytes.getShort(8));
    if (name != member.encodedName()
        || method != member.method()
        || bytes.limit() < Member.HEADER + name
        || Member.crcOf(bytes.slice(Member.HEADER, name)) != member.nameCrc()) {
      throw ZipErrors.damagedEntry(place, "its local header is of another entry");
    }
    return Member.HEADER + (long) name + Short.toUnsignedInt(bytes.getShort(28));
  }

  private static ByteBuffer inflated(ByteBuffer stored, int size, String place) {
    byte[] value = new byte[size];
    Inflater inflater = new Inflater(true);
    try {
      inflater.setInput(stored.duplicate());
      int done = 0;
      while (!inflater.finished()) {
        // One byte more than there may be, so that a stream that is too long is noticed.
        int made =
            done < size
                ? inflater.inflate(value, done, size - done)
                : inflater.inflate(new byte[1]);
        if (made == 0 && !inflater.finished() || done + made > size) {
          throw ZipErrors.damagedEntry(
              place, "it inflates to another size than the " + size + " bytes that it declares");
        }
        done += made;
      }
      if (done != size || inflater.getRemaining() != 0) {
        throw ZipErrors.damagedEntry(
            place, "it inflates to " + done + " bytes and declares " + size);
      }
      return ByteBuffer.wrap(value);
    } catch (DataFormatException e) {
      throw ZipErrors.damagedEntry(place, "it does not inflate (" + e.getMessage() + ")");
    } finally {
      inflater.end();
    }
  }
}
