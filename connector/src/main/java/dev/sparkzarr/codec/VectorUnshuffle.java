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
 * {@link Unshuffle} in vectors of 256 bits. A vector of each plane is loaded with its bytes in such
 * an order that exchanges between vectors leave whole vectors of neighbouring items: no
 * interleaving at the end. Immutable.
 *
 * <p>Each loop is a method of its own, short and without calls of ours: the compiler stops inlining
 * in the middle of a long one, and does not inline a helper that it has compiled before, and what
 * it does not inline becomes objects. Of 256 bits, because bytes of wider vectors cannot be
 * reordered in one instruction everywhere. Only what JDK 17 and 25 both have is used; in 17,
 * unsigned conversions fail and rotations and masks are slow.
 */
final class VectorUnshuffle implements ShuffleKernel {
  private static final VectorSpecies<Byte> BYTES = ByteVector.SPECIES_256;
  private static final VectorSpecies<Long> LONGS = LongVector.SPECIES_256;

  /** Bytes of a vector: items of a step. */
  private static final int STEP = 32;

  private static final VectorShuffle<Byte> TWO = order(2);
  private static final VectorShuffle<Byte> FOUR = order(4);
  private static final VectorShuffle<Byte> EIGHT = order(8);

  private final ShuffleKernel rest = new Unshuffle();

