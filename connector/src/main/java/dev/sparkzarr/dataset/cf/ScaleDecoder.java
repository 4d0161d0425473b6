package dev.sparkzarr.dataset.cf;

import dev.sparkzarr.dataset.ColumnType;
import dev.sparkzarr.dataset.NullRule;
import dev.sparkzarr.metadata.ElementKind;

/** {@code element * scale_factor + add_offset} in float64, rounded after each step as in xarray. */
final class ScaleDecoder extends CfDecoder {
  private static final long serialVersionUID = 1L;

  private final Scale scale;

  ScaleDecoder(ElementKind kind, NullRule nulls, MissingValues missing, Scale scale) {
    super(kind, ColumnType.FLOAT64, nulls, missing);
    this.scale = scale;
  }

  @Override
  void convert(byte[] raw, int rawStart, int count, byte[] values, boolean[] missing) {
    Elements.toDoubles(kind, raw, rawStart, count, scale.factor(), scale.offset(), values);
  }
}
