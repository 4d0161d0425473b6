package dev.sparkzarr.codec;

import static dev.sparkzarr.codec.WordStreams.LENGTH;
import static jdk.incubator.vector.VectorOperators.AND;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LSHR;
import static jdk.incubator.vector.VectorOperators.XOR;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link Shuffle} in vectors of 256 bits: what {@link VectorUnshuffle} does, backwards, under the
 * same rules. Immutable.
 */
final class VectorByteShuffle implements ShuffleKernel {
  private static final VectorSpecies<Byte> BYTES = ByteVector.SPECIES_256;
  private static final VectorSpecies<Long> LONGS = LongVector.SPECIES_256;

  /** Bytes of a vector: items of a step. */
  private static final int STEP = 32;

  private static final VectorShuffle<Byte> TWO = order(2);
  private static final VectorShuffle<Byte> FOUR = order(4);
  private static final VectorShuffle<Byte> EIGHT = order(8);

  private final ShuffleKernel rest = new Shuffle();

  /** Byte k of as many runs of neighbours comes from the k-th item of the vector. */
  private static VectorShuffle<Byte> order(int typeSize) {
    int run = STEP / typeSize;
    return VectorShuffle.fromOp(BYTES, i -> i % run * typeSize + i / run);
  }

  @Override
  public void run(
      byte[] source,
      int from,
      int items,
      byte[] target,
      int to,
      int whole,
      int typeSize,
      long[] x) {
    int vectors = whole & -STEP;
    switch (typeSize) {
      case 2 -> two(source, from, target, to, items, vectors);
      case 4 -> four(source, from, target, to, items, vectors);
      default -> eight(source, from, target, to, items, vectors, x);
    }
    int left = whole - vectors;
    if (left > 0) {
      rest.run(source, from + vectors * typeSize, items, target, to + vectors, left, typeSize, x);
    }
  }

  private static void eight(
      byte[] source, int from, byte[] target, int to, int items, int vectors, long[] x) {
    for (int done = 0; done < vectors; done += 8 * LENGTH) {
      int count = Math.min(8 * LENGTH, vectors - done);
      int in = from + 8 * done;
      int out = to + done;
      read8(source, in, x, 0, count);
      read8(source, in + 2 * STEP, x, 2 * LENGTH, count);
      write8(x, 0, target, out, items, count);
      write8(x, 4 * LENGTH, target, out + 4 * items, items, count);
    }
  }

  @Override
  public String toString() {
    return "vectors";
  }

  private static void two(byte[] source, int from, byte[] target, int to, int items, int count) {
    LongVector bytes = LongVector.broadcast(LONGS, Unshuffle.BYTES);
    for (int i = 0; i < count; i += STEP) {
      int in = from + 2 * i;
      LongVector a = ByteVector.fromArray(BYTES, source, in).reinterpretAsLongs();
      LongVector b = ByteVector.fromArray(BYTES, source, in + STEP).reinterpretAsLongs();
      LongVector swap = a.lanewise(LSHR, 8).lanewise(XOR, b).lanewise(AND, bytes);
      a.lanewise(XOR, swap.lanewise(LSHL, 8))
          .reinterpretAsBytes()
          .rearrange(TWO)
          .intoArray(target, to + i);
      b.lanewise(XOR, swap).reinterpretAsBytes().rearrange(TWO).intoArray(target, to + items + i);
    }
  }

  private static void four(byte[] source, int from, byte[] target, int to, int items, int count) {
    LongVector bytes = LongVector.broadcast(LONGS, Unshuffle.BYTES);
    LongVector quarters = LongVector.broadcast(LONGS, Unshuffle.QUARTERS);
    for (int i = 0; i < count; i += STEP) {
      int in = from + 4 * i;
      LongVector a = ByteVector.fromArray(BYTES, source, in).reinterpretAsLongs();
      LongVector b = ByteVector.fromArray(BYTES, source, in + STEP).reinterpretAsLongs();
      LongVector c = ByteVector.fromArray(BYTES, source, in + 2 * STEP).reinterpretAsLongs();
      LongVector d = ByteVector.fromArray(BYTES, source, in + 3 * STEP).reinterpretAsLongs();
      LongVector one = a.lanewise(LSHR, 16).lanewise(XOR, c).lanewise(AND, quarters);
      LongVector two = b.lanewise(LSHR, 16).lanewise(XOR, d).lanewise(AND, quarters);
      a = a.lanewise(XOR, one.lanewise(LSHL, 16));
      b = b.lanewise(XOR, two.lanewise(LSHL, 16));
      c = c.lanewise(XOR, one);
      d = d.lanewise(XOR, two);
      one = a.lanewise(LSHR, 8).lanewise(XOR, b).lanewise(AND, bytes);
      two = c.lanewise(LSHR, 8).lanewise(XOR, d).lanewise(AND, bytes);
      int out = to + i;
      a.lanewise(XOR, one.lanewise(LSHL, 8))
          .reinterpretAsBytes()
          .rearrange(FOUR)
          .intoArray(target, out);
      b.lanewise(XOR, one).reinterpretAsBytes().rearrange(FOUR).intoArray(target, out + items);
      c.lanewise(XOR, two.lanewise(LSHL, 8))
          .reinterpretAsBytes()
          .rearrange(FOUR)
          .intoArray(target, out + 2 * items);
      d.lanewise(XOR, two).reinterpretAsBytes().rearrange(FOUR).intoArray(target, out + 3 * items);
    }
  }

