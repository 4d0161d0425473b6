package dev.sparkzarr.dataset.cf;

import dev.sparkzarr.dataset.CalendarText;
import dev.sparkzarr.dataset.ColumnType;
import dev.sparkzarr.dataset.ColumnValues;
import dev.sparkzarr.dataset.LittleEndian;
import dev.sparkzarr.dataset.NullRule;
import dev.sparkzarr.dataset.ValueDecoder;
import dev.sparkzarr.dataset.ValuePart;
import dev.sparkzarr.metadata.ElementKind;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Complex numbers of which some stand for missing ones, compared as numbers. Immutable. */
final class ComplexDecoder implements ValueDecoder {
  private static final long serialVersionUID = 1L;

  private final ElementKind part;
  private final ColumnType type;
  private final List<ValuePart> parts;
  private final double[] missingValues;

  /**
   * @param missingValues real part, imaginary part, real part, ...
   */
  ComplexDecoder(ElementKind part, ColumnType type, List<ValuePart> parts, double[] missingValues) {
    this.part = part;
    this.type = type;
    this.parts = List.copyOf(parts);
    this.missingValues = missingValues;
  }

  @Override
  public ColumnType type() {
    return type;
  }

  @Override
  public List<ValuePart> parts() {
    return parts;
  }

  @Override
  public NullRule nulls() {
    return NullRule.MASK;
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
  public void decode(byte[] raw, int rawStart, int count, byte[] rawHeap, ColumnValues values) {
    byte[] copied = values.bytes();
    System.arraycopy(raw, rawStart * type.width(), copied, 0, count * type.width());
    byte[] numbers = new byte[2 * count * Double.BYTES];
    Elements.toDoubles(part, raw, 2 * rawStart, 2 * count, 1, -0.0, numbers);
    boolean[] missing = values.missing();
    Arrays.fill(missing, 0, count, false);
    for (int m = 0; m < missingValues.length; m += 2) {
      for (int i = 0; i < count; i++) {
        missing[i] |=
            LittleEndian.float64(numbers, 2 * i) == missingValues[m]
                && LittleEndian.float64(numbers, 2 * i + 1) == missingValues[m + 1];
      }
    }
  }
}
