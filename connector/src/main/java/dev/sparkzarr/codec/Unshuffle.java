package dev.sparkzarr.codec;

import static dev.sparkzarr.codec.WordStreams.LENGTH;

/**
 * The byte unshuffle in plain words, for every JVM: two or three passes over up to {@link
 * WordStreams#LENGTH} words of each plane. The first reads two planes at a time and exchanges what
 * these two have to, the second exchanges the rest in scratch, the last writes items; what is
 * exchanged is that of {@link ByteShuffle}. Immutable.
 *
 * <p>Each pass is one loop in a class of its own, called from one place with the others: the
 * virtual machine makes vector instructions of such a loop only where every distance is a constant
 * and no other loops are compiled with it, and it puts no body in the place of a call that has
 * three.
 */
final class Unshuffle implements ShuffleKernel {
  static final long HALVES = 0x00000000FFFFFFFFL;
  static final long QUARTERS = 0x0000FFFF0000FFFFL;
  static final long BYTES = 0x00FF00FF00FF00FFL;

  private static final Pass[] TWO = {new Read2(), new Write2()};
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
        pass.run(source, from + done, items, x, count, target, to + done * typeSize);
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
        byte[] source, int from, int items, long[] x, int count, byte[] target, int to);
  }

  private static final class Read2 extends Pass {
    @Override
    void run(byte[] source, int from, int items, long[] x, int count, byte[] target, int to) {
      for (int i = 0; i < count; i++) {
        long a = RawBytes.getLong(source, from + i * 8);
        long b = RawBytes.getLong(source, from + items + i * 8);
        long swap = (a >>> 8 ^ b) & BYTES;
        a ^= swap << 8;
        b ^= swap;
        swap = (a >>> 16 ^ b) & QUARTERS;
        a ^= swap << 16;
        b ^= swap;
        swap = (a >>> 32 ^ b) & HALVES;
        x[i] = a ^ swap << 32;
        x[i + LENGTH] = b ^ swap;
      }
    }
  }

  private static final class Write2 extends Pass {
    @Override
    void run(byte[] source, int from, int items, long[] x, int count, byte[] target, int to) {
      for (int i = 0; i < count; i++) {
        RawBytes.putLong(target, to + i * 16, x[i]);
        RawBytes.putLong(target, to + i * 16 + 8, x[i + LENGTH]);
      }
    }
  }

  private static final class Read4 extends Pass {
    @Override
    void run(byte[] source, int from, int items, long[] x, int count, byte[] target, int to) {
      for (int pair = 0; pair < 2; pair++) {
        int one = from + 2 * pair * items;
        int other = one + items;
        int out = 2 * pair * LENGTH;
        for (int i = 0; i < count; i++) {
          long a = RawBytes.getLong(source, one + i * 8);
          long b = RawBytes.getLong(source, other + i * 8);
          long swap = (a >>> 8 ^ b) & BYTES;
          a ^= swap << 8;
          b ^= swap;
          swap = (a >>> 32 ^ b) & HALVES;
          x[out + i] = a ^ swap << 32;
          x[out + i + LENGTH] = b ^ swap;
        }
      }
    }
  }

  private static final class Turn4 extends Pass {
    @Override
    void run(byte[] source, int from, int items, long[] x, int count, byte[] target, int to) {
      for (int i = 0; i < 2 * LENGTH; i++) {
        long a = x[i];
        long b = x[i + 2 * LENGTH];
        long swap = (a >>> 16 ^ b) & QUARTERS;
        x[i] = a ^ swap << 16;
        x[i + 2 * LENGTH] = b ^ swap;
      }
    }
  }

  private static final class Write4 extends Pass {
    @Override
    void run(byte[] source, int from, int items, long[] x, int count, byte[] target, int to) {
      for (int i = 0; i < count; i++) {
        RawBytes.putLong(target, to + i * 32, x[i]);
        RawBytes.putLong(target, to + i * 32 + 8, x[i + 2 * LENGTH]);
        RawBytes.putLong(target, to + i * 32 + 16, x[i + LENGTH]);
        RawBytes.putLong(target, to + i * 32 + 24, x[i + 3 * LENGTH]);
      }
    }
  }

  private static final class Read8 extends Pass {
    @Override
    void run(byte[] source, int from, int items, long[] x, int count, byte[] target, int to) {
      for (int plane = 0; plane < 4; plane++) {
        int one = from + plane * items;
        int other = one + 4 * items;
        int out = plane * LENGTH;
        for (int i = 0; i < count; i++) {
          long a = RawBytes.getLong(source, one + i * 8);
          long b = RawBytes.getLong(source, other + i * 8);
          long swap = (a >>> 32 ^ b) & HALVES;
          x[out + i] = a ^ swap << 32;
          x[out + i + 4 * LENGTH] = b ^ swap;
        }
      }
    }
  }

  private static final class Turn8 extends Pass {
    @Override
    void run(byte[] source, int from, int items, long[] x, int count, byte[] target, int to) {
      for (int first = 0; first < 8 * LENGTH; first += 4 * LENGTH) {
        for (int i = first; i < first + LENGTH; i++) {
          long a = x[i];
          long b = x[i + LENGTH];
          long c = x[i + 2 * LENGTH];
          long d = x[i + 3 * LENGTH];
          long swap = (a >>> 16 ^ c) & QUARTERS;
          a ^= swap << 16;
          c ^= swap;
          swap = (b >>> 16 ^ d) & QUARTERS;
          b ^= swap << 16;
          d ^= swap;
          swap = (a >>> 8 ^ b) & BYTES;
          x[i] = a ^ swap << 8;
          x[i + LENGTH] = b ^ swap;
          swap = (c >>> 8 ^ d) & BYTES;
          x[i + 2 * LENGTH] = c ^ swap << 8;
          x[i + 3 * LENGTH] = d ^ swap;
        }
      }
    }
  }

  private static final class Write8 extends Pass {
    @Override
    void run(byte[] source, int from, int items, long[] x, int count, byte[] target, int to) {
      for (int i = 0; i < count; i++) {
        RawBytes.putLong(target, to + i * 64, x[i]);
        RawBytes.putLong(target, to + i * 64 + 8, x[i + LENGTH]);
        RawBytes.putLong(target, to + i * 64 + 16, x[i + 2 * LENGTH]);
        RawBytes.putLong(target, to + i * 64 + 24, x[i + 3 * LENGTH]);
        RawBytes.putLong(target, to + i * 64 + 32, x[i + 4 * LENGTH]);
        RawBytes.putLong(target, to + i * 64 + 40, x[i + 5 * LENGTH]);
        RawBytes.putLong(target, to + i * 64 + 48, x[i + 6 * LENGTH]);
        RawBytes.putLong(target, to + i * 64 + 56, x[i + 7 * LENGTH]);
      }
    }
  }
}
