package dev.sparkzarr.it.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Where the compressed streams of one chunk are, found beforehand. A codec of one stream writes
 * straight into the target; blosc's streams go by way of a block.
 */
final class BareStreams {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int GZIP_HEADER = 10;

  private final byte[] stored;
  private final byte[] plain; // what the streams decode to
  private final int[] from;
  private final int[] lengths;
  private final int[] sizes;
  private final int blockSize; // 0: no blocks

  private BareStreams(byte[] stored, byte[] plain, int count, int blockSize) {
    this.stored = stored;
    this.plain = plain;
    this.blockSize = blockSize;
    from = new int[count];
    lengths = new int[count];
    sizes = new int[count];
  }

  private static JsonNode last(String array) throws IOException {
    JsonNode codecs = JSON.readTree(Path.of(array, "zarr.json").toFile()).get("codecs");
    return codecs.get(codecs.size() - 1);
  }

  /** The library that a chain ends in: {@code zstd}, {@code lz4} … */
  static String codec(String array) throws IOException {
    JsonNode codec = last(array);
    return codec
        .path("configuration")
        .path("cname")
        .asText(codec.get("name").asText().replace("numcodecs.", ""));
  }

  /** In that library's own scale. */
  static int level(String array) throws IOException {
    JsonNode configuration = last(array).path("configuration");
    int bloscLevel = configuration.path("clevel").asInt(0);
    boolean zstd = configuration.path("cname").asText().equals("zstd");
    return bloscLevel > 0
        ? (zstd ? 2 * bloscLevel - 1 : bloscLevel)
        : configuration.path("level").asInt(0);
  }

  static BareStreams of(String array, byte[] stored, byte[] raw, BareLibrary library)
      throws IOException {
    if (last(array).get("name").asText().equals("blosc")) {
      return blosc(stored, library);
    }
    BareStreams one = new BareStreams(stored, raw, 1, 0);
    one.from[0] =
        switch (codec(array)) {
          case "lz4" -> Integer.BYTES;
          case "gzip" -> GZIP_HEADER;
          default -> 0;
        };
    one.lengths[0] = stored.length - one.from[0];
    one.sizes[0] = CodecState.CHUNK_BYTES;
    return one;
  }

  private static BareStreams blosc(byte[] stored, BareLibrary library) {
    ByteBuffer in = ByteBuffer.wrap(stored).order(ByteOrder.LITTLE_ENDIAN);
    int size = in.getInt(4);
    int blockSize = in.getInt(8);
    int blocks = (size + blockSize - 1) / blockSize;
    int split = (in.get(2) & 0x10) == 0 ? in.get(3) : 1;
    BareStreams all =
        new BareStreams(stored, new byte[CodecState.CHUNK_BYTES], blocks * split, blockSize);
    int stream = 0;
    int plainAt = 0;
    for (int block = 0; block < blocks; block++) {
      int blockLength = Math.min(blockSize, size - block * blockSize);
      int streams = blockLength == blockSize ? split : 1;
      int next = in.getInt(16 + 4 * block);
      for (int i = 0; i < streams; i++, stream++) {
        all.lengths[stream] = in.getInt(next);
        all.from[stream] = next + Integer.BYTES;
        all.sizes[stream] = blockLength / streams;
        all.one(stream, library, all.plain, plainAt);
        plainAt += all.sizes[stream];
        next += Integer.BYTES + all.lengths[stream];
      }
    }
    return stream == all.from.length ? all : all.first(stream);
  }

  private BareStreams first(int count) {
    BareStreams fewer = new BareStreams(stored, plain, count, blockSize);
    System.arraycopy(from, 0, fewer.from, 0, count);
    System.arraycopy(lengths, 0, fewer.lengths, 0, count);
    System.arraycopy(sizes, 0, fewer.sizes, 0, count);
    return fewer;
  }

  private void one(int stream, BareLibrary library, byte[] target, int at) {
    if (lengths[stream] == sizes[stream]) {
      System.arraycopy(stored, from[stream], target, at, sizes[stream]);
    } else {
      library.decode(stored, from[stream], lengths[stream], target, at, sizes[stream]);
    }
  }

  void decode(BareLibrary library, byte[] block, byte[] target) {
    if (blockSize == 0) {
      one(0, library, target, 0);
      return;
    }
    int done = 0;
    int inBlock = 0;
    for (int stream = 0; stream < from.length; stream++) {
      one(stream, library, block, inBlock);
      inBlock += sizes[stream];
      if (inBlock == blockSize || stream == from.length - 1) {
        System.arraycopy(block, 0, target, done, inBlock);
        done += inBlock;
        inBlock = 0;
      }
    }
  }

  /** What a library compressed has memory of its own, since a store may keep it. */
  byte[] encode(BareLibrary library, byte[] block, byte[] encoded) {
    if (blockSize == 0) {
      int length = library.encode(plain, 0, plain.length, encoded, 0, encoded.length);
      return library.compresses() ? Arrays.copyOf(encoded, length) : encoded;
    }
    int done = 0;
    int stream = 0;
    int at = 0;
    while (done < plain.length) {
      int length = Math.min(blockSize, plain.length - done);
      System.arraycopy(plain, done, block, 0, length);
      for (int inBlock = 0; inBlock < length; inBlock += sizes[stream++]) {
        int size = sizes[stream];
        at += library.encode(block, inBlock, size, encoded, at, encoded.length - at);
      }
      done += length;
    }
    return Arrays.copyOf(encoded, at);
  }

  @Override
  public String toString() {
    return Arrays.toString(sizes);
  }
}
