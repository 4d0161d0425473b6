package dev.sparkzarr.codec;

import dev.sparkzarr.metadata.ElementKind;

/**
 * Steps that make a number of one kind of a number of another, as numpy casts. Reading takes what
 * is stored as numpy does ({@link Doubles} says what becomes of numbers that do not fit); writing
 * refuses numbers that do not fit, of which numpy would store others. Stateless.
 */
final class Casts {
  private Casts() {}

  /** The cast that reading makes. */
  static ElementwiseCodec.Step reading(ElementKind from, ElementKind to) {
    if (from == to) {
      return (source, sourceAt, target, targetAt, count) ->
          copy(source, sourceAt, target, targetAt, count * from.width());
    }
    return from.isFloat()
        ? (s, at, t, to0, n) -> floats(null, from, to, s, at, t, to0, n)
        : (s, at, t, to0, n) -> integers(null, from, to, s, at, t, to0, n);
  }

  /**
   * The cast that writing makes.
   *
   * @param codec for messages
   */
  static ElementwiseCodec.Step writing(String codec, ElementKind from, ElementKind to) {
    return from == to
        ? reading(from, to)
        : from.isFloat()
            ? (s, at, t, to0, n) -> floats(codec, from, to, s, at, t, to0, n)
            : (s, at, t, to0, n) -> integers(codec, from, to, s, at, t, to0, n);
  }

  private static void copy(byte[] source, int sourceAt, byte[] target, int targetAt, int size) {
    if (source != target || sourceAt != targetAt) {
      System.arraycopy(source, sourceAt, target, targetAt, size);
    }
  }

  private static void floats(
      String checked,
      ElementKind from,
      ElementKind to,
      byte[] source,
      int sourceAt,
      byte[] target,
      int targetAt,
      int count) {
    double[] block = new double[Math.min(count, ElementwiseCodec.BLOCK)];
    for (int done = 0; done < count; done += block.length) {
      int some = Math.min(block.length, count - done);
      Doubles.read(from, source, sourceAt + done * from.width(), block, some);
      for (int i = 0; checked != null && i < some; i++) {
        if (!Doubles.fits(to, block[i]) && !(to == ElementKind.BOOL)) {
          throw unfit(checked, done + i, Double.toString(block[i]), to);
        }
      }
      Doubles.write(to, block, target, targetAt + done * to.width(), some);
    }
  }

  private static void integers(
      String checked,
      ElementKind from,
      ElementKind to,
      byte[] source,
      int sourceAt,
      byte[] target,
      int targetAt,
      int count) {
    boolean signed = from != ElementKind.UINT64;
    long[] block = new long[Math.min(count, ElementwiseCodec.BLOCK)];
    for (int done = 0; done < count; done += block.length) {
      int some = Math.min(block.length, count - done);
      Longs.read(from, source, sourceAt + done * from.width(), block, some);
      for (int i = 0; checked != null && i < some; i++) {
        double nearest = signed ? block[i] : Doubles.ofUnsigned(block[i]);
        boolean fits =
            to == ElementKind.BOOL
                || (to.isFloat() ? Doubles.fits(to, nearest) : Longs.fits(to, block[i], signed));
        if (!fits) {
          String number = signed ? Long.toString(block[i]) : Long.toUnsignedString(block[i]);
          throw unfit(checked, done + i, number, to);
        }
      }
      Longs.write(to, block, signed, target, targetAt + done * to.width(), some);
    }
  }

  /** The complaint about a number that cannot be stored. */
  static CodecException unfit(String codec, int index, String number, ElementKind kind) {
    return CodecErrors.unencodable(
        codec,
        "element "
            + index
            + " of the chunk becomes "
            + number
            + ", which "
            + kind.name().toLowerCase(java.util.Locale.ROOT)
            + " cannot hold");
  }
}
