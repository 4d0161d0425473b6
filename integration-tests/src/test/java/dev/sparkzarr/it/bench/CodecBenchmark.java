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
import org.openjdk.jmh.infra.Blackhole;

/**
 * One chunk through a codec chain of this library, and another one through the library underneath
 * called bare: the least that a chunk can cost. They take turns, so that whatever else the machine
 * does hits both; {@link PairTimes} has what each took.
 *
 * <p>Bare is, for blosc, every stream by way of one block of scratch, and one pass over memory on
 * the block's other side; for a checksum, the checksum and one pass over memory; for what neither
 * compresses nor sums, that pass alone. It writes into memory that is reused; so does a decode
 * here, while an encode gives new memory, which a store may keep.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 400, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 15, time = 400, timeUnit = TimeUnit.MILLISECONDS)
public class CodecBenchmark {
  /** Stored bytes to elements. */
  @Benchmark
  public void decode(CodecState state, BareState bare, PairTimes times, Blackhole hole) {
    int chunk = state.turn();
    long start = PairTimes.now();
    state.pipeline.decode(ByteBuffer.wrap(state.stored(chunk)), state.target);
    long middle = PairTimes.now();
    bare.decode(state.farFrom(chunk));
    times.add(start, middle, PairTimes.now());
    hole.consume(state.target.bytes());
    hole.consume(bare.target());
  }

  /** Elements to stored bytes. */
  @Benchmark
  public void encode(CodecState state, BareState bare, PairTimes times, Blackhole hole) {
    int chunk = state.turn();
    long start = PairTimes.now();
    ByteBuffer encoded = state.pipeline.encode(state.raw(chunk));
    long middle = PairTimes.now();
    byte[] ofBare = bare.encode(state.farFrom(chunk));
    times.add(start, middle, PairTimes.now());
    hole.consume(encoded);
    hole.consume(ofBare);
  }
}
