package dev.sparkzarr.dataset.cf;

import dev.sparkzarr.dataset.ColumnType;
import dev.sparkzarr.dataset.LittleEndian;
import dev.sparkzarr.dataset.NullRule;
import dev.sparkzarr.metadata.ElementKind;

/**
 * Numbers as they are, unsigned ones and half floats in the next wider type. Where nothing is to be
 * widened or masked the stored bytes are the values.
 */
final class NumberDecoder extends CfDecoder {
  private static final long serialVersionUID = 1L;

  NumberDecoder(ElementKind kind, NullRule nulls, MissingValues missing) {
    super(kind, typeOf(kind), nulls, missing);
  }

  static ColumnType typeOf(ElementKind kind) {
    return switch (kind) {
      case BOOL -> ColumnType.BOOLEAN;
      case INT2, INT4, INT8 -> ColumnType.INT8;
      case INT16, UINT2, UINT4, UINT8 -> ColumnType.INT16;
      case INT32, UINT16 -> ColumnType.INT32;
      case INT64, UINT32 -> ColumnType.INT64;
      case UINT64 -> ColumnType.UINT64;
      case FLOAT16, BFLOAT16, FLOAT32 -> ColumnType.FLOAT32;
      case FLOAT64 -> ColumnType.FLOAT64;
    };
  }

  @Override
  public boolean isIdentity() {
    // A stored bool may be any byte; a value is 0 or 1.
    return kind.width() == type().width() && kind != ElementKind.BOOL && !masks();
  }

  @Override
  void convert(byte[] raw, int rawStart, int count, byte[] values, boolean[] missing) {
    switch (kind) {
      case BOOL -> {
        for (int i = 0; i < count; i++) {
          values[i] = (byte) (raw[rawStart + i] == 0 ? 0 : 1);
        }
      }
      case UINT2, UINT4, UINT8 -> {
        for (int i = 0; i < count; i++) {
          LittleEndian.int16(values, i, (short) (raw[rawStart + i] & 0xff));
        }
      }
      case UINT16 -> {
        for (int i = 0; i < count; i++) {
          LittleEndian.int32(values, i, LittleEndian.int16(raw, rawStart + i) & 0xffff);
        }
      }
      case UINT32 -> {
        for (int i = 0; i < count; i++) {
          LittleEndian.int64(values, i, LittleEndian.int32(raw, rawStart + i) & 0xffffffffL);
        }
      }
      case FLOAT16, BFLOAT16 -> {
        for (int i = 0; i < count; i++) {
          LittleEndian.float32(
              values, i, Elements.half(kind, LittleEndian.int16(raw, rawStart + i)));
        }
      }
      case INT2, INT4, INT8, INT16, INT32, INT64, UINT64, FLOAT32, FLOAT64 ->
          System.arraycopy(raw, rawStart * kind.width(), values, 0, count * kind.width());
    }
  }
}
