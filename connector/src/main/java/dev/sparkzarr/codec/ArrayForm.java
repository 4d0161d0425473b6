package dev.sparkzarr.codec;

import dev.sparkzarr.metadata.DataType;
import dev.sparkzarr.metadata.ElementKind;
import dev.sparkzarr.metadata.ElementLayout;
import dev.sparkzarr.metadata.FillValue;
import dev.sparkzarr.metadata.Shape;
import java.util.Optional;

/**
 * What an array is at one point of a chain: known when the chain is bound, before any bytes are
 * there. In memory its elements stand as {@link ElementLayout} says, in C order.
 *
 * @param type of the elements
 * @param shape of the chunk at this point
 * @param fill the fill value at this point: as wide as an element; for a type of variable size the
 *     bytes of the value itself
 * @param lostFill why the fill value has no form at this point, such as behind a codec of
 *     differences; empty where it has
 */
public record ArrayForm(DataType type, Shape shape, FillValue fill, Optional<String> lostFill) {
  public ArrayForm {
    type = type.storage();
    ElementLayout layout = type.layout();
    int width = fill.length();
    if (width != layout.width() && !layout.variable()) {
      throw new CodecException(
          "Cannot bind codecs: the fill value has "
              + width
              + " bytes where "
              + type.name()
              + " has "
              + layout.width()
              + ".");
    }
    try {
      Math.multiplyExact(shape.elements(), (long) layout.width());
    } catch (ArithmeticException e) {
      throw new CodecException(
          "Cannot bind codecs: a chunk of shape " + shape + " has more than 2^63-1 bytes.", e);
    }
  }

  /** An array with a fill value. */
  public ArrayForm(DataType type, Shape shape, FillValue fill) {
    this(type, shape, fill, Optional.empty());
  }

  /** An array of numbers. */
  public ArrayForm(ElementKind kind, Shape shape, FillValue fill) {
    this(new DataType.Numeric(kind), shape, fill);
  }

  /**
   * @return how an element stands in memory
   */
  public ElementLayout layout() {
    return type.layout();
  }

  /**
   * @return bytes of one element in memory
   */
  public int width() {
    return type.layout().width();
  }

  /**
   * @return what a number of this array is: the kind of a numeric type, INT64 for a time; empty
   *     where an element is not one number
   */
  public Optional<ElementKind> number() {
    if (type instanceof DataType.Numeric numeric) {
      return Optional.of(numeric.kind());
    }
    return type instanceof DataType.Time ? Optional.of(ElementKind.INT64) : Optional.empty();
  }

  /**
   * @return bytes of all elements, heap not counted; may be more than memory can hold at once
   */
  public long size() {
    return shape.elements() * width();
  }

  /**
   * @return the same with another shape
   */
  public ArrayForm withShape(Shape newShape) {
    return new ArrayForm(type, newShape, fill, lostFill);
  }

  /**
   * @param reason completes "the fill value ... "
   * @return an array at a point to which the fill value does not come; only what needs it fails
   */
  public static ArrayForm withoutFill(DataType type, Shape shape, String reason) {
    return new ArrayForm(type, shape, FillValue.undefined(type), Optional.of(reason));
  }

  /**
   * @throws CodecException when it is lost
   */
  @Override
  public FillValue fill() {
    if (lostFill.isPresent()) {
      throw new CodecException(
          "Cannot tell the value of elements that are not stored: the fill value "
              + lostFill.get()
              + ".");
    }
    return fill;
  }

  /** The element that is the fill value, in memory; for a variable type its bytes join the heap. */
  byte[] fillElement(ElementHeap heap) {
    return layout().variable() ? heap.slot(fill().pattern()) : fill().pattern();
  }
}
