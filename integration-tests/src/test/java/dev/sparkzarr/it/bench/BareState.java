package dev.sparkzarr.it.bench;

import java.io.IOException;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** The library under a codec, and where the streams of each chunk are. */
@State(Scope.Thread)
public class BareState {
  private BareLibrary library; // null: nothing comparable
  private BareStreams[] streams;
  private byte[] block;
  private byte[] target;
  private byte[] encoded;

  /** Finds the streams, and their decoded form for encoding. */
  @Setup(Level.Trial)
  public void prepare(CodecState state) throws IOException {
    String codec = BareStreams.codec(state.array);
    target = new byte[CodecState.CHUNK_BYTES];
    block = new byte[CodecState.CHUNK_BYTES];
    encoded = new byte[2 * CodecState.CHUNK_BYTES];
    if (!BareLibrary.isOf(codec)) {
      return;
    }
    library = BareLibrary.of(codec, BareStreams.level(state.array));
    streams = new BareStreams[CodecState.CHUNKS];
    for (int i = 0; i < streams.length; i++) {
      streams[i] = BareStreams.of(state.array, state.stored(i), state.raw(i).bytes(), library);
    }
  }

  void decode(int chunk) {
    if (library != null) {
      streams[chunk].decode(library, block, target);
    }
  }

  byte[] encode(int chunk) {
    return library == null ? encoded : streams[chunk].encode(library, block, encoded);
  }

  byte[] target() {
    return target;
  }

  /** Frees what is native. */
  @TearDown(Level.Trial)
  public void close() {
    if (library != null) {
      library.close();
    }
  }
}
