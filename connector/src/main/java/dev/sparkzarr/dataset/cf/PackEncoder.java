package dev.sparkzarr.dataset.cf;

import dev.sparkzarr.dataset.ColumnType;
import dev.sparkzarr.dataset.LittleEndian;
import dev.sparkzarr.dataset.write.EncodableValues;
import dev.sparkzarr.metadata.DataType;
import dev.sparkzarr.metadata.ElementKind;

/**
 * Numbers as integers: {@code (value - add_offset) / scale_factor}, rounded to the nearest, ties to
 * even, as xarray does; without a scale only what is whole. NaN is missing.
 */
final class PackEncoder extends CfEncoder {
  private static final long serialVersionUID = 1L;

  private final ColumnNumbers source;
  private final ElementKind range;
  private final Scale scale;
  private final boolean single;

  /**
   * @param range whose values may be stored
   * @param scale not given: nothing is rounded
   */
  PackEncoder(
      ColumnType type,
      ColumnNumbers source,
      DataType stored,
      ElementKind kind,
      ElementKind range,
      Scale scale,
      MissingElement missing,
      Refusal refusal) {
    super(type, stored, kind, missing, refusal);
    this.source = source;
    this.range = range;
    this.scale = scale;
    // xarray counts float32 in float32 where that holds every element exactly
    this.single = source.kind() == ElementKind.FLOAT32 && kind.width() <= 2 && scale.given();
  }

  @Override
  void convert(
      EncodableValues values, int start, int count, byte[] raw, int rawStart, byte[] scratch) {
    source.doubles(values.bytes(), start, count, scratch);
    if (single) {
      packSingle(count, scratch);
    } else if (scale.given()) {
      packDouble(count, scratch);
    }
    long least = StoredNumbers.least(range);
    double from = least;
    double to = range == ElementKind.UINT64 ? 0x1p64 : (double) StoredNumbers.greatest(range);
    boolean open = range.bits() == 64;
    for (int i = 0; i < count; i++) {
      double number = LittleEndian.float64(scratch, i);
      double whole = Math.rint(number);
      boolean fits = whole >= from && (open ? whole < to : whole <= to);
      if (!fits || !scale.given() && whole != number) {
        refuse(values, start + i, number);
        whole = 0;
      }
      long element = whole < 0x1p63 ? (long) whole : (long) (whole - 0x1p63) + Long.MIN_VALUE;
      LittleEndian.int64(scratch, i, element);
    }
    StoredNumbers.fromLongs(scratch, count, kind.width(), raw, rawStart);
  }

  private void packDouble(int count, byte[] numbers) {
    for (int i = 0; i < count; i++) {
      double value = LittleEndian.float64(numbers, i);
      LittleEndian.float64(numbers, i, (value - scale.offset()) / scale.factor());
    }
  }

  private void packSingle(int count, byte[] numbers) {
    float offset = (float) scale.offset();
    float factor = (float) scale.factor();
    for (int i = 0; i < count; i++) {
      float value = (float) LittleEndian.float64(numbers, i);
      LittleEndian.float64(numbers, i, (value - offset) / factor);
    }
  }

  /** NaN and missing values pass: they get their element afterwards. */
  private void refuse(EncodableValues values, int index, double number) {
    if (isMissing(values, index)) {
      return;
    }
    if (scale.given() || number == Math.rint(number)) {
      throw refusal.value(
          text(values, index)
              + (scale.given() ? " is packed as " + Math.rint(number) + ", which" : "")
              + " does not fit "
              + DataTypeName.of(range)
              + " ("
              + StoredNumbers.range(range)
              + ")",
          "Nothing is wrapped: "
              + (scale.given() ? "give another scale_factor or add_offset, or " : "")
              + "write the array with a wider type.");
    }
    throw refusal.value(
        text(values, index) + " is no whole number, and the array holds " + DataTypeName.of(range),
        "Nothing is rounded unasked: give a scale_factor, write the array with a float type, or"
            + " round the column.");
  }

  @Override
  boolean isMissing(EncodableValues values, int index) {
    return super.isMissing(values, index)
        || switch (source.kind()) {
          case FLOAT32 -> Float.isNaN(LittleEndian.float32(values.bytes(), index));
          case FLOAT64 -> Double.isNaN(LittleEndian.float64(values.bytes(), index));
          default -> false;
        };
  }

  @Override
  void fillMore(EncodableValues values, int start, int count, byte[] raw, int rawStart) {
    for (int i = 0; source.kind().isFloat() && i < count; i++) {
      if (isMissing(values, start + i)) {
        putMissing(raw, rawStart + i);
      }
    }
  }

  @Override
  String text(EncodableValues values, int index) {
    return source.text(values.bytes(), index);
  }
}
