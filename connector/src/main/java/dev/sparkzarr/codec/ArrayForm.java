package dev.sparkzarr.codec;

import dev.sparkzarr.metadata.ElementKind;
import dev.sparkzarr.metadata.FillValue;
import dev.sparkzarr.metadata.Shape;

/**
 * What an array is at one point of a chain: known when the chain is bound, before any bytes are
 * there. In memory its elements are little-endian, in C order, without padding.
 *
 * @param kind of the elements
 * @param shape of the chunk at this point
 * @param fill the fill value at this point; as wide as an element
 */
public record ArrayForm(ElementKind kind, Shape shape, FillValue fill) {
  public ArrayForm {
    int width = fill.pattern().length;
    if (width != kind.width()) {
      throw new CodecException(
          "Cannot bind codecs: the fill value has "
              + width
              + " bytes where "
              + kind
              + " has "
              + kind.width()
              + ".");
    }
    try {
      Math.multiplyExact(shape.elements(), (long) width);
    } catch (ArithmeticException e) {
      throw new CodecException(
          "Cannot bind codecs: a chunk of shape " + shape + " has more than 2^63-1 bytes.", e);
    }
  }

  /**
   * @return bytes of all elements; may be more than memory can hold at once
   */
  public long size() {
    return shape.elements() * kind.width();
  }

  /**
   * @return the same with another shape
   */
  public ArrayForm withShape(Shape newShape) {
    return new ArrayForm(kind, newShape, fill);
  }
}
