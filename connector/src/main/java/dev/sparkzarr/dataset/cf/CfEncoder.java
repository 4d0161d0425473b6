package dev.sparkzarr.dataset.cf;

import dev.sparkzarr.codec.ChunkBuffer;
import dev.sparkzarr.dataset.ColumnType;
import dev.sparkzarr.dataset.write.EncodableValues;
import dev.sparkzarr.dataset.write.ValueEncoder;
import dev.sparkzarr.metadata.DataType;
import dev.sparkzarr.metadata.ElementKind;
import dev.sparkzarr.metadata.FillValue;
import java.util.Objects;
import java.util.Optional;

/**
 * What all encoders to numbers share: in blocks that stay in the processor's cache, values become
 * elements, an element that would be read as missing is refused, and missing values get the element
 * that stands for them. Immutable.
 */
abstract class CfEncoder implements ValueEncoder {
  private static final long serialVersionUID = 1L;
  private static final int BLOCK = 4096;

  private final ColumnType type;
  private final DataType stored;
  final ElementKind kind;
  final Refusal refusal;
  private final MissingElement missing;

  /**
   * @param kind what the elements are read as
   */
  CfEncoder(
      ColumnType type, DataType stored, ElementKind kind, MissingElement missing, Refusal refusal) {
    this.type = type;
    this.stored = stored;
    this.kind = kind;
    this.missing = missing;
    this.refusal = refusal;
  }

  /**
   * Writes a block of elements; for a missing value any. What does not fit is refused, if it is not
   * missing.
   *
   * @param scratch room for {@code count} numbers of eight bytes
   */
  abstract void convert(
      EncodableValues values, int start, int count, byte[] raw, int rawStart, byte[] scratch);

  /**
   * A value as it is written, for messages.
   *
   * @param index within {@code values}
   */
  abstract String text(EncodableValues values, int index);

  /**
   * @return whether {@link #convert} needs no scratch and is best called once
   */
  boolean isCopy() {
    return false;
  }

  @Override
  public final ColumnType type() {
    return type;
  }

  @Override
  public final DataType stored() {
    return stored;
  }

  @Override
  public final Optional<FillValue> missing() {
    return missing.fill();
  }

  @Override
  public final void encode(
      EncodableValues values, int start, int count, ChunkBuffer target, int targetStart) {
    Objects.checkFromIndexSize(start, count, values.bytes().length / type.width());
    Objects.checkFromIndexSize(targetStart, count, target.elements());
    byte[] raw = target.bytes();
    boolean whole = isCopy() && missing.marksNothing();
    int block = whole ? count : Math.min(count, BLOCK);
    byte[] scratch = isCopy() ? null : new byte[block * Long.BYTES];
    boolean[] flags = missing.marksNothing() ? null : new boolean[block];
    for (int done = 0; done < count; done += block) {
      int size = Math.min(block, count - done);
      convert(values, start + done, size, raw, targetStart + done, scratch);
      if (flags != null) {
        refuseMarks(values, start + done, size, raw, targetStart + done, flags);
      }
      fill(values, start + done, size, raw, targetStart + done);
      fillMore(values, start + done, size, raw, targetStart + done);
    }
  }

  /** A real value must not be read as a missing one. */
  private void refuseMarks(
      EncodableValues values, int start, int count, byte[] raw, int rawStart, boolean[] flags) {
    missing.flag(raw, rawStart, count, flags);
    for (int i = 0; i < count; i++) {
      if (flags[i] && !isMissing(values, start + i)) {
        throw refusal.value(
            text(values, start + i) + " is stored as what stands for a missing one",
            "It would be read as NULL: give the array a _FillValue outside the values, such as "
                + refusal.encoding("\"_FillValue\":" + missing.example(kind))
                + ", or write it anew with one.");
      }
    }
  }

  private void fill(EncodableValues values, int start, int count, byte[] raw, int rawStart) {
    if (missing.replacesNaN()) {
      missing.replaceNaN(kind, raw, rawStart, count);
    }
    boolean[] flags = values.missing();
    if (flags == null) {
      return;
    }
    for (int i = 0; i < count; i++) {
      if (flags[start + i]) {
        missing.put(raw, rawStart + i, refusal);
      }
    }
  }

  /**
   * @return whether the value gets the element of a missing one
   */
  boolean isMissing(EncodableValues values, int index) {
    return values.missing() != null && values.missing()[index];
  }

  /** Puts the element of a missing value where {@link #isMissing} says more than the flags. */
  void fillMore(EncodableValues values, int start, int count, byte[] raw, int rawStart) {}

  /** Writes the element of a missing value, or refuses it. */
  final void putMissing(byte[] raw, int index) {
    missing.put(raw, index, refusal);
  }
}
