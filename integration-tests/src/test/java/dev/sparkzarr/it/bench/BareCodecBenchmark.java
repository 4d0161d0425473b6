package dev.sparkzarr.it.bench;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The least that the same chunk can cost: the library underneath, called on the same bytes. For
 * blosc that is every stream into one block of scratch, and one pass over memory from there. For
 * what is no compressor it is that pass alone.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 4, time = 400, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 7, time = 400, timeUnit = TimeUnit.MILLISECONDS)
public class BareCodecBenchmark {
  /** The library, and where the streams of each chunk are. */
  @State(Scope.Thread)
  public static class Bare {
    BareLibrary library;
    BareStreams[] streams;
    byte[] block;
    byte[] target;
    byte[] encoded;

    /** Finds the streams, and their decoded form for encoding. */
    @Setup(Level.Trial)
    public void prepare(CodecState state) throws IOException {
      String codec = BareStreams.codec(state.array);
      library = BareLibrary.of(codec, BareStreams.level(state.array));
      streams = new BareStreams[CodecState.CHUNKS];
      target = new byte[CodecState.CHUNK_BYTES];
      block = new byte[CodecState.CHUNK_BYTES];
      encoded = new byte[2 * CodecState.CHUNK_BYTES];
      for (int i = 0; i < streams.length; i++) {
        streams[i] = BareStreams.of(state.array, state.stored(i), state.raw(i).bytes(), library);
      }
    }

    /** Frees what is native. */
    @TearDown(Level.Trial)
    public void close() {
      library.close();
    }
  }

  /** Stored bytes to as many decoded ones. */
  @Benchmark
  public byte[] decode(CodecState state, Bare bare) {
    bare.streams[state.turn()].decode(bare.library, bare.block, bare.target);
    return bare.target;
  }

  /** Decoded bytes to stored ones. */
  @Benchmark
  public byte[] encode(CodecState state, Bare bare) {
    bare.streams[state.turn()].encode(bare.library, bare.block, bare.encoded);
    return bare.encoded;
  }
}
