package dev.sparkzarr.codec;

import dev.sparkzarr.metadata.ElementKind;
import java.util.Set;

/**
 * {@code numcodecs.quantize}: floats rounded to a number of decimal digits, so that many of their
 * bits are zero.
 *
 * <pre>
 *   bits = ceil(log2(10^digits))
 *   encoded[i] = astype(rint(2^bits * decoded[i]) / 2^bits)      decoded[i] = dtype(encoded[i])
 * </pre>
 *
 * <p>v2 id {@code quantize}; v3 {@code numcodecs.quantize}. Configuration: {@code digits}, {@code
 * dtype} (default: the array's), {@code astype} (default: dtype), floats both. Arithmetic is in
 * {@code dtype}; ties round to even. Immutable. Source: numcodecs {@code quantize.py}.
 */
final class QuantizeCodec {
  static final CodecFactory FACTORY = (CodecFactory.OfArrayToArray) QuantizeCodec::bind;
  private static final int MOST_DIGITS = 300; // of a double

  private QuantizeCodec() {}

  private static ArrayToArray bind(CodecConfiguration configuration, ArrayForm decoded) {
    configuration.only(Set.of("digits", "dtype", "astype"));
    configuration.required("digits");
    int digits = configuration.integer("digits", 0);
    ElementKind kind = NumpyKind.decoded(configuration, "dtype", decoded);
    ElementKind stored = NumpyKind.named(configuration, "astype", kind);
    if (!kind.isFloat() || !stored.isFloat()) {
      throw CodecErrors.unsupported(
          configuration.codec(), "it works on floats, not on " + decoded.type().name());
    }
    if (Math.abs(digits) > MOST_DIGITS) {
      throw CodecErrors.unsupported(
          configuration.codec(), "its 'digits' is " + digits + ", more than a float has");
    }
    String codec = configuration.codec();
    double scale = Doubles.round(kind, Math.scalb(1.0, bits(digits)));
    return ElementwiseCodec.of(
        decoded,
        stored,
        Casts.reading(stored, kind),
        (source, sourceAt, target, targetAt, count) ->
            encode(codec, scale, kind, stored, source, sourceAt, target, targetAt, count));
  }

  /** The least power of two that is not less than the power of ten. */
  private static int bits(int digits) {
    double power = Math.pow(10, digits);
    int exponent = Math.getExponent(power);
    return power == Math.scalb(1.0, exponent) ? exponent : exponent + 1;
  }

  private static void encode(
      String codec,
      double scale,
      ElementKind kind,
      ElementKind stored,
      byte[] source,
      int sourceAt,
      byte[] target,
      int targetAt,
      int count) {
    double[] block = new double[Math.min(count, ElementwiseCodec.BLOCK)];
    for (int done = 0; done < count; done += block.length) {
      int some = Math.min(block.length, count - done);
      Doubles.read(kind, source, sourceAt + done * kind.width(), block, some);
      for (int i = 0; i < some; i++) {
        double value = block[i];
        block[i] = Doubles.round(kind, Math.rint(Doubles.round(kind, scale * value)) / scale);
        boolean lost = Double.isFinite(value) && !Double.isFinite(block[i]);
        if (lost || !Doubles.fits(stored, block[i])) {
          throw Casts.unfit(codec, done + i, Double.toString(block[i]), stored);
        }
      }
      Doubles.write(stored, block, target, targetAt + done * stored.width(), some);
    }
  }
}
