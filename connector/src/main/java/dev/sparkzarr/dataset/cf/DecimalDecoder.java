package dev.sparkzarr.dataset.cf;

import dev.sparkzarr.dataset.ColumnType;
import dev.sparkzarr.dataset.LittleEndian;
import dev.sparkzarr.dataset.NullRule;
import dev.sparkzarr.metadata.ElementKind;

/** Float32 and float16 coordinates as float64, by their shortest decimal form. */
final class DecimalDecoder extends CfDecoder {
  private static final long serialVersionUID = 1L;

  DecimalDecoder(ElementKind kind, NullRule nulls, MissingValues missing) {
    super(kind, ColumnType.FLOAT64, nulls, missing);
  }

  @Override
  void convert(byte[] raw, int rawStart, int count, byte[] values, boolean[] missing) {
    Elements.toDoubles(kind, raw, rawStart, count, 1, -0.0, values);
    for (int i = 0; i < count; i++) {
      LittleEndian.float64(values, i, ShortestDecimal.of((float) LittleEndian.float64(values, i)));
    }
  }
}
