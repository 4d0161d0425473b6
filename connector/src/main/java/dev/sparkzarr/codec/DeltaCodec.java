package dev.sparkzarr.codec;

import dev.sparkzarr.metadata.DataType;
import dev.sparkzarr.metadata.ElementKind;
import java.util.Set;

/**
 * {@code numcodecs.delta}: the first number of a chunk, then differences, in C order.
 *
 * <pre>
 *   encoded = astype(d[0], d[1]-d[0], d[2]-d[1], ...)      decoded[i] = dtype(e[0]) + ... + dtype(e[i])
 * </pre>
 *
 * <p>v2 id {@code delta}; v3 {@code numcodecs.delta}. Configuration: {@code dtype} (default: the
 * array's), {@code astype} (default: dtype). Differences are of {@code dtype}: integers wrap, that
 * of bools is whether they differ. Sums of integers wrap too; where one of the types is a float,
 * they round at every step to the type that numpy finds for both. numcodecs itself sums bools
 * wrongly (once true, always true): what it would misread is not written. Writing also refuses
 * differences that {@code astype} cannot hold. There is no fill value behind this codec. Immutable.
 * Source: numcodecs {@code delta.py}.
 */
final class DeltaCodec implements ArrayToArray {
  static final CodecFactory FACTORY = (CodecFactory.OfArrayToArray) DeltaCodec::bind;

  private final String name;
  private final ElementKind kind;
  private final ElementKind stored;
  private final ArrayForm encoded;
  private final int count;

  private DeltaCodec(String name, ElementKind kind, ElementKind stored, ArrayForm decoded) {
    this.name = name;
    this.kind = kind;
    this.stored = stored;
    encoded =
        ArrayForm.withoutFill(
            new DataType.Numeric(stored), decoded.shape(), "does not come through '" + name + "'");
    count = (int) decoded.shape().elements();
  }

  private static DeltaCodec bind(CodecConfiguration configuration, ArrayForm decoded) {
    configuration.only(Set.of("dtype", "astype"));
    ElementKind kind = NumpyKind.decoded(configuration, "dtype", decoded);
    ElementKind stored = NumpyKind.named(configuration, "astype", kind);
    return new DeltaCodec(configuration.codec(), kind, stored, decoded);
  }

  @Override
  public ArrayForm encoded() {
    return encoded;
  }

  @Override
  public boolean decodesInPlace() {
    return kind.width() == stored.width();
  }

  @Override
  public void decode(byte[] source, int sourceAt, byte[] target, int targetAt, Workspace unused) {
    if (kind.isFloat() || stored.isFloat()) {
      sumFloats(source, sourceAt, target, targetAt);
    } else {
      sumIntegers(source, sourceAt, target, targetAt);
    }
  }

  private void sumFloats(byte[] source, int sourceAt, byte[] target, int targetAt) {
    ElementKind common = common(kind, stored);
    double[] block = new double[Math.min(count, ElementwiseCodec.BLOCK)];
    double sum = -0.0; // the neutral one
    for (int done = 0; done < count; done += block.length) {
      int some = Math.min(block.length, count - done);
      Doubles.read(stored, source, sourceAt + done * stored.width(), block, some);
      for (int i = 0; i < some; i++) {
        sum = Doubles.round(common, sum + block[i]);
        block[i] = sum;
      }
      Doubles.write(kind, block, target, targetAt + done * kind.width(), some);
    }
  }

  private void sumIntegers(byte[] source, int sourceAt, byte[] target, int targetAt) {
    long[] block = new long[Math.min(count, ElementwiseCodec.BLOCK)];
    long sum = 0;
    for (int done = 0; done < count; done += block.length) {
      int some = Math.min(block.length, count - done);
      Longs.read(stored, source, sourceAt + done * stored.width(), block, some);
      if (kind == ElementKind.BOOL) {
        for (int i = 0; i < some; i++) {
          sum ^= block[i];
          block[i] = sum;
        }
      } else {
        for (int i = 0; i < some; i++) {
          sum += block[i];
          block[i] = sum;
        }
      }
      Longs.write(kind, block, true, target, targetAt + done * kind.width(), some);
    }
  }

  /** The type in which numpy adds numbers of both, one of them a float. */
  private static ElementKind common(ElementKind a, ElementKind b) {
    return digits(a) >= digits(b) ? floatOf(digits(a)) : floatOf(digits(b));
  }

  /** Bits of the mantissa that a number needs, as numpy sees it. */
  private static int digits(ElementKind kind) {
    return switch (kind) {
      case FLOAT64, INT32, UINT32, INT64, UINT64 -> 53;
      case FLOAT32, INT16, UINT16 -> 24;
      default -> 11;
    };
  }

  private static ElementKind floatOf(int digits) {
    return digits == 53
        ? ElementKind.FLOAT64
        : digits == 24 ? ElementKind.FLOAT32 : ElementKind.FLOAT16;
  }

  @Override
  public void encode(byte[] source, int sourceAt, byte[] target, int targetAt, Workspace unused) {
    if (kind.isFloat()) {
      subtractFloats(source, sourceAt, target, targetAt);
    } else {
      subtractIntegers(source, sourceAt, target, targetAt);
    }
  }

  private void subtractFloats(byte[] source, int sourceAt, byte[] target, int targetAt) {
    double[] block = new double[Math.min(count, ElementwiseCodec.BLOCK)];
    double before = 0;
    for (int done = 0; done < count; done += block.length) {
      int some = Math.min(block.length, count - done);
      Doubles.read(kind, source, sourceAt + done * kind.width(), block, some);
      for (int i = 0; i < some; i++) {
        double value = block[i];
        block[i] = done + i == 0 ? value : Doubles.round(kind, value - before);
        boolean lost = Double.isFinite(value) && !Double.isFinite(block[i]);
        if (lost && Double.isFinite(before) || !Doubles.fits(stored, block[i])) {
          throw Casts.unfit(name, done + i, Double.toString(block[i]), stored);
        }
        before = value;
      }
      Doubles.write(stored, block, target, targetAt + done * stored.width(), some);
    }
  }

  private void subtractIntegers(byte[] source, int sourceAt, byte[] target, int targetAt) {
    long[] block = new long[Math.min(count, ElementwiseCodec.BLOCK)];
    boolean signed = kind != ElementKind.UINT64;
    ElementKind common = stored.isFloat() ? common(kind, stored) : kind;
    double sum = 0;
    long before = 0;
    for (int done = 0; done < count; done += block.length) {
      int some = Math.min(block.length, count - done);
      Longs.read(kind, source, sourceAt + done * kind.width(), block, some);
      for (int i = 0; i < some; i++) {
        long value = block[i];
        block[i] = Longs.cut(kind, value - before);
        if (kind == ElementKind.BOOL && before > value) {
          throw CodecErrors.unencodable(
              name,
              "element "
                  + (done + i)
                  + " of the chunk is false behind a true one, which numcodecs does not read back");
        }
        boolean comesBack = Longs.cut(kind, Longs.cut(stored, block[i])) == block[i];
        if (stored.isFloat()) {
          double nearest = signed ? block[i] : Doubles.ofUnsigned(block[i]);
          sum = Doubles.round(common, sum + Doubles.round(stored, nearest));
          comesBack = Math.abs(sum) < 0x1p53 && (long) sum == value;
        }
        if (!comesBack) {
          String number = signed ? Long.toString(block[i]) : Long.toUnsignedString(block[i]);
          throw Casts.unfit(name, done + i, number, stored);
        }
        before = value;
      }
      Longs.write(stored, block, signed, target, targetAt + done * stored.width(), some);
    }
  }
}
