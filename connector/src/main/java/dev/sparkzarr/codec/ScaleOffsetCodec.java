package dev.sparkzarr.codec;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sparkzarr.metadata.ElementKind;
import dev.sparkzarr.metadata.Place;
import dev.sparkzarr.metadata.V3Scalar;
import java.math.BigInteger;
import java.util.Optional;
import java.util.Set;

/**
 * {@code scale_offset}: numbers shifted and scaled, in their own type.
 *
 * <pre>  encoded[i] = (decoded[i] - offset) * scale      decoded[i] = encoded[i] / scale + offset
 * </pre>
 *
 * <p>v3 {@code scale_offset}. Configuration: {@code offset} (default 0), {@code scale} (default 1),
 * each a value as the array's {@code fill_value} would be. Integers are exact: what is not
 * divisible or leaves the type is an error. Floats round at every step; writing refuses a number
 * that becomes infinite. Immutable. Source: zarr-extensions {@code codecs/scale_offset}.
 */
final class ScaleOffsetCodec {
  static final CodecFactory FACTORY = (CodecFactory.OfArrayToArray) ScaleOffsetCodec::bind;

  private ScaleOffsetCodec() {}

  private static ArrayToArray bind(CodecConfiguration configuration, ArrayForm decoded) {
    configuration.only(Set.of("offset", "scale"));
    ElementKind kind = decoded.number().orElse(ElementKind.BOOL);
    if (kind == ElementKind.BOOL) {
      throw CodecErrors.unsupported(
          configuration.codec(), "it works on numbers, not on " + decoded.type().name());
    }
    Optional<byte[]> offset = value(configuration, "offset", decoded);
    Optional<byte[]> scale = value(configuration, "scale", decoded);
    if (kind.isFloat()) {
      double[] numbers = {0, 1};
      offset.ifPresent(pattern -> Doubles.read(kind, pattern, 0, numbers, 1));
      double shift = numbers[0];
      numbers[0] = 1;
      scale.ifPresent(pattern -> Doubles.read(kind, pattern, 0, numbers, 1));
      return floats(configuration.codec(), kind, shift, numbers[0], decoded);
    }
    BigInteger shift = offset.map(pattern -> integer(kind, pattern)).orElse(BigInteger.ZERO);
    BigInteger factor = scale.map(pattern -> integer(kind, pattern)).orElse(BigInteger.ONE);
    if (factor.signum() == 0) {
      throw CodecErrors.unsupported(
          configuration.codec(), "its 'scale' is 0, which nothing can be divided by");
    }
    return integers(configuration.codec(), kind, shift, factor, decoded);
  }

  private static Optional<byte[]> value(
      CodecConfiguration configuration, String key, ArrayForm decoded) {
    Optional<JsonNode> json = configuration.value(key);
    Place place = new Place("'" + key + "' of codec '" + configuration.codec() + "'");
    return json.map(value -> V3Scalar.value(decoded.type(), value, place).pattern());
  }

  private static BigInteger integer(ElementKind kind, byte[] pattern) {
    long[] bits = new long[1];
    Longs.read(kind, pattern, 0, bits, 1);
    return integer(kind, bits[0]);
  }

  private static BigInteger integer(ElementKind kind, long bits) {
    BigInteger value = BigInteger.valueOf(bits);
    return kind == ElementKind.UINT64 && bits < 0 ? value.add(BigInteger.ONE.shiftLeft(64)) : value;
  }

