package dev.sparkzarr.dataset.cf;

import dev.sparkzarr.dataset.ColumnType;
import dev.sparkzarr.dataset.DatasetException;
import dev.sparkzarr.dataset.LittleEndian;
import dev.sparkzarr.dataset.NullRule;
import dev.sparkzarr.metadata.ElementKind;

/** Integers times an integer {@code scale_factor}, in int64; a product beyond it is an error. */
final class WholeScaleDecoder extends CfDecoder {
  private static final long serialVersionUID = 1L;

  private final long factor;
  private final String where;

  WholeScaleDecoder(
      ElementKind kind, NullRule nulls, MissingValues missing, long factor, String where) {
    super(kind, ColumnType.INT64, nulls, missing);
    this.factor = factor;
    this.where = where;
  }

  @Override
  void convert(byte[] raw, int rawStart, int count, byte[] values, boolean[] missing) {
    Elements.toLongs(kind, raw, rawStart, count, values);
    boolean masked = nulls() == NullRule.MASK;
    for (int i = 0; i < count; i++) {
      if (!masked || !missing[i]) {
        LittleEndian.int64(values, i, times(LittleEndian.int64(values, i)));
      }
    }
  }

  private long times(long element) {
    long product = element * factor;
    if (Math.multiplyHigh(element, factor) != product >> 63
        || (kind == ElementKind.UINT64 && element < 0)) {
      throw new DatasetException(
          "Cannot decode "
              + where
              + ": "
              + (kind == ElementKind.UINT64 ? Long.toUnsignedString(element) : "" + element)
              + " times scale_factor "
              + factor
              + " is beyond 64 bits. Set maskAndScale=false to read the stored numbers.");
    }
    return product;
  }
}
