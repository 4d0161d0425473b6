package dev.sparkzarr.codec;

import dev.sparkzarr.metadata.DataType;
import dev.sparkzarr.metadata.ElementKind;
import dev.sparkzarr.metadata.FillValue;
import java.util.Set;

/**
 * {@code bitround}: numbers rounded to their first bits, so that the last ones are zero.
 *
 * <pre>
 *   float    | sign | exponent | keepbits of the mantissa, to nearest, ties to even | 0 … 0 |
 *   integer  | 0 … 0 | keepbits from the first that is set, to nearest, ties to even | 0 … 0 |
 * </pre>
 *
 * <p>v3 {@code bitround}, {@code numcodecs.bitround}; v2 id {@code bitround}. Configuration: {@code
 * keepbits}; as many as there are, or more, change nothing. For integers, complex parts and times
 * too, the latter as int64; a negative integer is rounded as its bits without sign. NaN stays as it
 * is. Decoding changes nothing. Immutable. Source: zarr-extensions {@code codecs/bitround},
 * numcodecs {@code bitround.py}.
 */
final class BitRoundCodec implements ArrayToArray {
  static final CodecFactory FACTORY = (CodecFactory.OfArrayToArray) BitRoundCodec::bind;

  private final ElementKind kind;
  private final int keepBits;
  private final int size;
  private final ArrayForm encoded;

  private BitRoundCodec(ElementKind kind, int keepBits, ArrayForm decoded) {
    this.kind = kind;
    this.keepBits = keepBits;
    size = (int) Math.min(decoded.size(), Integer.MAX_VALUE);
    if (decoded.lostFill().isPresent()) {
      encoded = decoded;
    } else {
      byte[] fill = decoded.fill().pattern();
      round(fill, 0, fill, 0, fill.length);
      encoded = new ArrayForm(decoded.type(), decoded.shape(), new FillValue(fill));
    }
  }

  private static BitRoundCodec bind(CodecConfiguration configuration, ArrayForm decoded) {
    configuration.only(Set.of("keepbits"));
    configuration.required("keepbits");
    int keepBits = configuration.integer("keepbits", 0);
    if (keepBits < 0) {
      throw CodecErrors.unsupported(
          configuration.codec(), "its 'keepbits' is " + keepBits + ", less than 0");
    }
    ElementKind kind =
        decoded.type() instanceof DataType.Complex complex
            ? complex.part()
            : decoded.number().orElse(ElementKind.BOOL);
    if (kind == ElementKind.BOOL) {
      throw CodecErrors.unsupported(
          configuration.codec(), "it rounds numbers, not " + decoded.type().name());
    }
    return new BitRoundCodec(kind, keepBits, decoded);
  }

  @Override
  public ArrayForm encoded() {
    return encoded;
  }

  @Override
  public boolean decodesInPlace() {
    return true;
  }

  @Override
  public void decode(byte[] source, int sourceAt, byte[] target, int targetAt, Workspace unused) {
    if (source != target || sourceAt != targetAt) {
      System.arraycopy(source, sourceAt, target, targetAt, size);
    }
  }

  @Override
  public void encode(byte[] source, int sourceAt, byte[] target, int targetAt, Workspace unused) {
    round(source, sourceAt, target, targetAt, size);
  }

  private void round(byte[] source, int sourceAt, byte[] target, int targetAt, int bytes) {
    int width = kind.width();
    for (int i = 0; i < bytes; i += width) {
      switch (width) {
        case 1 -> target[targetAt + i] = (byte) round(source[sourceAt + i] & 0xffL);
        case 2 ->
            RawBytes.putShort(
                target,
                targetAt + i,
                (short) round(RawBytes.getShort(source, sourceAt + i) & 0xffffL));
        case 4 ->
            RawBytes.putInt(
                target,
                targetAt + i,
                (int) round(RawBytes.getInt(source, sourceAt + i) & 0xffffffffL));
        default ->
            RawBytes.putLong(target, targetAt + i, round(RawBytes.getLong(source, sourceAt + i)));
      }
    }
  }

  private long round(long bits) {
    int available = kind.isFloat() ? mantissa() : Long.SIZE - Long.numberOfLeadingZeros(bits);
    int dropped = available - keepBits;
    if (dropped <= 0 || kind.isFloat() && isNan(bits)) {
      return bits;
    }
    if (dropped >= Long.SIZE) {
      return 0; // 64 bits of which none is kept
    }
    long rounded = bits + (1L << dropped - 1) - 1 + (bits >>> dropped & 1);
    long all = -1L >>> Long.SIZE - 8 * kind.width();
    if (Long.compareUnsigned(rounded, bits) < 0 || Long.compareUnsigned(rounded, all) > 0) {
      rounded = all; // an integer's largest value is not rounded up
    }
    return rounded >>> dropped << dropped;
  }

  private boolean isNan(long bits) {
    int mantissa = mantissa();
    long exponent = -1L >>> 65 - 8 * kind.width() >>> mantissa;
    return (bits >>> mantissa & exponent) == exponent && (bits & (1L << mantissa) - 1) != 0;
  }

  private int mantissa() {
    return switch (kind) {
      case FLOAT16 -> 10;
      case BFLOAT16 -> 7;
      case FLOAT32 -> 23;
      default -> 52;
    };
  }
}
