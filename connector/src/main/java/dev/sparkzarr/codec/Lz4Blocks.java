package dev.sparkzarr.codec;

import java.util.Arrays;
import net.jpountz.lz4.LZ4Compressor;
import net.jpountz.lz4.LZ4Exception;
import net.jpountz.lz4.LZ4Factory;
import net.jpountz.lz4.LZ4SafeDecompressor;

/**
 * Raw LZ4 blocks, through the native library where it loads, else through the slower Java code that
 * checks every access (never the one on {@code Unsafe}, which old versions let run out of bounds).
 */
final class Lz4Blocks {
  /** The most decoded bytes for one encoded: a further byte of a match's length says 255. */
  static final int RATIO = 256;

  private static final LZ4Factory FACTORY = factory();
  private static final boolean NATIVE = isNative(FACTORY);
  private static final LZ4SafeDecompressor DECOMPRESSOR = FACTORY.safeDecompressor();
  private static final LZ4Compressor COMPRESSOR = FACTORY.fastCompressor();

  private Lz4Blocks() {}

  private static LZ4Factory factory() {
    LZ4Factory fastest = LZ4Factory.fastestInstance();
    return isNative(fastest) ? fastest : LZ4Factory.safeInstance();
  }

  private static boolean isNative(LZ4Factory factory) {
    return factory.toString().contains("JNI");
  }

  /**
   * @return which code is used, for people
   */
  static String kind() {
    return NATIVE ? "its library loads" : "its library does not load: slower Java code";
  }

  /**
   * Decodes one block that gives exactly {@code size} bytes.
   *
   * @return whether it did
   */
  static boolean decode(ByteSpan block, byte[] target, int at, int size) {
    if (!NATIVE) {
      // The Java code lets a match of distance 0 copy what is there: never another chunk's bytes.
      Arrays.fill(target, at, at + size, (byte) 0);
    }
    try {
      return DECOMPRESSOR.decompress(
              block.array(), block.offset(), block.length(), target, at, size)
          == size;
    } catch (LZ4Exception e) {
      return false;
    }
  }

  static int bound(int size) {
    return COMPRESSOR.maxCompressedLength(size);
  }

  /**
   * Encodes one block.
   *
   * @param level 0 for the fast way, else 1 to 17: smaller, slower, the same format
   * @return its length; 0 when it takes more than {@code room} bytes
   */
  static int encode(int level, byte[] source, int from, int size, byte[] target, int at, int room) {
    LZ4Compressor compressor = level == 0 ? COMPRESSOR : FACTORY.highCompressor(level);
    try {
      return compressor.compress(source, from, size, target, at, room);
    } catch (LZ4Exception e) {
      return 0;
    }
  }
}
