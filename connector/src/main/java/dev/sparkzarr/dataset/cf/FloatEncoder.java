package dev.sparkzarr.dataset.cf;

import dev.sparkzarr.dataset.ColumnType;
import dev.sparkzarr.dataset.LittleEndian;
import dev.sparkzarr.dataset.write.EncodableValues;
import dev.sparkzarr.metadata.DataType;
import dev.sparkzarr.metadata.ElementKind;

/**
 * Numbers as floats. A copy where nothing changes; else a narrower float is refused where it is not
 * the value, unless the encoding asks for the nearest.
 */
final class FloatEncoder extends CfEncoder {
  private static final long serialVersionUID = 1L;

  /** What may become of a value that no element is equal to. */
  enum Rounding {
    /** It is refused. */
    EXACT,
    /** The nearest element stands for it if that is read as this value: of float coordinates. */
    SHORTEST_DECIMAL,
    /** The nearest element stands for it, but no infinity for a number. */
    NEAREST
  }

  private final ColumnNumbers source;
  private final Scale scale;
  private final Rounding rounding;

  /**
   * @param scale may be given: {@code (value - add_offset) / scale_factor} is stored, the nearest
   */
  FloatEncoder(
      ColumnType type,
      ColumnNumbers source,
      DataType stored,
      ElementKind kind,
      Scale scale,
      Rounding rounding,
      MissingElement missing,
      Refusal refusal) {
    super(type, stored, kind, missing, refusal);
    this.source = source;
    this.scale = scale;
    this.rounding = scale.given() ? Rounding.NEAREST : rounding;
  }

  @Override
  boolean isCopy() {
    return source.kind() == kind && !scale.given();
  }

  @Override
  void convert(
      EncodableValues values, int start, int count, byte[] raw, int rawStart, byte[] scratch) {
    if (isCopy()) {
      int width = kind.width();
      System.arraycopy(values.bytes(), start * width, raw, rawStart * width, count * width);
      return;
    }
    source.doubles(values.bytes(), start, count, scratch);
    if (scale.given()) {
      for (int i = 0; i < count; i++) {
        double value = LittleEndian.float64(scratch, i);
        LittleEndian.float64(scratch, i, (value - scale.offset()) / scale.factor());
      }
    }
    StoredNumbers.fromDoubles(kind, scratch, count, raw, rawStart);
    for (int i = 0; i < count; i++) {
      double number = LittleEndian.float64(scratch, i);
      double element = StoredNumbers.floatAt(kind, raw, rawStart + i);
      if (!holds(values, start + i, number, element) && !isMissing(values, start + i)) {
        throw refused(values, start + i, element);
      }
    }
  }

  private boolean holds(EncodableValues values, int index, double number, double element) {
    if (number != number) {
      return true;
    }
    if (rounding == Rounding.NEAREST) {
      return Double.isInfinite(element) == Double.isInfinite(number);
    }
    if (element == number) {
      return source.isExactly(values.bytes(), index, number);
    }
    return rounding == Rounding.SHORTEST_DECIMAL
        && source.kind() == ElementKind.FLOAT64
        && ShortestDecimal.of((float) element) == number;
  }

  private RuntimeException refused(EncodableValues values, int index, double element) {
    String name = DataTypeName.of(kind);
    if (Double.isInfinite(element)) {
      return refusal.value(
          text(values, index) + " is beyond " + name,
          "Write the array with a wider type, such as "
              + refusal.encoding("\"dtype\":\"float64\"")
              + ".");
    }
    return refusal.value(
        text(values, index) + " is no " + name + "; the nearest is " + element,
        "Nothing is rounded unasked: cast the column, or write a new array with "
            + refusal.encoding("\"dtype\":\"float64\"")
            + ", or with \""
            + name
            + "\" there to store the nearest.");
  }

  @Override
  String text(EncodableValues values, int index) {
    return source.text(values.bytes(), index);
  }
}
