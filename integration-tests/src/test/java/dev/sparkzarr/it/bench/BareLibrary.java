package dev.sparkzarr.it.bench;

import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdDecompressCtx;
import java.util.Set;
import java.util.zip.CRC32C;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import net.jpountz.lz4.LZ4Compressor;
import net.jpountz.lz4.LZ4Factory;
import net.jpountz.lz4.LZ4SafeDecompressor;

/** A compressor as its library offers it: one call for each stream, contexts reused. */
interface BareLibrary extends AutoCloseable {
  /** Decodes a stream of a known size. */
  void decode(byte[] source, int from, int length, byte[] target, int at, int size);

  /** Encodes a stream and says how long it became. */
  int encode(byte[] source, int from, int size, byte[] target, int at, int room);

  /** Whether the result is of another length than the source. */
  default boolean compresses() {
    return true;
  }

  @Override
  default void close() {}

  /** Whether something comparable stands under a codec. */
  static boolean isOf(String codec) {
    return !Set.of("bz2", "lzma", "blosclz", "snappy", "sharding_indexed").contains(codec);
  }

  /** The one under a codec; a copy where it does not compress. */
  static BareLibrary of(String codec, int level) {
    return switch (codec) {
      case "lz4" -> new Lz4(LZ4Factory.nativeInstance().fastCompressor());
      case "lz4hc" -> new Lz4(LZ4Factory.nativeInstance().highCompressor(2 * level - 1));
      case "zstd" -> new Zstandard(level);
      case "gzip" -> new Deflate(level, true);
      case "zlib" -> new Deflate(level, false);
      case "crc32c" -> new Sum();
      default -> new Copy();
    };
  }

  /** lz4-java. */
  record Lz4(LZ4Compressor compressor, LZ4SafeDecompressor decompressor) implements BareLibrary {
    Lz4(LZ4Compressor compressor) {
      this(compressor, LZ4Factory.nativeInstance().safeDecompressor());
    }

    @Override
    public void decode(byte[] source, int from, int length, byte[] target, int at, int size) {
      decompressor.decompress(source, from, length, target, at, size);
    }

    @Override
    public int encode(byte[] source, int from, int size, byte[] target, int at, int room) {
      return compressor.compress(source, from, size, target, at, room);
    }
  }

  /** zstd-jni. */
  record Zstandard(ZstdCompressCtx compressor, ZstdDecompressCtx decompressor)
      implements BareLibrary {
    Zstandard(int level) {
      this(new ZstdCompressCtx(), new ZstdDecompressCtx());
      compressor.setLevel(level);
    }

    @Override
    public void decode(byte[] source, int from, int length, byte[] target, int at, int size) {
      decompressor.decompressByteArray(target, at, size, source, from, length);
    }

    @Override
    public int encode(byte[] source, int from, int size, byte[] target, int at, int room) {
      return compressor.compressByteArray(target, at, room, source, from, size);
    }

    @Override
    public void close() {
      compressor.close();
      decompressor.close();
    }
  }

  /** The platform's zlib. */
  record Deflate(Deflater deflater, Inflater inflater) implements BareLibrary {
    Deflate(int level, boolean gzip) {
      this(new Deflater(level, gzip), new Inflater(gzip));
    }

    @Override
    public void decode(byte[] source, int from, int length, byte[] target, int at, int size) {
      inflater.reset();
      inflater.setInput(source, from, length);
      try {
        inflater.inflate(target, at, size);
      } catch (DataFormatException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public int encode(byte[] source, int from, int size, byte[] target, int at, int room) {
      deflater.reset();
      deflater.setInput(source, from, size);
      deflater.finish();
      return deflater.deflate(target, at, room);
    }

    @Override
    public void close() {
      deflater.end();
      inflater.end();
    }
  }

  /** The platform's checksum, and one pass over memory. */
  record Sum() implements BareLibrary {
    @Override
    public void decode(byte[] source, int from, int length, byte[] target, int at, int size) {
      encode(source, from, size, target, at, 0);
    }

    @Override
    public int encode(byte[] source, int from, int size, byte[] target, int at, int room) {
      CRC32C sum = new CRC32C();
      sum.update(source, from, size);
      System.arraycopy(source, from, target, at, size);
      target[at] = (byte) sum.getValue();
      return size;
    }

    @Override
    public boolean compresses() {
      return false;
    }
  }

  /** One pass over memory. */
  record Copy() implements BareLibrary {
    @Override
    public void decode(byte[] source, int from, int length, byte[] target, int at, int size) {
      System.arraycopy(source, from, target, at, size);
    }

    @Override
    public int encode(byte[] source, int from, int size, byte[] target, int at, int room) {
      System.arraycopy(source, from, target, at, size);
      return size;
    }

    @Override
    public boolean compresses() {
      return false;
    }
  }
}
