package dev.sparkzarr.dataset.aggregate;

import dev.sparkzarr.dataset.ColumnType;
import dev.sparkzarr.dataset.predicate.AxisValues;
import java.io.ByteArrayOutputStream;
import java.io.Serializable;

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
   * @param values by index
   * @param firsts for each group, a position in {@code values} that has its value
   */
  static KeyValues of(AxisValues values, int[] firsts) {
    ColumnType type = values.type().stored().orElseThrow();
    byte[] bytes = new byte[Math.multiplyExact(firsts.length, type.width())];
    boolean[] missing = new boolean[firsts.length];
    ByteArrayOutputStream heap = new ByteArrayOutputStream();
    for (int group = 0; group < firsts.length; group++) {
      int first = firsts[group];
      missing[group] = values.isNull(first);
      if (!missing[group]) {
        values.write(first, bytes, group, heap);
      }
    }
    return new KeyValues(type, bytes, missing, heap.toByteArray());
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
