package dev.sparkzarr.store.zip;

import dev.sparkzarr.store.BasicStore;
import dev.sparkzarr.store.Bytes;
import dev.sparkzarr.store.StoreErrors;
import dev.sparkzarr.store.StoreException;
import dev.sparkzarr.store.StoreKey;
import dev.sparkzarr.store.Writes;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.zip.CRC32;

/**
 * A new archive in a local file: each value is an entry that is stored, not compressed, in the
 * order written. The archive appears, whole, when the writer is closed; after a failed write, or
 * {@link #abandon}, closing leaves what was there before. An archive holds a key once. Values that
 * were written can be read back. Safe for many threads, which write one after the other.
 */
public final class ZipWriter extends BasicStore implements Writes {
  private static final int STEP = 1 << 19;
  private static final int UTF_8_FLAG = 1 << 11;
  // 1980-01-01 00:00, the first time that an entry can have: equal values make equal archives.
  private static final int TIME = 0x00210000;
  private static final int FULL_SHORT = 0xffff;
  private static final long FULL = 0xffffffffL;

  private final Path target;
  private final Path temporary;
  private final FileChannel channel;
  private final Map<StoreKey, Placed> placed = new LinkedHashMap<>();
  private long position;
  private boolean spoiled;
  private boolean closed;

  /** Where an entry's header is, and what it says. */
  private record Placed(long header, int name, int size, int crc) {
    private long data() {
      return header + Member.HEADER + name;
    }
  }

  private ZipWriter(Path target, Path temporary, FileChannel channel) {
    this.target = target;
    this.temporary = temporary;
    this.channel = channel;
  }

  static ZipWriter create(String path) {
    try {
      Path target = Path.of(path).toAbsolutePath();
      UUID id = UUID.randomUUID();
      Path temporary =
          target.resolveSibling(
              String.format(
                  ".sparkzarr-%016x%016x.tmp",
                  id.getMostSignificantBits(), id.getLeastSignificantBits()));
      Files.createDirectories(target.getParent());
      FileChannel channel =
          FileChannel.open(
              temporary,
              StandardOpenOption.CREATE_NEW,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE);
      return new ZipWriter(target, temporary, channel);
    } catch (IOException | IllegalArgumentException e) {
      throw StoreErrors.failed("write archive", path, e);
    }
  }

  /**
   * Appends an entry.
   *
   * @throws StoreException when the archive has the key, which is then as it was
   */
  @Override
  public synchronized void put(StoreKey key, ByteBuffer bytes) {
    if (closed || spoiled) {
      throw new StoreException(
          "Cannot write " + describe(key) + ": the archive is closed, or a write to it failed.");
    }
    if (placed.containsKey(key)) {
      throw new StoreException(
          "Cannot write "
              + describe(key)
              + ": the archive has this key, and an entry cannot be replaced. Write each key once.");
    }
    byte[] name = key.value().getBytes(StandardCharsets.UTF_8);
    if (name.length > FULL_SHORT) {
      throw new StoreException("Cannot write " + describe(key) + ": its name is too long.");
    }
    CRC32 crc = new CRC32();
    crc.update(bytes.duplicate());
    Placed entry = new Placed(position, name.length, bytes.remaining(), (int) crc.getValue());
    spoiled = true;
    try {
      write(localHeader(entry, name));
      write(bytes.duplicate());
    } catch (IOException e) {
      throw StoreErrors.failed("write", describe(key), e);
    }
    spoiled = false;
    placed.put(key, entry);
  }

  private void write(ByteBuffer bytes) throws IOException {
    int end = bytes.limit();
    while (bytes.position() < end) {
      bytes.limit(Math.min(end, bytes.position() + STEP));
      position += channel.write(bytes, position);
    }
  }

  private static ByteBuffer localHeader(Placed entry, byte[] name) {
    ByteBuffer header = ByteBuffer.allocate(Member.HEADER + name.length);
    header.order(ByteOrder.LITTLE_ENDIAN).putInt(0x04034b50).putShort((short) 20);
    shared(header, entry).putShort((short) name.length).putShort((short) 0).put(name);
    return header.flip();
  }

