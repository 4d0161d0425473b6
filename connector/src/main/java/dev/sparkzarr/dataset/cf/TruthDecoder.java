package dev.sparkzarr.dataset.cf;

import dev.sparkzarr.dataset.ColumnType;
import dev.sparkzarr.dataset.LittleEndian;
import dev.sparkzarr.dataset.NullRule;
import dev.sparkzarr.metadata.ElementKind;

/** Integers that the attribute {@code dtype: "bool"} makes bools: true is what is not 0. */
final class TruthDecoder extends CfDecoder {
  private static final long serialVersionUID = 1L;

  /**
   * @param kind an integer kind
   */
  TruthDecoder(ElementKind kind, NullRule nulls, MissingValues missing) {
    super(kind, ColumnType.BOOLEAN, nulls, missing);
  }

  @Override
  void convert(byte[] raw, int rawStart, int count, byte[] values, boolean[] missing) {
    switch (kind.width()) {
      case 1 -> {
        for (int i = 0; i < count; i++) {
          values[i] = (byte) (raw[rawStart + i] == 0 ? 0 : 1);
        }
      }
      case 2 -> {
        for (int i = 0; i < count; i++) {
          values[i] = (byte) (LittleEndian.int16(raw, rawStart + i) == 0 ? 0 : 1);
        }
      }
      case 4 -> {
        for (int i = 0; i < count; i++) {
          values[i] = (byte) (LittleEndian.int32(raw, rawStart + i) == 0 ? 0 : 1);
        }
      }
      default -> {
        for (int i = 0; i < count; i++) {
          values[i] = (byte) (LittleEndian.int64(raw, rawStart + i) == 0 ? 0 : 1);
        }
      }
    }
  }
}
