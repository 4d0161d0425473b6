package dev.sparkzarr.codec;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;

/**
 * Bob Jenkins' lookup3 hash ({@code hashlittle}) of a prefix and the bytes after it. Immutable.
 * Source: {@code lookup3.c} (public domain), HDF5 {@code H5_checksum_lookup3}.
 */
final class JenkinsLookup3 implements Checksum {
  private static final int BLOCK = 12;
  private static final int MAGIC = 0xdeadbeef;
  private static final int LONGEST_PREFIX = 1 << 16;

  private final int seed;
  private final byte[] prefix;

  JenkinsLookup3(int seed, byte[] prefix) {
    this.seed = seed;
    this.prefix = prefix;
  }

  /** Reads {@code initval}, 32 bits, and {@code prefix}, a list of bytes. */
  static JenkinsLookup3 of(CodecConfiguration configuration) {
    configuration.only(Set.of("initval", "prefix"));
    JsonNode initval = configuration.value("initval").orElse(null);
    if (initval != null && !(initval.isIntegralNumber() && isWord(initval))) {
      throw CodecErrors.unsupported(
          configuration.codec(), "its 'initval' is " + initval + ", not an integer of 32 bits");
    }
    long[] listed =
        configuration.value("prefix").isEmpty() ? new long[0] : configuration.integers("prefix");
    if (listed.length > LONGEST_PREFIX) {
      throw CodecErrors.unsupported(
          configuration.codec(), "its 'prefix' has " + listed.length + " bytes");
    }
    byte[] prefix = new byte[listed.length];
    for (int i = 0; i < prefix.length; i++) {
      if (listed[i] < 0 || listed[i] > 255) {
        throw CodecErrors.unsupported(
            configuration.codec(), "its 'prefix' has " + listed[i] + ", which is no byte");
      }
      prefix[i] = (byte) listed[i];
    }
    return new JenkinsLookup3(initval == null ? 0 : (int) initval.longValue(), prefix);
  }

  private static boolean isWord(JsonNode number) {
    return number.canConvertToLong()
        && number.longValue() >= 0
        && number.longValue() <= 0xffffffffL;
  }

  @Override
  public int of(byte[] bytes, int at, int size) {
    if (prefix.length == 0) {
      return hash(bytes, at, size);
    }
    byte[] both = Heap.bytes((long) prefix.length + size, "a checksum's prefix and bytes");
    System.arraycopy(prefix, 0, both, 0, prefix.length);
    System.arraycopy(bytes, at, both, prefix.length, size);
    return hash(both, 0, both.length);
  }

  private int hash(byte[] bytes, int at, int size) {
    int a = MAGIC + size + seed;
    int b = a;
    int c = a;
    if (size == 0) {
      return c;
    }
    int next = at;
    int left = size;
    for (; left > BLOCK; left -= BLOCK, next += BLOCK) {
      a += RawBytes.getInt(bytes, next);
      b += RawBytes.getInt(bytes, next + 4);
      c += RawBytes.getInt(bytes, next + 8);
      a = a - c ^ Integer.rotateLeft(c, 4);
      c += b;
      b = b - a ^ Integer.rotateLeft(a, 6);
      a += c;
      c = c - b ^ Integer.rotateLeft(b, 8);
      b += a;
      a = a - c ^ Integer.rotateLeft(c, 16);
      c += b;
      b = b - a ^ Integer.rotateLeft(a, 19);
      a += c;
      c = c - b ^ Integer.rotateLeft(b, 4);
      b += a;
    }
    byte[] last = new byte[BLOCK];
    System.arraycopy(bytes, next, last, 0, left);
    a += RawBytes.getInt(last, 0);
    b += RawBytes.getInt(last, 4);
    c += RawBytes.getInt(last, 8);
    c = (c ^ b) - Integer.rotateLeft(b, 14);
    a = (a ^ c) - Integer.rotateLeft(c, 11);
    b = (b ^ a) - Integer.rotateLeft(a, 25);
    c = (c ^ b) - Integer.rotateLeft(b, 16);
    a = (a ^ c) - Integer.rotateLeft(c, 4);
    b = (b ^ a) - Integer.rotateLeft(a, 14);
    return (c ^ b) - Integer.rotateLeft(b, 24);
  }
}
