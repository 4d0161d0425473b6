package dev.sparkzarr.dataset.aggregate;

import dev.sparkzarr.dataset.ColumnType;
import dev.sparkzarr.dataset.LittleEndian;
import dev.sparkzarr.dataset.predicate.AxisValues;
import dev.sparkzarr.dataset.predicate.ValueType;
import java.io.ByteArrayOutputStream;
import java.io.Serializable;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * The values of one grouping key, by the group's number along its dimension. Immutable; travels to
 * executors.
 */
public final class KeyValues implements Serializable {
  private static final long serialVersionUID = 1L;

  private final ColumnType type;
  private final byte[] bytes;
  private final boolean[] missing;
  private final byte[] heap;

  private KeyValues(ColumnType type, byte[] bytes, boolean[] missing, byte[] heap) {
    this.type = type;
    this.bytes = bytes;
    this.missing = missing;
    this.heap = heap;
  }

  /**
   * @return what values of a type are in memory; empty for types that no key can have
   */
  public static Optional<ColumnType> columnType(ValueType type) {
    return switch (type.kind()) {
      case BOOLEAN -> Optional.of(ColumnType.BOOLEAN);
      case INT8 -> Optional.of(ColumnType.INT8);
      case INT16 -> Optional.of(ColumnType.INT16);
      case INT32, DATE -> Optional.of(ColumnType.INT32);
      case INT64 -> Optional.of(ColumnType.INT64);
      case FLOAT32 -> Optional.of(ColumnType.FLOAT32);
      case FLOAT64 -> Optional.of(ColumnType.FLOAT64);
      case TIMESTAMP, TIMESTAMP_NTZ -> Optional.of(ColumnType.TIMESTAMP);
      case INTERVAL -> Optional.of(ColumnType.INTERVAL);
      case TEXT -> Optional.of(ColumnType.TEXT);
      case DECIMAL ->
          type.precision() == 20 && type.scale() == 0
              ? Optional.of(ColumnType.UINT64)
              : Optional.empty();
    };
  }

  /**
   * @param values by index
   * @param firsts for each group, a position in {@code values} that has its value
   */
  static KeyValues of(AxisValues values, int[] firsts) {
    ColumnType type = columnType(values.type()).orElseThrow();
    byte[] bytes = new byte[Math.multiplyExact(firsts.length, type.width())];
    boolean[] missing = new boolean[firsts.length];
    ByteArrayOutputStream heap = new ByteArrayOutputStream();
    for (int group = 0; group < firsts.length; group++) {
      int first = firsts[group];
      missing[group] = values.isNull(first);
      if (!missing[group]) {
        put(values, first, type, bytes, group, heap);
      }
    }
    return new KeyValues(type, bytes, missing, heap.toByteArray());
  }

  private static void put(
      AxisValues values,
      int from,
      ColumnType type,
      byte[] bytes,
      int to,
      ByteArrayOutputStream heap) {
    switch (type.kind()) {
      case BOOLEAN, INT8 -> bytes[to] = (byte) values.longAt(from);
      case INT16 -> LittleEndian.int16(bytes, to, (short) values.longAt(from));
      case INT32 -> LittleEndian.int32(bytes, to, (int) values.longAt(from));
      case FLOAT32 -> LittleEndian.float32(bytes, to, (float) values.doubleAt(from));
      case FLOAT64 -> LittleEndian.float64(bytes, to, values.doubleAt(from));
      case UINT64 ->
          LittleEndian.int64(
              bytes, to, ((BigDecimal) values.objectAt(from)).toBigInteger().longValue());
      case TEXT -> {
        byte[] text = (byte[]) values.objectAt(from);
        LittleEndian.int32(bytes, 2 * to, heap.size());
        LittleEndian.int32(bytes, 2 * to + 1, text.length);
        heap.writeBytes(text);
      }
      default -> LittleEndian.int64(bytes, to, values.longAt(from));
    }
  }

  public ColumnType type() {
    return type;
  }

  boolean isMissing(int group) {
    return missing[group];
  }

  byte[] bytes() {
    return bytes;
  }

  /** What the slots of texts point into. */
  byte[] heap() {
    return heap;
  }
}
