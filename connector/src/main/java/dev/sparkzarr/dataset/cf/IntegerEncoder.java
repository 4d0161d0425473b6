package dev.sparkzarr.dataset.cf;

import dev.sparkzarr.dataset.ColumnType;
import dev.sparkzarr.dataset.LittleEndian;
import dev.sparkzarr.dataset.write.EncodableValues;
import dev.sparkzarr.metadata.DataType;
import dev.sparkzarr.metadata.ElementKind;
import java.math.BigInteger;

/**
 * Integers as integers, perhaps of another width or in other steps: never wrapped, never rounded. A
 * copy where nothing changes.
 */
final class IntegerEncoder extends CfEncoder {
  private static final long serialVersionUID = 1L;

  private final ColumnNumbers source;
  private final ElementKind range;
  private final long factor;
  private final long divisor;

  /**
   * @param kind what the elements are read as
   * @param range whose values may be stored: {@code kind}, or the stored kind if that is narrower
   * @param factor with {@code divisor} what values are multiplied with: at least 1
   * @param divisor not 0
   */
  IntegerEncoder(
      ColumnType type,
      ColumnNumbers source,
      DataType stored,
      ElementKind kind,
      ElementKind range,
      long factor,
      long divisor,
      MissingElement missing,
      Refusal refusal) {
    super(type, stored, kind, missing, refusal);
    this.source = source;
    this.range = range;
    this.factor = factor;
    this.divisor = divisor;
  }

  @Override
  boolean isCopy() {
    return source.kind() == range && isPlain();
  }

  private boolean isPlain() {
    return factor == 1 && divisor == 1;
  }

  @Override
  void convert(
      EncodableValues values, int start, int count, byte[] raw, int rawStart, byte[] scratch) {
    int width = kind.width();
    if (isCopy()) {
      System.arraycopy(values.bytes(), start * width, raw, rawStart * width, count * width);
      return;
    }
    source.longs(values.bytes(), start, count, scratch);
    if (!isPlain()) {
      rescale(values, start, count, scratch);
    }
    boolean unsigned = source.kind() == ElementKind.UINT64;
    long least = unsigned ? 0 : StoredNumbers.least(range);
    long greatest = StoredNumbers.greatest(range);
    boolean allFit = true;
    for (int i = 0; i < count; i++) {
      long value = LittleEndian.int64(scratch, i);
      allFit &= value >= least & value <= greatest;
    }
    if (!allFit) {
      refuse(values, start, count, scratch, least, greatest);
    }
    StoredNumbers.fromLongs(scratch, count, width, raw, rawStart);
  }

  private void rescale(EncodableValues values, int start, int count, byte[] scratch) {
    for (int i = 0; i < count; i++) {
      long value = LittleEndian.int64(scratch, i);
      long product = value * factor;
      long quotient = product / divisor;
      boolean exact =
          Math.multiplyHigh(value, factor) == product >> 63
              && quotient * divisor == product
              && !(product == Long.MIN_VALUE && divisor == -1);
      if (!exact && !isMissing(values, start + i)) {
        throw refusal.value(
            text(values, start + i) + " is no whole number of the array's steps",
            "Nothing is rounded: give a scale_factor that divides the values, or cast the column"
                + " to DOUBLE.");
      }
      LittleEndian.int64(scratch, i, exact ? quotient : 0);
    }
  }

  private void refuse(
      EncodableValues values, int start, int count, byte[] scratch, long least, long greatest) {
    for (int i = 0; i < count; i++) {
      long value = LittleEndian.int64(scratch, i);
      if ((value < least || value > greatest) && !isMissing(values, start + i)) {
        throw refusal.value(
            text(values, start + i)
                + (isPlain() ? "" : ", stored as " + BigInteger.valueOf(value) + ",")
                + " does not fit "
                + DataTypeName.of(range)
                + " ("
                + StoredNumbers.range(range)
                + ")",
            "Nothing is wrapped: write the array with a wider type, such as "
                + refusal.encoding("\"dtype\":\"int64\"")
                + ".");
      }
    }
  }

  @Override
  String text(EncodableValues values, int index) {
    return source.text(values.bytes(), index);
  }
}
