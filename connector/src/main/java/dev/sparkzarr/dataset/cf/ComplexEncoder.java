package dev.sparkzarr.dataset.cf;

import dev.sparkzarr.codec.ChunkBuffer;
import dev.sparkzarr.dataset.ColumnType;
import dev.sparkzarr.dataset.write.EncodableValues;
import dev.sparkzarr.dataset.write.ValueEncoder;
import dev.sparkzarr.metadata.DataType;
import dev.sparkzarr.metadata.FillValue;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;

/**
 * Structs of two floats of one type, {@code re} and {@code im}, as complex numbers: encoded as
 * twice as many floats. Immutable.
 */
final class ComplexEncoder implements ValueEncoder {
  private static final long serialVersionUID = 1L;

  private final ColumnType type;
  private final DataType.Complex stored;
  private final ValueEncoder parts;
  private final double[] marks;
  private final byte[] missing;
  private final Refusal refusal;

  /**
   * @param parts from floats to the parts' kind
   * @param marks what is read as missing: real part, imaginary part, real part, ...
   * @param missing the element that is written; null when none can be
   */
  ComplexEncoder(
      ColumnType type,
      DataType.Complex stored,
      ValueEncoder parts,
      double[] marks,
      byte[] missing,
      Refusal refusal) {
    this.type = type;
    this.stored = stored;
    this.parts = parts;
    this.marks = marks;
    this.missing = missing;
    this.refusal = refusal;
  }

  @Override
  public ColumnType type() {
    return type;
  }

  @Override
  public DataType stored() {
    return stored;
  }

  @Override
  public Optional<FillValue> missing() {
    return Optional.ofNullable(missing).map(FillValue::new);
  }

  @Override
  public void encode(
      EncodableValues values, int start, int count, ChunkBuffer target, int targetStart) {
    Objects.checkFromIndexSize(start, count, values.bytes().length / type.width());
    Objects.checkFromIndexSize(targetStart, count, target.elements());
    ChunkBuffer numbers = new ChunkBuffer(stored.part());
    numbers.resize(2L * count);
    boolean[] flags = values.missing();
    boolean[] partFlags = flags == null ? null : new boolean[2 * count];
    for (int i = 0; flags != null && i < 2 * count; i++) {
      partFlags[i] = flags[start + i / 2];
    }
    byte[] floats = values.bytes();
    int from = 2 * start;
    if (partFlags != null) { // flags begin with the run
      floats = Arrays.copyOfRange(floats, start * type.width(), (start + count) * type.width());
      from = 0;
    }
    parts.encode(new EncodableValues(floats, partFlags, null), from, 2 * count, numbers, 0);
    for (int i = 0; i < count; i++) {
      if (flags != null && flags[start + i]) {
        putMissing(numbers.bytes(), i);
      } else {
        refuseMark(numbers.bytes(), i);
      }
    }
    int width = stored.layout().width();
    System.arraycopy(numbers.bytes(), 0, target.bytes(), targetStart * width, count * width);
  }

  private void refuseMark(byte[] raw, int index) {
    for (int m = 0; m < marks.length; m += 2) {
      if (StoredNumbers.floatAt(stored.part(), raw, 2 * index) == marks[m]
          && StoredNumbers.floatAt(stored.part(), raw, 2 * index + 1) == marks[m + 1]) {
        throw refusal.value(
            "(" + marks[m] + ", " + marks[m + 1] + ") is what stands for a missing one",
            "It would be read as NULL: write the array anew with a _FillValue outside the values.");
      }
    }
  }

  private void putMissing(byte[] raw, int index) {
    if (missing == null) {
      throw refusal.because(
          "a value is NULL, and the array has no element that stands for one. Leave such rows out.");
    }
    System.arraycopy(missing, 0, raw, index * missing.length, missing.length);
  }
}
