package dev.sparkzarr.dataset.cf;

import dev.sparkzarr.dataset.CalendarText;
import dev.sparkzarr.dataset.ColumnType;
import dev.sparkzarr.dataset.ColumnValues;
import dev.sparkzarr.dataset.NullRule;
import dev.sparkzarr.dataset.ValueDecoder;
import dev.sparkzarr.metadata.ElementKind;
import java.util.Optional;

/**
 * What all decoders share: flags first, then values, then NaN where a float value is missing.
 * Immutable.
 */
abstract class CfDecoder implements ValueDecoder {
  private static final long serialVersionUID = 1L;

  final ElementKind kind;
  private final ColumnType type;
  private final NullRule nulls;
  private final MissingValues missingValues;

  CfDecoder(ElementKind kind, ColumnType type, NullRule nulls, MissingValues missingValues) {
    this.kind = kind;
    this.type = type;
    this.nulls = nulls;
    this.missingValues = missingValues;
  }

  /**
   * Writes the values; where an element is missing any value will do.
   *
   * @param missing what is missing already; for decoders whose null rule is MASK to add to
   */
  abstract void convert(byte[] raw, int rawStart, int count, byte[] values, boolean[] missing);

  @Override
  public final ColumnType type() {
    return type;
  }

  @Override
  public final NullRule nulls() {
    return nulls;
  }

  final boolean masks() {
    return !missingValues.isEmpty();
  }

  @Override
  public boolean isIdentity() {
    return false;
  }

  @Override
  public Optional<CalendarText> calendarText() {
    return Optional.empty();
  }

  @Override
  public final void decode(
      byte[] raw, int rawStart, int count, byte[] rawHeap, ColumnValues decoded) {
    byte[] values = decoded.bytes();
    boolean[] missing = decoded.missing();
    if (nulls == NullRule.MASK) {
      missingValues.flag(raw, rawStart, count, missing);
    }
    convert(raw, rawStart, count, values, missing);
    if (nulls == NullRule.NAN) {
      missingValues.toNaN(type, raw, rawStart, count, values);
    }
  }
}
