package dev.sparkzarr.codec;

import dev.sparkzarr.metadata.DataType;
import dev.sparkzarr.metadata.ElementKind;
import dev.sparkzarr.metadata.Shape;
import java.util.Set;

/**
 * {@code numcodecs.packbits}: bools in C order as bits, the most significant bit of a byte first.
 *
 * <pre>
 *   | how many of the last bits are padding, u8 | 8 bools | 8 bools | … |      uint8, one dimension
 * </pre>
 *
 * <p>v2 id {@code packbits}; v3 {@code numcodecs.packbits}. Not the {@code packbits} of v3, which
 * begins with the least significant bit. Configuration: none. Elements are bools; of other numbers
 * of one byte only 0 and 1 can be written. There is no fill value behind this codec. Immutable.
 * Source: numcodecs {@code packbits.py}.
 */
final class NumcodecsPackBitsCodec implements ArrayToArray {
  static final CodecFactory FACTORY = (CodecFactory.OfArrayToArray) NumcodecsPackBitsCodec::bind;
  private static final String NAME = "numcodecs.packbits";

  private final int count;
  private final boolean bools;
  private final ArrayForm encoded;

  private NumcodecsPackBitsCodec(ArrayForm decoded) {
    count = (int) decoded.shape().elements();
    bools = decoded.number().orElseThrow() == ElementKind.BOOL;
    encoded =
        ArrayForm.withoutFill(
            new DataType.Numeric(ElementKind.UINT8),
            Shape.of(1 + (decoded.shape().elements() + 7) / 8),
            "does not come through '" + NAME + "'");
  }

  private static NumcodecsPackBitsCodec bind(CodecConfiguration configuration, ArrayForm decoded) {
    configuration.only(Set.of());
    if (decoded.number().isEmpty() || decoded.width() != 1) {
      throw CodecErrors.unsupported(
          configuration.codec(), "it works on bools, not on " + decoded.type().name());
    }
    return new NumcodecsPackBitsCodec(decoded);
  }

  @Override
  public ArrayForm encoded() {
    return encoded;
  }

  @Override
  public void decode(byte[] source, int sourceAt, byte[] target, int targetAt, Workspace unused) {
    int padding = -count & 7;
    if (source[sourceAt] != padding) {
      throw CodecErrors.damaged(
          NAME,
          "it declares "
              + (source[sourceAt] & 0xff)
              + " bits of padding where "
              + count
              + " elements need "
              + padding);
    }
    int whole = count & ~7;
    int at = sourceAt + 1;
    for (int i = 0; i < whole; i += 8) {
      RawBytes.putLong(target, targetAt + i, EightBools.ofHighestFirst(source[at++]));
    }
    for (int i = whole; i < count; i++) {
      target[targetAt + i] = (byte) (source[at] >>> 7 - (i & 7) & 1);
    }
  }

  @Override
  public void encode(byte[] source, int sourceAt, byte[] target, int targetAt, Workspace unused) {
    target[targetAt] = (byte) (-count & 7);
    int whole = bools ? count & ~7 : 0;
    for (int i = 0; i < whole; i += 8) {
      long eight = RawBytes.getLong(source, sourceAt + i);
      target[targetAt + 1 + (i >> 3)] = EightBools.highestFirst(eight);
    }
    for (int i = whole; i < count; i += 8) {
      int bits = 0;
      for (int j = i; j < Math.min(count, i + 8); j++) {
        byte value = source[sourceAt + j];
        if (!bools && (value & 0xfe) != 0) {
          throw CodecErrors.unencodable(
              NAME, "element " + j + " of the chunk is " + value + ", not 0 or 1");
        }
        bits |= value == 0 ? 0 : 0x80 >>> (j & 7);
      }
      target[targetAt + 1 + (i >> 3)] = (byte) bits;
    }
  }
}
