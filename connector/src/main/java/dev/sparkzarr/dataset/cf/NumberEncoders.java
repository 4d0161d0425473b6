package dev.sparkzarr.dataset.cf;

import dev.sparkzarr.dataset.ColumnType;
import dev.sparkzarr.dataset.write.ValueEncoder;
import dev.sparkzarr.metadata.DataType;
import dev.sparkzarr.metadata.ElementKind;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Optional;

/** The encoders to one array of numbers. Immutable. */
final class NumberEncoders {
  private final DataType.Numeric stored;
  private final NumberMeaning meaning;
  private final MissingElement missing;
  private final Refusal refusal;
  private final ElementKind kind;

  /** Whose values may be stored: as read, or fewer where several elements share a byte. */
  private final ElementKind range;

  NumberEncoders(
      DataType.Numeric stored, NumberMeaning meaning, MissingElement missing, Refusal refusal) {
    this.stored = stored;
    this.meaning = meaning;
    this.missing = missing;
    this.refusal = refusal;
    this.kind = meaning.kind();
    this.range = stored.kind().bits() < 8 ? stored.kind() : kind;
  }

  /** From booleans. */
  ValueEncoder truths() {
    boolean fits = kind == ElementKind.BOOL || meaning.truth();
    if (!fits || meaning.scale().given()) {
      throw refusal.type(ColumnType.BOOLEAN, holds(), "Cast the column to a number.");
    }
    return new TruthEncoder(stored, kind, missing, refusal);
  }

  /**
   * From numbers.
   *
   * @param decimals digits after the point of decimals; 0 of others
   */
  ValueEncoder numbers(ColumnType type, int decimals, FloatEncoder.Rounding rounding) {
    Optional<ColumnNumbers> numbers = ColumnNumbers.of(type, decimals);
    if (kind == ElementKind.BOOL || meaning.truth() || numbers.isEmpty()) {
      throw refusal.type(type, holds(), "Cast the column.");
    }
    ColumnNumbers source = numbers.get();
    Scale scale = meaning.scale();
    if (scale.given() && !(Math.abs(scale.factor()) > 0 && Double.isFinite(scale.factor()))
        || !Double.isFinite(scale.offset())) {
      throw refusal.because(
          "its scale_factor "
              + scale.factor()
              + " or add_offset "
              + scale.offset()
              + " makes all values one. Give others.");
    }
    if (kind.isFloat()) {
      return new FloatEncoder(type, source, stored, kind, scale, rounding, missing, refusal);
    }
    if (!source.kind().isFloat()) {
      Optional<ValueEncoder> exact = integers(type, source, scale);
      if (exact.isPresent()) {
        return exact.get();
      }
    }
    return new PackEncoder(type, source, stored, kind, range, scale, missing, refusal);
  }

  /** Integers and decimals in whole or decimal steps, without any rounding. */
  private Optional<ValueEncoder> integers(ColumnType type, ColumnNumbers source, Scale scale) {
    BigDecimal step = BigDecimal.ONE;
    if (scale.whole() != 0) {
      step = BigDecimal.valueOf(scale.whole());
    } else if (scale.given()) {
      // 0.01 means a hundredth, whatever the nearest double is
      step = BigDecimal.valueOf(scale.factor()).stripTrailingZeros();
      boolean power =
          step.unscaledValue().equals(BigInteger.ONE) && step.scale() >= source.decimals();
      if (scale.offset() != 0 || !power || source.decimals() == 0) {
        return Optional.empty();
      }
    }
    // stored = unscaled / 10^decimals / step
    BigInteger factor = BigInteger.ONE;
    BigDecimal divisor = step.movePointRight(source.decimals());
    if (divisor.scale() > 0) {
      factor = BigInteger.TEN.pow(divisor.scale());
      divisor = divisor.movePointRight(divisor.scale());
    }
    BigInteger whole = divisor.toBigIntegerExact();
    if (factor.bitLength() > 62 || whole.bitLength() > 62) {
      return Optional.empty();
    }
    return Optional.of(
        new IntegerEncoder(
            type,
            source,
            stored,
            kind,
            range,
            factor.longValue(),
            whole.longValue(),
            missing,
            refusal));
  }

  /**
   * From times and spans.
   *
   * @param type TIMESTAMP, INTERVAL, or TEXT for times of a calendar
   * @param where names array and store
   * @param units as the array spells them
   */
  ValueEncoder times(ColumnType type, String where, String units) {
    boolean span = type.equals(ColumnType.INTERVAL);
    boolean fits = span ? meaning.duration().isPresent() : meaning.times().isPresent();
    if (!fits) {
      throw refusal.type(
          type, holds(), "Cast the column to a number, or write it to an array with time units.");
    }
    if (meaning.scale().given()) {
      throw refusal.because(
          "the array scales its times, which is not written. Set decodeTimes=false and write the"
              + " numbers.");
    }
    if (span) {
      TimeUnit unit = meaning.duration().get();
      return new TimeEncoder(
          type,
          stored,
          kind,
          range,
          TimeSteps.of(unit),
          CfCalendar.PROLEPTIC_GREGORIAN,
          new IntervalDecoder(kind, meaning.missing(), unit, Scale.NONE, where),
          units,
          missing,
          refusal);
    }
    TimeReference reference = meaning.times().get();
    if (type.equals(ColumnType.TEXT) && reference.calendar() == CfCalendar.PROLEPTIC_GREGORIAN) {
      throw refusal.type(type, "timestamps", "Cast the column to a timestamp.");
    }
    return new TimeEncoder(
        type,
        stored,
        kind,
        range,
        TimeSteps.of(reference),
        reference.calendar(),
        new TimeDecoder(
            kind, meaning.missing(), ColumnType.CALENDAR_TEXT, reference, Scale.NONE, where),
        units,
        missing,
        refusal);
  }

  private String holds() {
    return meaning.times().isPresent()
        ? "times"
        : meaning.duration().isPresent()
            ? "spans of time"
            : meaning.truth() ? "booleans" : DataTypeName.of(stored.kind());
  }
}
