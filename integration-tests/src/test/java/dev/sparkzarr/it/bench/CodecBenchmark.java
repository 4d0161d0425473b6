package dev.sparkzarr.it.bench;

import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Warmup;

/** One chunk through a codec chain of this library, into memory that is reused. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 4, time = 400, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 7, time = 400, timeUnit = TimeUnit.MILLISECONDS)
public class CodecBenchmark {
  /** Stored bytes to elements. */
  @Benchmark
  public byte[] decode(CodecState state) {
    state.pipeline.decode(ByteBuffer.wrap(state.stored(state.turn())), state.target);
    return state.target.bytes();
  }

  /** Elements to stored bytes. */
  @Benchmark
  public ByteBuffer encode(CodecState state) {
    return state.pipeline.encode(state.raw(state.turn()));
  }
}
