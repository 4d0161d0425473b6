package dev.sparkzarr.codec;

import static dev.sparkzarr.codec.Unshuffle.BYTES;
import static dev.sparkzarr.codec.Unshuffle.HALVES;
import static dev.sparkzarr.codec.Unshuffle.QUARTERS;
import static dev.sparkzarr.codec.WordStreams.LENGTH;

/**
 * The byte shuffle in plain words, for every JVM: the exchanges of {@link Unshuffle}, backwards, in
 * three passes. Immutable.
 *
 * <p>Two planes of the last pass are two loops: what one writes could overlap what the other
 * writes, for all the virtual machine knows, and then it makes no vector instructions.
 */
final class Shuffle implements ShuffleKernel {
  private static final Pass[] TWO = {new Read2(), new Turn2(), new Write2()};
  private static final Pass[] FOUR = {new Read4(), new Turn4(), new Write4()};
  private static final Pass[] EIGHT = {new Read8(), new Turn8(), new Write8()};

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
    Pass[] passes = typeSize == 2 ? TWO : typeSize == 4 ? FOUR : EIGHT;
    for (int done = 0; done < whole; done += 8 * LENGTH) {
      int count = Math.min(LENGTH, (whole - done) >> 3);
      for (Pass pass : passes) {
        pass.run(source, from + done * typeSize, x, count, target, to + done, items);
      }
    }
  }

  @Override
  public String toString() {
    return "words";
  }

  private abstract static class Pass {
    /**
     * @param count of words of a plane
     */
    abstract void run(
        byte[] source, int from, long[] x, int count, byte[] target, int to, int items);
  }

  private static final class Read2 extends Pass {
    @Override
    void run(byte[] source, int from, long[] x, int count, byte[] target, int to, int items) {
      for (int i = 0; i < count; i++) {
        x[i] = RawBytes.getLong(source, from + i * 16);
        x[i + LENGTH] = RawBytes.getLong(source, from + i * 16 + 8);
      }
    }
  }

  private static final class Turn2 extends Pass {
    @Override
    void run(byte[] source, int from, long[] x, int count, byte[] target, int to, int items) {
      for (int i = 0; i < LENGTH; i++) {
        long a = x[i];
        long b = x[i + LENGTH];
        long swap = (a >>> 32 ^ b) & HALVES;
        a ^= swap << 32;
        b ^= swap;
        swap = (a >>> 16 ^ b) & QUARTERS;
        x[i] = a ^ swap << 16;
        x[i + LENGTH] = b ^ swap;
      }
    }
  }

  private static final class Write2 extends Pass {
    @Override
    void run(byte[] source, int from, long[] x, int count, byte[] target, int to, int items) {
      for (int i = 0; i < count; i++) {
        long a = x[i];
        RawBytes.putLong(target, to + i * 8, a ^ ((a >>> 8 ^ x[i + LENGTH]) & BYTES) << 8);
      }
      int other = to + items;
      for (int i = 0; i < count; i++) {
        long b = x[i + LENGTH];
        RawBytes.putLong(target, other + i * 8, b ^ (x[i] >>> 8 ^ b) & BYTES);
      }
    }
  }

  private static final class Read4 extends Pass {
    @Override
    void run(byte[] source, int from, long[] x, int count, byte[] target, int to, int items) {
      for (int i = 0; i < count; i++) {
        x[i] = RawBytes.getLong(source, from + i * 32);
        x[i + 2 * LENGTH] = RawBytes.getLong(source, from + i * 32 + 8);
        x[i + LENGTH] = RawBytes.getLong(source, from + i * 32 + 16);
        x[i + 3 * LENGTH] = RawBytes.getLong(source, from + i * 32 + 24);
      }
    }
  }

  private static final class Turn4 extends Pass {
    @Override
    void run(byte[] source, int from, long[] x, int count, byte[] target, int to, int items) {
      for (int first = 0; first < 4 * LENGTH; first += 2 * LENGTH) {
        for (int i = first; i < first + LENGTH; i++) {
          long a = x[i];
          long b = x[i + LENGTH];
          long swap = (a >>> 32 ^ b) & HALVES;
          a ^= swap << 32;
          b ^= swap;
          swap = (a >>> 8 ^ b) & BYTES;
          x[i] = a ^ swap << 8;
          x[i + LENGTH] = b ^ swap;
        }
      }
    }
  }

  private static final class Write4 extends Pass {
    @Override
    void run(byte[] source, int from, long[] x, int count, byte[] target, int to, int items) {
      for (int plane = 0; plane < 2; plane++) {
        int in = plane * LENGTH;
        int one = to + plane * items;
        for (int i = 0; i < count; i++) {
          long a = x[in + i];
          long b = x[in + i + 2 * LENGTH];
          RawBytes.putLong(target, one + i * 8, a ^ ((a >>> 16 ^ b) & QUARTERS) << 16);
        }
        int other = one + 2 * items;
        for (int i = 0; i < count; i++) {
          long b = x[in + i + 2 * LENGTH];
          RawBytes.putLong(target, other + i * 8, b ^ (x[in + i] >>> 16 ^ b) & QUARTERS);
        }
      }
    }
  }

  private static final class Read8 extends Pass {
    @Override
    void run(byte[] source, int from, long[] x, int count, byte[] target, int to, int items) {
      for (int i = 0; i < count; i++) {
        x[i] = RawBytes.getLong(source, from + i * 64);
        x[i + LENGTH] = RawBytes.getLong(source, from + i * 64 + 8);
        x[i + 2 * LENGTH] = RawBytes.getLong(source, from + i * 64 + 16);
        x[i + 3 * LENGTH] = RawBytes.getLong(source, from + i * 64 + 24);
        x[i + 4 * LENGTH] = RawBytes.getLong(source, from + i * 64 + 32);
        x[i + 5 * LENGTH] = RawBytes.getLong(source, from + i * 64 + 40);
        x[i + 6 * LENGTH] = RawBytes.getLong(source, from + i * 64 + 48);
        x[i + 7 * LENGTH] = RawBytes.getLong(source, from + i * 64 + 56);
      }
    }
  }

  private static final class Turn8 extends Pass {
    @Override
    void run(byte[] source, int from, long[] x, int count, byte[] target, int to, int items) {
      for (int first = 0; first < 8 * LENGTH; first += 4 * LENGTH) {
        for (int i = first; i < first + LENGTH; i++) {
          long a = x[i];
          long b = x[i + LENGTH];
          long c = x[i + 2 * LENGTH];
          long d = x[i + 3 * LENGTH];
          long swap = (a >>> 8 ^ b) & BYTES;
          a ^= swap << 8;
          b ^= swap;
          swap = (c >>> 8 ^ d) & BYTES;
          c ^= swap << 8;
          d ^= swap;
          swap = (a >>> 16 ^ c) & QUARTERS;
          x[i] = a ^ swap << 16;
          x[i + 2 * LENGTH] = c ^ swap;
          swap = (b >>> 16 ^ d) & QUARTERS;
          x[i + LENGTH] = b ^ swap << 16;
          x[i + 3 * LENGTH] = d ^ swap;
        }
      }
    }
  }

  private static final class Write8 extends Pass {
    @Override
    void run(byte[] source, int from, long[] x, int count, byte[] target, int to, int items) {
      for (int plane = 0; plane < 4; plane++) {
        int in = plane * LENGTH;
        int one = to + plane * items;
        for (int i = 0; i < count; i++) {
          long a = x[in + i];
          long b = x[in + i + 4 * LENGTH];
          RawBytes.putLong(target, one + i * 8, a ^ ((a >>> 32 ^ b) & HALVES) << 32);
        }
        int other = one + 4 * items;
        for (int i = 0; i < count; i++) {
          long b = x[in + i + 4 * LENGTH];
          RawBytes.putLong(target, other + i * 8, b ^ (x[in + i] >>> 32 ^ b) & HALVES);
        }
      }
    }
  }
}
