package dev.sparkzarr.store.zip;

import dev.sparkzarr.store.StoreException;
import dev.sparkzarr.store.StoreKey;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The entries of an archive by key. Of entries of one name the last is meant, as for zip tools;
 * names that end in a slash are directories, and no values. Immutable.
 *
 * @param end where the entries end in the archive, and the directory begins
 */
record Directory(NavigableMap<String, Member> members, long end) {
  /** A directory of more bytes is refused; some 1.3 million entries. */
  static final long LARGEST = 128L << 20;

  // In memory an entry takes about four times its bytes in the directory.
  private static final long MEMORY_SHARE = 16;

  private static final int SIGNATURE = 0x02014b50;
  private static final int LENGTH = 46;
  private static final int UTF_8_FLAG = 1 << 11;
  private static final String OLD_NAMES = "IBM437";

  /** Reads the directory with one more request, where the archive's tail does not hold it. */
  static Directory read(ArchiveBytes archive) {
    EndRecord end = EndRecord.find(archive);
    long most = Math.min(LARGEST, Runtime.getRuntime().maxMemory() / MEMORY_SHARE);
    if (end.size() > most) {
      throw new StoreException(
          "Cannot read archive "
              + archive.place()
              + ": its directory has "
              + end.size()
              + " bytes, and at most "
              + most
              + " are read. Use shards, so that it has fewer entries, or unpack it.");
    }
    if (end.entries() < 0 || end.entries() > end.size() / LENGTH) {
      throw ZipErrors.damaged(
          archive.place(), end.size() + " bytes are no directory of " + end.entries() + " entries");
    }
    return parse(archive, end, bytes(archive, end));
  }

  private static ByteBuffer bytes(ArchiveBytes archive, EndRecord end) {
    if (end.inTail() < 0) {
      if (archive.whole()) {
        throw ZipErrors.damaged(archive.place(), "its directory is longer than it is");
      }
      return archive.read(end.offset(), end.size());
    }
    if (archive.whole() && end.inTail() != end.offset()) {
      throw ZipErrors.damaged(
          archive.place(), "its directory is at byte " + end.inTail() + ", not at " + end.offset());
    }
    return archive
        .tail()
        .slice((int) end.inTail(), (int) end.size())
        .order(ByteOrder.LITTLE_ENDIAN);
  }

  private static Directory parse(ArchiveBytes archive, EndRecord end, ByteBuffer bytes) {
    TreeMap<String, Member> members = new TreeMap<>();
    for (long i = 0; i < end.entries(); i++) {
      int at = bytes.position();
      if (bytes.remaining() < LENGTH || bytes.getInt(at) != SIGNATURE) {
        throw ZipErrors.damaged(
            archive.place(), "entry " + i + " of its directory is not where it should be");
      }
      int name = Short.toUnsignedInt(bytes.getShort(at + 28));
      int extra = Short.toUnsignedInt(bytes.getShort(at + 30));
      int comment = Short.toUnsignedInt(bytes.getShort(at + 32));
      if (bytes.remaining() < LENGTH + name + extra + comment) {
        throw ZipErrors.damaged(
            archive.place(), "entry " + i + " of its directory passes the directory's end");
      }
      Member member = member(archive, bytes, at, name, extra);
      String key = nameOf(archive, bytes.slice(at + LENGTH, name), member.flags(), i);
      if (!key.endsWith("/")) {
        members.put(key, member);
      }
      bytes.position(at + LENGTH + name + extra + comment);
    }
    return new Directory(members, end.offset());
  }

  private static Member member(
      ArchiveBytes archive, ByteBuffer bytes, int at, int name, int extra) {
    long stored = Integer.toUnsignedLong(bytes.getInt(at + 20));
    long size = Integer.toUnsignedLong(bytes.getInt(at + 24));
    long offset = Integer.toUnsignedLong(bytes.getInt(at + 42));
    ByteBuffer fields = bytes.slice(at + LENGTH + name, extra).order(ByteOrder.LITTLE_ENDIAN);
    WideSizes wide = WideSizes.of(archive, fields, size, stored, offset);
    return new Member(
        wide.offset(),
        name,
        Member.crcOf(bytes.slice(at + LENGTH, name)),
        extra,
        wide.stored(),
        wide.size(),
        bytes.getInt(at + 16),
        Short.toUnsignedInt(bytes.getShort(at + 10)),
        Short.toUnsignedInt(bytes.getShort(at + 8)));
  }

  /** UTF-8 where its flag is set (appendix D); otherwise the first PC's letters. */
  private static String nameOf(ArchiveBytes archive, ByteBuffer bytes, int flags, long entry) {
    String name;
    try {
      boolean plain = (flags & UTF_8_FLAG) != 0 || isAscii(bytes);
      Charset letters = plain ? StandardCharsets.UTF_8 : Charset.forName(OLD_NAMES);
      name = letters.newDecoder().decode(bytes.duplicate()).toString();
    } catch (CharacterCodingException | IllegalArgumentException e) {
      throw new StoreException(
          "Cannot read archive "
              + archive.place()
              + ": the name of its entry "
              + entry
              + " is not text. Make the archive again with names in UTF-8.",
          e);
    }
    boolean place = name.endsWith("/");
    if (!StoreKey.isValid(place ? name.substring(0, name.length() - 1) : name)) {
      throw new StoreException(
          "Cannot read archive "
              + archive.place()
              + ": its entry "
              + entry
              + " is named '"
              + (StoreKey.isValid(name.replace('/', '_')) ? name : "(control characters)")
              + "', which cannot be a key (a name without '..', without empty parts, relative). Make"
              + " the archive again without it.");
    }
    return name;
  }

  private static boolean isAscii(ByteBuffer bytes) {
    for (int i = bytes.position(); i < bytes.limit(); i++) {
      if (bytes.get(i) < 0) {
        return false;
      }
    }
    return true;
  }
}
