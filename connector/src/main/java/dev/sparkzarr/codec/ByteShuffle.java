package dev.sparkzarr.codec;

import static dev.sparkzarr.codec.WordStreams.LENGTH;

/**
 * The byte shuffle of Blosc: all first bytes of the items, then all second ones, and so on; bytes
 * behind the last whole item stay behind. Eight items per word, and many words at once: see {@link
 * WordStreams} and {@link ShuffleKernel}. Source and target do not overlap. Stateless.
 */
final class ByteShuffle {
  // With the bits of a number written high ones first: streams p2 p1 p0 (the byte of an item) and
  // bytes i2 i1 i0 (the item) of their words become streams i2 i1 i0 and bytes p2 p1 p0; of four
  // planes, streams i1 i0 and bytes i2 p1 p0.
  private static final Exchange[] EIGHT = {
    Exchange.of(4, 32), Exchange.of(2, 16), Exchange.of(1, 8)
  };
  private static final Exchange[] PART = {Exchange.of(2, 16), Exchange.of(1, 8)};

  private ByteShuffle() {}

  /**
   * Planes to items.
   *
   * @param x scratch of {@link WordStreams#SCRATCH} words
   */
  static void decode(
      byte[] source, int from, byte[] target, int to, int length, int typeSize, long[] x) {
    int items = length / typeSize;
    int whole = items & ~7;
    int plane = 0;
    if (typeSize == 2 || typeSize == 4 || typeSize == 8) {
      KernelChoice.UNSHUFFLE
          .next(whole * typeSize)
          .run(source, from, items, target, to, whole, typeSize, x);
      plane = typeSize;
    }
    while (plane < typeSize) {
      int left = typeSize - plane;
      int at = from + plane * items;
      if (left >= 8) {
        join8(source, at, items, target, to + plane, typeSize, whole, x);
        plane += 8;
      } else if (left >= 4) {
        joinPart(source, at, items, target, to + plane, typeSize, whole, x);
        plane += 4;
      } else {
        for (int i = 0; i < whole; i++) {
          target[to + plane + i * typeSize] = source[at + i];
        }
        plane++;
      }
    }
    for (int i = whole; i < items; i++) {
      for (int p = 0; p < typeSize; p++) {
        target[to + i * typeSize + p] = source[from + p * items + i];
      }
    }
    int used = items * typeSize;
    System.arraycopy(source, from + used, target, to + used, length - used);
  }

  /**
   * Items to planes.
   *
   * @param x scratch of {@link WordStreams#SCRATCH} words
   */
  static void encode(
      byte[] source, int from, byte[] target, int to, int length, int typeSize, long[] x) {
    int items = length / typeSize;
    int whole = items & ~7;
    int plane = 0;
    if (typeSize == 2 || typeSize == 4 || typeSize == 8) {
      KernelChoice.SHUFFLE
          .next(whole * typeSize)
          .run(source, from, items, target, to, whole, typeSize, x);
      plane = typeSize;
    }
    while (plane < typeSize) {
      int left = typeSize - plane;
      int at = to + plane * items;
      if (left >= 8) {
        split8(source, from + plane, typeSize, target, at, items, whole, x);
        plane += 8;
      } else if (left >= 4) {
        splitPart(source, from + plane, typeSize, target, at, items, whole, x);
        plane += 4;
      } else {
        for (int i = 0; i < whole; i++) {
          target[at + i] = source[from + plane + i * typeSize];
        }
        plane++;
      }
    }
    for (int i = whole; i < items; i++) {
      for (int p = 0; p < typeSize; p++) {
        target[to + p * items + i] = source[from + i * typeSize + p];
      }
    }
    int used = items * typeSize;
    System.arraycopy(source, from + used, target, to + used, length - used);
  }

  /** Four bytes of larger items, which are not words of their own. */
  private static void joinPart(
      byte[] source, int at, int items, byte[] target, int to, int typeSize, int whole, long[] x) {
    for (int done = 0; done < whole; done += 8 * LENGTH) {
      int count = Math.min(LENGTH, (whole - done) >> 3);
      WordStreams.read(source, at + done, items, count, x, 0, 4);
      WordStreams.turn(x, 4, PART);
      for (int i = 0; i < count; i++) {
        int out = to + (done + 8 * i) * typeSize;
        for (int item = 0; item < 4; item++) {
          long two = x[item * LENGTH + i];
          RawBytes.putInt(target, out + item * typeSize, (int) two);
          RawBytes.putInt(target, out + (item + 4) * typeSize, (int) (two >>> 32));
        }
      }
    }
  }

  private static void splitPart(
      byte[] source,
      int from,
      int typeSize,
      byte[] target,
      int at,
      int items,
      int whole,
      long[] x) {
    for (int done = 0; done < whole; done += 8 * LENGTH) {
      int count = Math.min(LENGTH, (whole - done) >> 3);
      for (int i = 0; i < count; i++) {
        int in = from + (done + 8 * i) * typeSize;
        for (int item = 0; item < 4; item++) {
          long low = RawBytes.getInt(source, in + item * typeSize) & 0xFFFFFFFFL;
          long high = RawBytes.getInt(source, in + (item + 4) * typeSize);
          x[item * LENGTH + i] = low | high << 32;
        }
      }
      WordStreams.turnBack(x, 4, PART);
      WordStreams.write(x, 0, 4, target, at + done, items, count);
    }
  }

  private static void join8(
      byte[] source, int at, int items, byte[] target, int to, int typeSize, int whole, long[] x) {
    for (int done = 0; done < whole; done += 8 * LENGTH) {
      int count = Math.min(LENGTH, (whole - done) >> 3);
      WordStreams.read(source, at + done, items, count, x, 0, 8);
      WordStreams.turn(x, 8, EIGHT);
      int out = to + done * typeSize;
      WordStreams.weave(x, 0, 4, 1, count, target, out, 8 * typeSize, typeSize);
    }
  }

  private static void split8(
      byte[] source,
      int from,
      int typeSize,
      byte[] target,
      int at,
      int items,
      int whole,
      long[] x) {
    for (int done = 0; done < whole; done += 8 * LENGTH) {
      int count = Math.min(LENGTH, (whole - done) >> 3);
      int in = from + done * typeSize;
      WordStreams.unweave(source, in, 8 * typeSize, typeSize, x, 0, 4, 1, count);
      WordStreams.turnBack(x, 8, EIGHT);
      WordStreams.write(x, 0, 8, target, at + done, items, count);
    }
  }
}
