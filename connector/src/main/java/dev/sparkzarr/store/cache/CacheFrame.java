package dev.sparkzarr.store.cache;

import dev.sparkzarr.store.StoreKey;
import dev.sparkzarr.store.Version;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * A cached piece as it is stored: it says itself what it is, and whether it is whole. Numbers are
 * big-endian; texts are modified UTF-8 after their length in two bytes.
 *
 * <pre>
 *   magic "SZCACHE1" (8) | header length (4) | CRC-32C of the header (4) | header | zeros to 512 | bytes
 *   header: origin | key | piece | has version (1) | version | stored at (8) | checked at (8)
 *           | cost (8) | length of the bytes (8) | CRC-32C of the bytes (4)
 * </pre>
 */
final class CacheFrame {
  /** Bytes that every frame has, and mostly its whole header. */
  static final int PREFIX = 512;

  /** Longest header that is read. */
  static final int LONGEST_HEADER = 64 << 10;

  private static final byte[] MAGIC = "SZCACHE1".getBytes(StandardCharsets.US_ASCII);
  private static final int FIXED = 16;

  /**
   * What a header says.
   *
   * @param entry used once, when it was stored
   * @param payloadAt where the bytes begin
   */
  record Header(CacheEntry entry, long checkedAt, int checksum, int payloadAt) {}

  private CacheFrame() {}

  /**
   * @return the whole frame; empty when its header would be too long
   */
  static Optional<ByteBuffer> encode(CacheEntry entry, long checkedAt, ByteBuffer bytes) {
    byte[] header;
    try {
      header = header(entry, checkedAt, crc(bytes));
    } catch (IOException e) {
      return Optional.empty(); // a text of more than 65535 bytes
    }
    if (header.length > LONGEST_HEADER) {
      return Optional.empty();
    }
    int start = Math.max(PREFIX, FIXED + header.length);
    ByteBuffer frame = ByteBuffer.allocate(Math.addExact(start, bytes.remaining()));
    frame.put(MAGIC).putInt(header.length).putInt(crc(ByteBuffer.wrap(header))).put(header);
    frame.position(start);
    return Optional.of(frame.put(bytes.duplicate()).flip());
  }

  private static byte[] header(CacheEntry entry, long checkedAt, int checksum) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeUTF(entry.key().origin());
    out.writeUTF(entry.key().key().value());
    out.writeUTF(entry.piece().text());
    out.writeBoolean(entry.version().isPresent());
    out.writeUTF(entry.version().map(Version::token).orElse(""));
    out.writeLong(entry.storedAt());
    out.writeLong(checkedAt);
    out.writeLong(entry.costMillis());
    out.writeLong(entry.size());
    out.writeInt(checksum);
    return bytes.toByteArray();
  }

  /**
   * @param prefix at least {@value #PREFIX} bytes, or the whole frame
   * @return how many bytes the header reaches to; empty when these are of no frame
   */
  static Optional<Integer> headerEnd(ByteBuffer prefix) {
    if (prefix.remaining() < PREFIX) {
      return Optional.empty();
    }
    byte[] magic = new byte[MAGIC.length];
    prefix.duplicate().get(magic);
    int length = prefix.getInt(prefix.position() + MAGIC.length);
    return java.util.Arrays.equals(magic, MAGIC) && length >= 0 && length <= LONGEST_HEADER
        ? Optional.of(FIXED + length)
        : Optional.empty();
  }

  /**
   * @param frame as far as the header reaches at least
   * @return empty when it is damaged
   */
  static Optional<Header> decodeHeader(ByteBuffer frame) {
    Optional<Integer> end = headerEnd(frame);
    if (end.isEmpty() || end.get() > frame.remaining()) {
      return Optional.empty();
    }
    byte[] header = new byte[end.get() - FIXED];
    frame.duplicate().position(frame.position() + FIXED).get(header);
    if (crc(ByteBuffer.wrap(header)) != frame.getInt(frame.position() + MAGIC.length + 4)) {
      return Optional.empty();
    }
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(header))) {
      CachedKey key = new CachedKey(in.readUTF(), new StoreKey(in.readUTF()));
      CachePiece piece = CachePiece.parse(in.readUTF()).orElseThrow(IOException::new);
      boolean hasVersion = in.readBoolean();
      String version = in.readUTF();
      long storedAt = in.readLong();
      long checkedAt = in.readLong();
      long cost = in.readLong();
      long size = in.readLong();
      CacheEntry entry =
          new CacheEntry(
              key,
              piece,
              hasVersion ? Optional.of(new Version(version)) : Optional.empty(),
              size,
              cost,
              storedAt,
              storedAt,
              1);
      int payloadAt = Math.max(PREFIX, end.get());
      return Optional.of(new Header(entry, checkedAt, in.readInt(), payloadAt));
    } catch (IOException | IllegalArgumentException | dev.sparkzarr.store.StoreException e) {
      return Optional.empty();
    }
  }

  /**
   * @param entry what the frame should hold
   * @return the piece's bytes, a view; empty when the frame is damaged or of something else
   */
  static Optional<ByteBuffer> decode(ByteBuffer frame, CacheEntry entry) {
    Optional<Header> header = decodeHeader(frame);
    if (header.isEmpty()) {
      return Optional.empty();
    }
    CacheEntry found = header.get().entry();
    int start = header.get().payloadAt();
    if (!found.key().equals(entry.key())
        || !found.piece().equals(entry.piece())
        || !found.version().equals(entry.version())
        || found.size() != entry.size()
        || frame.remaining() - start != found.size()) {
      return Optional.empty();
    }
    ByteBuffer bytes = frame.slice(frame.position() + start, (int) found.size());
    return crc(bytes) == header.get().checksum() ? Optional.of(bytes) : Optional.empty();
  }

  private static int crc(ByteBuffer bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes.duplicate());
    return (int) crc.getValue();
  }
}