  private static ArrayToArray floats(
      String codec, ElementKind kind, double offset, double scale, ArrayForm decoded) {
    return ElementwiseCodec.of(
        decoded,
        kind,
        (source, sourceAt, target, targetAt, count) -> {
          double[] block = new double[Math.min(count, ElementwiseCodec.BLOCK)];
          for (int done = 0; done < count; done += block.length) {
            int some = Math.min(block.length, count - done);
            Doubles.read(kind, source, sourceAt + done * kind.width(), block, some);
            for (int i = 0; i < some; i++) {
              block[i] = Doubles.round(kind, block[i] / scale) + offset;
            }
            Doubles.write(kind, block, target, targetAt + done * kind.width(), some);
          }
        },
        (source, sourceAt, target, targetAt, count) -> {
          double[] block = new double[Math.min(count, ElementwiseCodec.BLOCK)];
          for (int done = 0; done < count; done += block.length) {
            int some = Math.min(block.length, count - done);
            Doubles.read(kind, source, sourceAt + done * kind.width(), block, some);
            for (int i = 0; i < some; i++) {
              double value = Doubles.round(kind, block[i] - offset) * scale;
              if (Double.isFinite(block[i]) && !Double.isFinite(Doubles.round(kind, value))) {
                throw Casts.unfit(codec, done + i, Double.toString(value), kind);
              }
              block[i] = value;
            }
            Doubles.write(kind, block, target, targetAt + done * kind.width(), some);
          }
        });
  }

  private static ArrayToArray integers(
      String codec, ElementKind kind, BigInteger offset, BigInteger scale, ArrayForm decoded) {
    Exact exact = new Exact(kind, offset, scale);
    return ElementwiseCodec.of(
        decoded,
        kind,
        (source, sourceAt, target, targetAt, count) -> {
          long[] block = new long[Math.min(count, ElementwiseCodec.BLOCK)];
          for (int done = 0; done < count; done += block.length) {
            int some = Math.min(block.length, count - done);
            Longs.read(kind, source, sourceAt + done * kind.width(), block, some);
            for (int i = 0; i < some; i++) {
              long stored = block[i];
              if (!exact.decode(block, i)) {
                throw CodecErrors.damaged(
                    codec,
                    "element "
                        + (done + i)
                        + " is "
                        + integer(kind, stored)
                        + ", which scale "
                        + scale
                        + " and offset "
                        + offset
                        + " make of no "
                        + decoded.type().name());
              }
            }
            Longs.write(kind, block, true, target, targetAt + done * kind.width(), some);
          }
        },
        (source, sourceAt, target, targetAt, count) -> {
          long[] block = new long[Math.min(count, ElementwiseCodec.BLOCK)];
          for (int done = 0; done < count; done += block.length) {
            int some = Math.min(block.length, count - done);
            Longs.read(kind, source, sourceAt + done * kind.width(), block, some);
            for (int i = 0; i < some; i++) {
              BigInteger value = integer(kind, block[i]);
              if (!exact.encode(block, i)) {
                String found = value.subtract(offset).multiply(scale).toString();
                throw Casts.unfit(codec, done + i, found, kind);
              }
            }
            Longs.write(kind, block, true, target, targetAt + done * kind.width(), some);
          }
        });
  }

  /** Arithmetic without loss: in longs where they suffice. */
  private record Exact(ElementKind kind, BigInteger offset, BigInteger scale) {
    /** Puts the decoded number in place of the encoded one, if there is one. */
    boolean decode(long[] block, int i) {
      if (kind.bits() < Integer.SIZE) {
        long divisor = scale.longValue();
        long value = block[i] / divisor + offset.longValue();
        boolean fits = block[i] % divisor == 0 && Longs.fits(kind, value, true);
        block[i] = value;
        return fits;
      }
      BigInteger[] divided = integer(kind, block[i]).divideAndRemainder(scale);
      BigInteger value = divided[0].add(offset);
      block[i] = value.longValue();
      return divided[1].signum() == 0 && fits(value);
    }

    /** Puts the encoded number in place of the decoded one, if there is one. */
    boolean encode(long[] block, int i) {
      if (kind.bits() < Integer.SIZE) {
        block[i] = (block[i] - offset.longValue()) * scale.longValue();
        return Longs.fits(kind, block[i], true);
      }
      BigInteger value = integer(kind, block[i]).subtract(offset).multiply(scale);
      block[i] = value.longValue();
      return fits(value);
    }

    private boolean fits(BigInteger value) {
      return value.compareTo(BigInteger.valueOf(Longs.least(kind))) >= 0
          && value.compareTo(integer(kind, Longs.most(kind))) <= 0;
    }
  }
}