  /** Byte k of the vector's item j comes from the k-th of as many runs of neighbours. */
  private static VectorShuffle<Byte> order(int typeSize) {
    return VectorShuffle.fromOp(BYTES, i -> i % typeSize * (STEP / typeSize) + i / typeSize);
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
      case 2 -> two(source, from, items, target, to, vectors);
      case 4 -> four(source, from, items, target, to, vectors);
      default -> eight(source, from, items, target, to, vectors, x);
    }
    int left = whole - vectors;
    if (left > 0) {
      rest.run(source, from + vectors, items, target, to + vectors * typeSize, left, typeSize, x);
    }
  }

  private static void eight(
      byte[] source, int from, int items, byte[] target, int to, int vectors, long[] x) {
    for (int done = 0; done < vectors; done += 8 * LENGTH) {
      int count = Math.min(8 * LENGTH, vectors - done);
      int in = from + done;
      int out = to + 8 * done;
      read8(source, in, items, x, 0, count);
      read8(source, in + 4 * items, items, x, 4 * LENGTH, count);
      write8(x, 0, target, out, count);
      write8(x, 2 * LENGTH, target, out + 2 * STEP, count);
    }
  }

  @Override
  public String toString() {
    return "vectors";
  }

  private static void two(byte[] source, int from, int items, byte[] target, int to, int count) {
    LongVector bytes = LongVector.broadcast(LONGS, Unshuffle.BYTES);
    for (int i = 0; i < count; i += STEP) {
      LongVector a =
          ByteVector.fromArray(BYTES, source, from + i).rearrange(TWO).reinterpretAsLongs();
      LongVector b =
          ByteVector.fromArray(BYTES, source, from + items + i).rearrange(TWO).reinterpretAsLongs();
      LongVector swap = a.lanewise(LSHR, 8).lanewise(XOR, b).lanewise(AND, bytes);
      int out = to + 2 * i;
      a.lanewise(XOR, swap.lanewise(LSHL, 8)).reinterpretAsBytes().intoArray(target, out);
      b.lanewise(XOR, swap).reinterpretAsBytes().intoArray(target, out + STEP);
    }
  }

  private static void four(byte[] source, int from, int items, byte[] target, int to, int count) {
    LongVector bytes = LongVector.broadcast(LONGS, Unshuffle.BYTES);
    LongVector quarters = LongVector.broadcast(LONGS, Unshuffle.QUARTERS);
    for (int i = 0; i < count; i += STEP) {
      int in = from + i;
      LongVector a = ByteVector.fromArray(BYTES, source, in).rearrange(FOUR).reinterpretAsLongs();
      LongVector b =
          ByteVector.fromArray(BYTES, source, in + items).rearrange(FOUR).reinterpretAsLongs();
      LongVector c =
          ByteVector.fromArray(BYTES, source, in + 2 * items).rearrange(FOUR).reinterpretAsLongs();
      LongVector d =
          ByteVector.fromArray(BYTES, source, in + 3 * items).rearrange(FOUR).reinterpretAsLongs();
      LongVector one = a.lanewise(LSHR, 8).lanewise(XOR, b).lanewise(AND, bytes);
      LongVector two = c.lanewise(LSHR, 8).lanewise(XOR, d).lanewise(AND, bytes);
      a = a.lanewise(XOR, one.lanewise(LSHL, 8));
      b = b.lanewise(XOR, one);
      c = c.lanewise(XOR, two.lanewise(LSHL, 8));
      d = d.lanewise(XOR, two);
      one = a.lanewise(LSHR, 16).lanewise(XOR, c).lanewise(AND, quarters);
      two = b.lanewise(LSHR, 16).lanewise(XOR, d).lanewise(AND, quarters);
      int out = to + 4 * i;
      a.lanewise(XOR, one.lanewise(LSHL, 16)).reinterpretAsBytes().intoArray(target, out);
      b.lanewise(XOR, two.lanewise(LSHL, 16)).reinterpretAsBytes().intoArray(target, out + STEP);
      c.lanewise(XOR, one).reinterpretAsBytes().intoArray(target, out + 2 * STEP);
      d.lanewise(XOR, two).reinterpretAsBytes().intoArray(target, out + 3 * STEP);
    }
  }

  /** Four of the eight planes. */
  private static void read8(byte[] source, int from, int items, long[] x, int first, int count) {
    LongVector bytes = LongVector.broadcast(LONGS, Unshuffle.BYTES);
    LongVector quarters = LongVector.broadcast(LONGS, Unshuffle.QUARTERS);
    for (int i = 0; i < count; i += STEP) {
      int in = from + i;
      LongVector a = ByteVector.fromArray(BYTES, source, in).rearrange(EIGHT).reinterpretAsLongs();
      LongVector b =
          ByteVector.fromArray(BYTES, source, in + items).rearrange(EIGHT).reinterpretAsLongs();
      LongVector c =
          ByteVector.fromArray(BYTES, source, in + 2 * items).rearrange(EIGHT).reinterpretAsLongs();
      LongVector d =
          ByteVector.fromArray(BYTES, source, in + 3 * items).rearrange(EIGHT).reinterpretAsLongs();
      LongVector one = a.lanewise(LSHR, 8).lanewise(XOR, b).lanewise(AND, bytes);
      LongVector two = c.lanewise(LSHR, 8).lanewise(XOR, d).lanewise(AND, bytes);
      a = a.lanewise(XOR, one.lanewise(LSHL, 8));
      b = b.lanewise(XOR, one);
      c = c.lanewise(XOR, two.lanewise(LSHL, 8));
      d = d.lanewise(XOR, two);
      one = a.lanewise(LSHR, 16).lanewise(XOR, c).lanewise(AND, quarters);
      two = b.lanewise(LSHR, 16).lanewise(XOR, d).lanewise(AND, quarters);
      int out = first + i / 8;
      a.lanewise(XOR, one.lanewise(LSHL, 16)).intoArray(x, out);
      b.lanewise(XOR, two.lanewise(LSHL, 16)).intoArray(x, out + LENGTH);
      c.lanewise(XOR, one).intoArray(x, out + 2 * LENGTH);
      d.lanewise(XOR, two).intoArray(x, out + 3 * LENGTH);
    }
  }

  /** Two of each four streams. */
  private static void write8(long[] x, int first, byte[] target, int to, int count) {
    LongVector halves = LongVector.broadcast(LONGS, Unshuffle.HALVES);
    for (int i = 0; i < count; i += STEP) {
      int in = first + i / 8;
      LongVector a = LongVector.fromArray(LONGS, x, in);
      LongVector b = LongVector.fromArray(LONGS, x, in + LENGTH);
      LongVector c = LongVector.fromArray(LONGS, x, in + 4 * LENGTH);
      LongVector d = LongVector.fromArray(LONGS, x, in + 5 * LENGTH);
      LongVector one = a.lanewise(LSHR, 32).lanewise(XOR, c).lanewise(AND, halves);
      LongVector two = b.lanewise(LSHR, 32).lanewise(XOR, d).lanewise(AND, halves);
      int out = to + 8 * i;
      a.lanewise(XOR, one.lanewise(LSHL, 32)).reinterpretAsBytes().intoArray(target, out);
      b.lanewise(XOR, two.lanewise(LSHL, 32)).reinterpretAsBytes().intoArray(target, out + STEP);
      c.lanewise(XOR, one).reinterpretAsBytes().intoArray(target, out + 4 * STEP);
      d.lanewise(XOR, two).reinterpretAsBytes().intoArray(target, out + 5 * STEP);
    }
  }
}
