package dev.sparkzarr.codec;

import dev.sparkzarr.metadata.ElementKind;
import java.util.Set;

/**
 * {@code numcodecs.fixedscaleoffset}: numbers scaled, shifted and rounded to integers.
 *
 * <pre>
 *   encoded[i] = astype(rint((decoded[i] - offset) * scale))
 *   decoded[i] = dtype(encoded[i] / scale + offset)
 * </pre>
 *
 * <p>v2 id {@code fixedscaleoffset}; v3 {@code numcodecs.fixedscaleoffset}. Configuration: {@code
 * offset}, {@code scale}, {@code dtype} (default: the array's), {@code astype} (default: dtype).
 * Arithmetic is in the type that numbers come in where that is a float, else in float64; ties round
 * to even. Writing refuses what {@code astype} cannot hold, where numcodecs would wrap. Immutable.
 * Source: numcodecs {@code fixedscaleoffset.py}.
 */
final class FixedScaleOffsetCodec {
  static final CodecFactory FACTORY = (CodecFactory.OfArrayToArray) FixedScaleOffsetCodec::bind;

  private FixedScaleOffsetCodec() {}

  private static ArrayToArray bind(CodecConfiguration configuration, ArrayForm decoded) {
    configuration.only(Set.of("offset", "scale", "dtype", "astype"));
    double offset = configuration.number("offset");
    double scale = configuration.number("scale");
    ElementKind kind = NumpyKind.decoded(configuration, "dtype", decoded);
    ElementKind stored = NumpyKind.named(configuration, "astype", kind);
    String codec = configuration.codec();
    return ElementwiseCodec.of(
        decoded,
        stored,
        (source, sourceAt, target, targetAt, count) ->
            decode(
                new Scale(stored, offset, scale), kind, source, sourceAt, target, targetAt, count),
        (source, sourceAt, target, targetAt, count) ->
            encode(
                codec,
                new Scale(kind, offset, scale),
                stored,
                source,
                sourceAt,
                target,
                targetAt,
                count));
  }

  /** Numbers as the arithmetic of one kind has them. */
  private record Scale(ElementKind kind, double offset, double scale) {
    Scale {
      offset = Doubles.round(kind, offset);
      scale = Doubles.round(kind, scale);
    }

    void decode(double[] block, int count) {
      if (kind.isFloat() && kind != ElementKind.FLOAT64) {
        for (int i = 0; i < count; i++) {
          block[i] = Doubles.round(kind, Doubles.round(kind, block[i] / scale) + offset);
        }
        return;
      }
      for (int i = 0; i < count; i++) {
        block[i] = block[i] / scale + offset;
      }
    }

    void encode(double[] block, int count) {
      for (int i = 0; i < count; i++) {
        double shifted = Doubles.round(kind, block[i] - offset);
        block[i] = Math.rint(Doubles.round(kind, shifted * scale));
      }
    }
  }

  private static void decode(
      Scale scale,
      ElementKind kind,
      byte[] source,
      int sourceAt,
      byte[] target,
      int targetAt,
      int count) {
    double[] block = new double[Math.min(count, ElementwiseCodec.BLOCK)];
    for (int done = 0; done < count; done += block.length) {
      int some = Math.min(block.length, count - done);
      Doubles.read(scale.kind(), source, sourceAt + done * scale.kind().width(), block, some);
      scale.decode(block, some);
      Doubles.write(kind, block, target, targetAt + done * kind.width(), some);
    }
  }

  private static void encode(
      String codec,
      Scale scale,
      ElementKind stored,
      byte[] source,
      int sourceAt,
      byte[] target,
      int targetAt,
      int count) {
    double[] block = new double[Math.min(count, ElementwiseCodec.BLOCK)];
    for (int done = 0; done < count; done += block.length) {
      int some = Math.min(block.length, count - done);
      Doubles.read(scale.kind(), source, sourceAt + done * scale.kind().width(), block, some);
      scale.encode(block, some);
      for (int i = 0; i < some; i++) {
        if (!Doubles.fits(stored, block[i])) {
          throw Casts.unfit(codec, done + i, Double.toString(block[i]), stored);
        }
      }
      Doubles.write(stored, block, target, targetAt + done * stored.width(), some);
    }
  }
}