  /** Two of each four vectors of 32 items. */
  private static void read8(byte[] source, int from, long[] x, int first, int count) {
    LongVector halves = LongVector.broadcast(LONGS, Unshuffle.HALVES);
    for (int i = 0; i < count; i += STEP) {
      int in = from + 8 * i;
      LongVector a = ByteVector.fromArray(BYTES, source, in).reinterpretAsLongs();
      LongVector b = ByteVector.fromArray(BYTES, source, in + STEP).reinterpretAsLongs();
      LongVector c = ByteVector.fromArray(BYTES, source, in + 4 * STEP).reinterpretAsLongs();
      LongVector d = ByteVector.fromArray(BYTES, source, in + 5 * STEP).reinterpretAsLongs();
      LongVector one = a.lanewise(LSHR, 32).lanewise(XOR, c).lanewise(AND, halves);
      LongVector two = b.lanewise(LSHR, 32).lanewise(XOR, d).lanewise(AND, halves);
      int out = first + i / 8;
      a.lanewise(XOR, one.lanewise(LSHL, 32)).intoArray(x, out);
      b.lanewise(XOR, two.lanewise(LSHL, 32)).intoArray(x, out + LENGTH);
      c.lanewise(XOR, one).intoArray(x, out + 4 * LENGTH);
      d.lanewise(XOR, two).intoArray(x, out + 5 * LENGTH);
    }
  }

  /** Four of the eight planes. */
  private static void write8(long[] x, int first, byte[] target, int to, int items, int count) {
    LongVector bytes = LongVector.broadcast(LONGS, Unshuffle.BYTES);
    LongVector quarters = LongVector.broadcast(LONGS, Unshuffle.QUARTERS);
    for (int i = 0; i < count; i += STEP) {
      int in = first + i / 8;
      LongVector a = LongVector.fromArray(LONGS, x, in);
      LongVector b = LongVector.fromArray(LONGS, x, in + LENGTH);
      LongVector c = LongVector.fromArray(LONGS, x, in + 2 * LENGTH);
      LongVector d = LongVector.fromArray(LONGS, x, in + 3 * LENGTH);
      LongVector one = a.lanewise(LSHR, 16).lanewise(XOR, c).lanewise(AND, quarters);
      LongVector two = b.lanewise(LSHR, 16).lanewise(XOR, d).lanewise(AND, quarters);
      a = a.lanewise(XOR, one.lanewise(LSHL, 16));
      b = b.lanewise(XOR, two.lanewise(LSHL, 16));
      c = c.lanewise(XOR, one);
      d = d.lanewise(XOR, two);
      one = a.lanewise(LSHR, 8).lanewise(XOR, b).lanewise(AND, bytes);
      two = c.lanewise(LSHR, 8).lanewise(XOR, d).lanewise(AND, bytes);
      int out = to + i;
      a.lanewise(XOR, one.lanewise(LSHL, 8))
          .reinterpretAsBytes()
          .rearrange(EIGHT)
          .intoArray(target, out);
      b.lanewise(XOR, one).reinterpretAsBytes().rearrange(EIGHT).intoArray(target, out + items);
      c.lanewise(XOR, two.lanewise(LSHL, 8))
          .reinterpretAsBytes()
          .rearrange(EIGHT)
          .intoArray(target, out + 2 * items);
      d.lanewise(XOR, two).reinterpretAsBytes().rearrange(EIGHT).intoArray(target, out + 3 * items);
    }
  }
}