  /** What the header of an entry and its line in the directory have in common. */
  private static ByteBuffer shared(ByteBuffer header, Placed entry) {
    return header
        .putShort((short) UTF_8_FLAG)
        .putShort((short) Member.STORED)
        .putInt(TIME)
        .putInt(entry.crc)
        .putInt(entry.size)
        .putInt(entry.size);
  }

  private static ByteBuffer directoryLine(Placed entry, byte[] name) {
    boolean wide = entry.header >= FULL;
    ByteBuffer line = ByteBuffer.allocate(46 + name.length + 12).order(ByteOrder.LITTLE_ENDIAN);
    line.putInt(0x02014b50).putShort((short) 45).putShort((short) (wide ? 45 : 20));
    shared(line, entry).putShort((short) name.length).putShort((short) (wide ? 12 : 0));
    // No comment, first disk, no attributes.
    line.putShort((short) 0).putShort((short) 0).putShort((short) 0).putInt(0);
    line.putInt((int) (wide ? FULL : entry.header)).put(name);
    if (wide) {
      line.putShort((short) 1).putShort((short) 8).putLong(entry.header);
    }
    return line.flip();
  }

  private void finish() throws IOException {
    long start = position;
    for (Map.Entry<StoreKey, Placed> entry : placed.entrySet()) {
      byte[] name = entry.getKey().value().getBytes(StandardCharsets.UTF_8);
      write(directoryLine(entry.getValue(), name));
    }
    long size = position - start;
    int count = placed.size();
    ByteBuffer end = ByteBuffer.allocate(56 + 20 + 22).order(ByteOrder.LITTLE_ENDIAN);
    if (count >= FULL_SHORT || start >= FULL || size >= FULL) {
      long wide = position;
      end.putInt(0x06064b50).putLong(44).putShort((short) 45).putShort((short) 45);
      end.putInt(0).putInt(0).putLong(count).putLong(count).putLong(size).putLong(start);
      end.putInt(0x07064b50).putInt(0).putLong(wide).putInt(1);
    }
    short narrow = (short) Math.min(count, FULL_SHORT);
    end.putInt(0x06054b50)
        .putShort((short) 0)
        .putShort((short) 0)
        .putShort(narrow)
        .putShort(narrow);
    end.putInt((int) Math.min(size, FULL)).putInt((int) Math.min(start, FULL)).putShort((short) 0);
    write(end.flip());
  }

  @Override
  public synchronized Optional<ByteBuffer> get(StoreKey key, long limit) {
    Placed entry = placed.get(key);
    if (entry == null) {
      return Optional.empty();
    }
    ByteBuffer bytes = ByteBuffer.allocate(Bytes.whole(entry.size, limit, describe(key)));
    try {
      while (bytes.hasRemaining()) {
        if (channel.read(bytes, entry.data() + bytes.position()) < 0) {
          throw new EOFException("the file became shorter");
        }
      }
    } catch (IOException e) {
      throw StoreErrors.failed("read", describe(key), e);
    }
    return Optional.of(bytes.flip());
  }

  @Override
  public String describe(StoreKey key) {
    return describe() + "/" + key;
  }

  @Override
  public String describe() {
    return "zip::" + target;
  }

  @Override
  public Optional<String> identity() {
    return Optional.empty();
  }

  @Override
  public Optional<Writes> writes() {
    return Optional.of(this);
  }

  /** From here on closing leaves what was there before. */
  public synchronized void abandon() {
    spoiled = true;
  }

  /**
   * Writes the directory and gives the archive its name, replacing what has it.
   *
   * @throws StoreException when the archive could not be finished; what was there before stays
   */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      try (channel) {
        if (!spoiled) {
          finish();
        }
      }
      if (!spoiled) {
        Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
      }
    } catch (IOException e) {
      throw StoreErrors.failed("write archive", target.toString(), e);
    } finally {
      discard();
    }
  }

  private void discard() {
    try {
      Files.deleteIfExists(temporary);
    } catch (IOException e) {
      // A file of this name is no archive to anybody.
    }
  }
}
