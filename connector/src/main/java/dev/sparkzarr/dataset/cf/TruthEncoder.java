package dev.sparkzarr.dataset.cf;

import dev.sparkzarr.dataset.ColumnType;
import dev.sparkzarr.dataset.write.EncodableValues;
import dev.sparkzarr.metadata.DataType;
import dev.sparkzarr.metadata.ElementKind;
import java.util.Arrays;

/** Booleans as 0 and 1, of kind BOOL or of an integer kind. */
final class TruthEncoder extends CfEncoder {
  private static final long serialVersionUID = 1L;

  TruthEncoder(DataType stored, ElementKind kind, MissingElement missing, Refusal refusal) {
    super(ColumnType.BOOLEAN, stored, kind, missing, refusal);
  }

  @Override
  boolean isCopy() {
    return true;
  }

  @Override
  void convert(
      EncodableValues values, int start, int count, byte[] raw, int rawStart, byte[] scratch) {
    int width = kind.width();
    byte[] truths = values.bytes();
    if (width > 1) {
      Arrays.fill(raw, rawStart * width, (rawStart + count) * width, (byte) 0);
    }
    for (int i = 0; i < count; i++) {
      raw[(rawStart + i) * width] = (byte) (truths[start + i] == 0 ? 0 : 1);
    }
  }

  @Override
  String text(EncodableValues values, int index) {
    return String.valueOf(values.bytes()[index] != 0);
  }
}
