package dev.sparkzarr.dataset;

import java.util.Optional;

/** Decoders with simple rules, for tests of what is around them. */
final class FakeDecoders {
  private FakeDecoders() {}

  /** The stored bytes are the values. */
  record Identity(ColumnType type) implements ValueDecoder {
    @Override
    public NullRule nulls() {
      return NullRule.NONE;
    }

    @Override
    public boolean isIdentity() {
      return true;
    }

    @Override
    public Optional<CalendarText> calendarText() {
      return Optional.empty();
    }

    @Override
    public void decode(byte[] raw, int rawStart, int count, byte[] rawHeap, ColumnValues values) {
      throw new AssertionError("an identity is not decoded");
    }
  }

  /** 16-bit integers to doubles, three for one; those that divide by 5 are missing. */
  record Tripled() implements ValueDecoder {
    static double value(long element) {
      return 3.0 * element;
    }

    static boolean isMissing(long element) {
      return element % 5 == 0;
    }

    @Override
    public ColumnType type() {
      return ColumnType.FLOAT64;
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
      for (int i = 0; i < count; i++) {
        short element = LittleEndian.int16(raw, rawStart + i);
        LittleEndian.float64(values.bytes(), i, value(element));
        values.missing()[i] = isMissing(element);
      }
    }
  }
}
