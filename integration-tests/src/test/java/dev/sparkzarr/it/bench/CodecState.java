package dev.sparkzarr.it.bench;

import dev.sparkzarr.codec.ChunkBuffer;
import dev.sparkzarr.codec.CodecPipeline;
import dev.sparkzarr.metadata.ArrayMetadata;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The chunks of one array that {@code codec_cases.py} made, stored and raw, checked once. */
@State(Scope.Thread)
public class CodecState {
  static final int CHUNKS = 16;
  static final int CHUNK_BYTES = 4 << 20;

  /** Directory of the array. */
  @Param("")
  public String array;

  CodecPipeline pipeline;
  ChunkBuffer target;
  private byte[][] stored;
  private ChunkBuffer[] raw;
  private int next;

  /** Loads the chunks, and compares what is decoded with what was stored. */
  @Setup(Level.Trial)
  public void load() throws IOException {
    Path path = Path.of(array);
    ArrayMetadata metadata = ArrayMetadata.parse(Files.readString(path.resolve("zarr.json")));
    pipeline = CodecPipeline.of(metadata);
    target = new ChunkBuffer(pipeline.type());
    stored = new byte[CHUNKS][];
    raw = new ChunkBuffer[CHUNKS];
    byte[] all = Files.readAllBytes(Path.of(path.getParent() + ".raw"));
    for (int i = 0; i < CHUNKS; i++) {
      stored[i] = Files.readAllBytes(path.resolve("c/" + i + "/0/0"));
      raw[i] = new ChunkBuffer(pipeline.type());
      raw[i].resize(CHUNK_BYTES / pipeline.type().layout().width());
      System.arraycopy(all, i * CHUNK_BYTES, raw[i].bytes(), 0, CHUNK_BYTES);
      check(stored[i], i);
      check(bytes(pipeline.encode(raw[i])), i);
    }
  }

  private void check(byte[] encoded, int chunk) {
    pipeline.decode(ByteBuffer.wrap(encoded), target);
    if (!Arrays.equals(target.bytes(), 0, CHUNK_BYTES, raw[chunk].bytes(), 0, CHUNK_BYTES)) {
      throw new IllegalStateException("chunk " + chunk + " of " + array + " decodes wrongly");
    }
  }

  private static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return bytes;
  }

  /** The number of the next chunk, round and round. */
  int turn() {
    next = (next + 1) % CHUNKS;
    return next;
  }

  /** Half a round away: not in a cache because of the other. */
  int farFrom(int chunk) {
    return (chunk + CHUNKS / 2) % CHUNKS;
  }

  byte[] stored(int chunk) {
    return stored[chunk];
  }

  ChunkBuffer raw(int chunk) {
    return raw[chunk];
  }

  /** Bytes of all stored chunks. */
  static long storedBytes(Path array) {
    long bytes = 0;
    try {
      for (int i = 0; i < CHUNKS; i++) {
        bytes += Files.size(array.resolve("c/" + i + "/0/0"));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes;
  }
}
