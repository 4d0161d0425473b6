package dev.sparkzarr.dataset.write;

import dev.sparkzarr.codec.ChunkBuffer;
import dev.sparkzarr.dataset.Column;
import dev.sparkzarr.dataset.ColumnType;
import dev.sparkzarr.dataset.ColumnValues;
import dev.sparkzarr.dataset.DatasetOptions;
import dev.sparkzarr.dataset.LittleEndian;
import dev.sparkzarr.dataset.ValueDecoder;
import dev.sparkzarr.dataset.cf.CfVariable;
import dev.sparkzarr.metadata.ArrayMetadata;
import dev.sparkzarr.metadata.Attributes;
import dev.sparkzarr.metadata.FillValue;

/** What readers see where nothing of an array is stored. Stateless. */
final class UnstoredCells {
  private static final byte[] NOTHING = new byte[0];

  private UnstoredCells() {}

  /**
   * @param where names array and store in messages
   * @return whether such cells are missing ones, and not data
   * @throws dev.sparkzarr.dataset.DatasetException when an attribute cannot be understood
   */
  static boolean areMissing(String where, ArrayMetadata array) {
    FillValue fill = array.fillValue().orElseGet(() -> FillValue.undefined(array.dataType()));
    ValueDecoder decoder =
        CfVariable.of(where, array, Attributes.EMPTY, Column.Role.VARIABLE, DatasetOptions.DEFAULT)
            .decoder();
    ChunkBuffer one = new ChunkBuffer(array.dataType());
    one.resize(1);
    byte[] element = one.element(fill.pattern());
    System.arraycopy(element, 0, one.bytes(), 0, element.length);
    ColumnValues values = new ColumnValues();
    values.take(decoder, one.bytes(), 0, 1, one.isVariable() ? one.heap().bytes() : NOTHING);
    return switch (decoder.nulls()) {
      case NONE -> false;
      case MASK -> values.missing()[0];
      case NAN -> Double.isNaN(floatAt(decoder.type(), values));
    };
  }

  private static double floatAt(ColumnType type, ColumnValues values) {
    return type.kind() == ColumnType.Kind.FLOAT32
        ? LittleEndian.float32(values.bytes(), values.start())
        : LittleEndian.float64(values.bytes(), values.start());
  }
}
