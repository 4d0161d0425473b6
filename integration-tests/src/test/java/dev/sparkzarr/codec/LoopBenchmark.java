package dev.sparkzarr.codec;

import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The loops that run over every element, beside an array copy: 4 MiB an operation, the chunks of 64
 * MiB in turn, so that the source comes from memory. Shuffles go block by block, from a block that
 * was just written, as the codec has it.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@State(Scope.Thread)
@Fork(1)
@Warmup(iterations = 4, time = 400, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 7, time = 400, timeUnit = TimeUnit.MILLISECONDS)
public class LoopBenchmark {
  private static final int CHUNK = 4 << 20;
  private static final int CHUNKS = 16;
  private static final int BLOCK = 256 << 10;

  /** Bytes of an element. */
  @Param({"2", "4", "8"})
  public int width;

  private byte[] source;
  private byte[] target;
  private byte[] block;
  private byte[] scratch;
  private final long[] words = new long[WordStreams.SCRATCH];
  private Transposition transposition;
  private int chunk;

  /** Noise: no loop depends on the data. */
  @Setup
  public void prepare() {
    source = new byte[CHUNK * CHUNKS];
    new Random(7).nextBytes(source);
    target = new byte[CHUNK];
    block = new byte[BLOCK];
    scratch = new byte[BLOCK];
    transposition =
        new Transposition(new long[] {CHUNK / (256L * width), 256}, new int[] {1, 0}, width);
  }

  private int next() {
    chunk = (chunk + 1) % CHUNKS;
    return chunk * CHUNK;
  }

  /** The ceiling. */
  @Benchmark
  public byte[] copy() {
    System.arraycopy(source, next(), target, 0, CHUNK);
    return target;
  }

  /** Big-endian elements. */
  @Benchmark
  public byte[] swap() {
    RawBytes.copyReversed(source, next(), target, 0, CHUNK, width);
    return target;
  }

  /** Rows to columns. */
  @Benchmark
  public byte[] transpose() {
    transposition.run(source, next(), target, 0);
    return target;
  }

  /** A copy by way of a block: the ceiling of the shuffles. */
  @Benchmark
  public byte[] copyBlocks() {
    int from = next();
    for (int at = 0; at < CHUNK; at += BLOCK) {
      System.arraycopy(source, from + at, block, 0, BLOCK);
      System.arraycopy(block, 0, target, at, BLOCK);
    }
    return target;
  }

  /** Byte planes to items. */
  @Benchmark
  public byte[] byteUnshuffle() {
    int from = next();
    for (int at = 0; at < CHUNK; at += BLOCK) {
      System.arraycopy(source, from + at, block, 0, BLOCK);
      ByteShuffle.decode(block, 0, target, at, BLOCK, width, words);
    }
    return target;
  }

  /** Items to byte planes. */
  @Benchmark
  public byte[] byteShuffle() {
    int from = next();
    for (int at = 0; at < CHUNK; at += BLOCK) {
      ByteShuffle.encode(source, from + at, block, 0, BLOCK, width, words);
      System.arraycopy(block, 0, target, at, BLOCK);
    }
    return target;
  }

  /** Bit planes to items. */
  @Benchmark
  public byte[] bitUnshuffle() {
    int from = next();
    for (int at = 0; at < CHUNK; at += BLOCK) {
      System.arraycopy(source, from + at, block, 0, BLOCK);
      BitShuffle.decode(block, 0, target, at, BLOCK, width, scratch, words);
    }
    return target;
  }

  /** Items to bit planes. */
  @Benchmark
  public byte[] bitShuffle() {
    int from = next();
    for (int at = 0; at < CHUNK; at += BLOCK) {
      BitShuffle.encode(source, from + at, block, 0, BLOCK, width, scratch, words);
      System.arraycopy(block, 0, target, at, BLOCK);
    }
    return target;
  }
}
