package dev.sparkzarr.codec;

import com.github.luben.zstd.ZstdException;
import io.airlift.compress.MalformedInputException;
import io.airlift.compress.snappy.SnappyCompressor;
import io.airlift.compress.snappy.SnappyDecompressor;
import java.util.Arrays;
import java.util.zip.Deflater;

/** The compressors inside a Blosc container, in the order of their codes. */
enum BloscCompressor {
  BLOSCLZ,
  LZ4,
  SNAPPY,
  ZLIB,
  ZSTD;

  /**
   * @param code the three high bits of the flags
   * @throws CodecException when there is none
   */
  static BloscCompressor of(int code) {
    if (code >= values().length) {
      throw CodecErrors.damaged("blosc", "its inner codec has the unknown code " + code);
    }
    return values()[code];
  }

  /** The most decoded bytes for one encoded. */
  int ratio() {
    return switch (this) {
      case BLOSCLZ, LZ4 -> Lz4Blocks.RATIO;
      case SNAPPY -> 32; // a match of 64 bytes takes two or three
      case ZLIB -> 1032; // a match of 258 bytes takes two bits
      case ZSTD -> ZstdFrames.LONGEST_BLOCK / 4; // a block of one repeated byte
    };
  }

  /**
   * Decodes one stream.
   *
   * @return whether it gave exactly {@code size} bytes
   */
  boolean decode(ByteSpan stream, byte[] target, int at, int size, Workspace workspace) {
    return switch (this) {
      case BLOSCLZ -> BlosclzStream.decode(stream, target, at, size);
      case LZ4 -> Lz4Blocks.decode(stream, target, at, size);
      case SNAPPY -> snappy(stream, target, at, size);
      case ZLIB -> DeflateStream.inflateExactly(workspace.zlibInflater(), stream, target, at, size);
      case ZSTD -> zstd(stream, target, at, size, workspace);
    };
  }

  private static boolean snappy(ByteSpan stream, byte[] target, int at, int size) {
    Arrays.fill(target, at, at + size, (byte) 0); // a match of distance 0 copies what is there
    try {
      return new SnappyDecompressor()
              .decompress(stream.array(), stream.offset(), stream.length(), target, at, size)
          == size;
    } catch (MalformedInputException | IllegalArgumentException | IndexOutOfBoundsException e) {
      return false; // the library's own checks
    }
  }

  private static boolean zstd(
      ByteSpan stream, byte[] target, int at, int size, Workspace workspace) {
    try {
      return ZstdCodec.decode(stream, target, at, size, workspace) == size;
    } catch (ZstdException e) {
      return false;
    }
  }

  /**
   * @return bytes that an encoder of {@code size} bytes wants, whichever it is
   */
  static long bound(int size) {
    return size + size / 6 + 1024L;
  }

  /** Whether blocks get one stream for each byte of an item, as readers of any age understand. */
  boolean isSplit(int typeSize, int blockSize) {
    return this != ZSTD && BloscHeader.canSplit(typeSize, blockSize);
  }

  /**
   * Encodes one stream.
   *
   * @param target has room for whatever comes out, see {@link #bound}
   * @return its length; at least {@code decoded.length()} when it does not get smaller
   */
  int encode(ByteSpan decoded, BloscSettings settings, byte[] target, int at, Workspace ws) {
    int size = decoded.length();
    int level = settings.level();
    switch (this) {
      case BLOSCLZ -> {
        int length = BlosclzEncoder.encode(decoded, level, ws.blosclzTable(), target, at, size - 1);
        return length == 0 ? size : length;
      }
      case LZ4 -> {
        int high = settings.isHigh() ? level : 0;
        int room = Math.min(target.length - at, Lz4Blocks.bound(size));
        int length =
            Lz4Blocks.encode(high, decoded.array(), decoded.offset(), size, target, at, room);
        return length == 0 ? size : length;
      }
      case SNAPPY -> {
        return new SnappyCompressor()
            .compress(decoded.array(), decoded.offset(), size, target, at, target.length - at);
      }
      case ZSTD -> {
        return ZstdCodec.encode(decoded, level == 9 ? 22 : 2 * level - 1, false, target, at, ws);
      }
      case ZLIB -> {
        Deflater deflater = new Deflater(level);
        try {
          deflater.setInput(decoded.array(), decoded.offset(), size);
          deflater.finish();
          int length = deflater.deflate(target, at, target.length - at);
          return deflater.finished() ? length : size;
        } finally {
          deflater.end();
        }
      }
      default -> throw new AssertionError(this);
    }
  }
}
