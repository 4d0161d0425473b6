package dev.sparkzarr.codec;

import dev.sparkzarr.metadata.DataType;
import dev.sparkzarr.metadata.ElementKind;
import dev.sparkzarr.metadata.FillValue;

/**
 * A codec of numbers that treats each by itself: what differs between such codecs is how some of
 * them are made of some others. The fill value is encoded as an element is; a value that cannot be
 * encoded is lost. Immutable.
 *
 * @param decoded what decoding gives
 * @param encoded what encoding gives
 * @param decoder makes decoded numbers of encoded ones
 * @param encoder makes encoded numbers of decoded ones
 */
record ElementwiseCodec(ArrayForm decoded, ArrayForm encoded, Step decoder, Step encoder)
    implements ArrayToArray {
  /** How many numbers a step makes at once at most: two blocks of doubles fit the first cache. */
  static final int BLOCK = 512;

  /** Makes numbers of numbers. Safe for many threads. */
  interface Step {
    /**
     * @param count how many, any number; source and target may be the same place when both kinds
     *     are of one width
     * @throws CodecException naming the first number that cannot be made
     */
    void run(byte[] source, int sourceAt, byte[] target, int targetAt, int count);
  }

  /** Binds the steps of a codec that changes numbers into those of another kind. */
  static ElementwiseCodec of(ArrayForm decoded, ElementKind stored, Step decoder, Step encoder) {
    return new ElementwiseCodec(decoded, encoded(decoded, stored, encoder), decoder, encoder);
  }

  private static ArrayForm encoded(ArrayForm decoded, ElementKind stored, Step encoder) {
    ArrayForm lost =
        ArrayForm.withoutFill(
            new DataType.Numeric(stored), decoded.shape(), decoded.lostFill().orElse(""));
    if (decoded.lostFill().isPresent()) {
      return lost;
    }
    byte[] pattern = new byte[stored.width()];
    try {
      encoder.run(decoded.fill().pattern(), 0, pattern, 0, 1);
    } catch (CodecException e) {
      return ArrayForm.withoutFill(
          lost.type(),
          lost.shape(),
          decoded.fill() + " cannot be encoded (" + e.getMessage() + ")");
    }
    return new ArrayForm(stored, decoded.shape(), new FillValue(pattern));
  }

  @Override
  public boolean decodesInPlace() {
    return decoded.width() == encoded.width();
  }

  @Override
  public void decode(byte[] source, int sourceAt, byte[] target, int targetAt, Workspace unused) {
    decoder.run(source, sourceAt, target, targetAt, (int) decoded.shape().elements());
  }

  @Override
  public void encode(byte[] source, int sourceAt, byte[] target, int targetAt, Workspace unused) {
    encoder.run(source, sourceAt, target, targetAt, (int) decoded.shape().elements());
  }
}
