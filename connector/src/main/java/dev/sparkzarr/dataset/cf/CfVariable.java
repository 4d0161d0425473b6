package dev.sparkzarr.dataset.cf;

import dev.sparkzarr.dataset.Column;
import dev.sparkzarr.dataset.ColumnType;
import dev.sparkzarr.dataset.DatasetException;
import dev.sparkzarr.dataset.DatasetOptions;
import dev.sparkzarr.dataset.NullRule;
import dev.sparkzarr.dataset.ValueDecoder;
import dev.sparkzarr.metadata.ArrayMetadata;
import dev.sparkzarr.metadata.Attributes;
import dev.sparkzarr.metadata.DataType;
import dev.sparkzarr.metadata.ElementKind;
import java.util.List;
import java.util.Optional;

/**
 * What the attributes of one array mean: the one place that decides how its elements become values.
 * In xarray's order: unsigned, mask, scale and offset, durations, times, booleans.
 *
 * @param decoder from elements to values
 * @param gregorian for times of the mixed Julian and Gregorian calendar that {@code decoder} gives
 *     as text: the decoder that gives the same numbers as timestamps, to be used where every time
 *     is at or after {@link #GREGORIAN_START_MICROS}
 * @param notes what a user should be told of in explain()
 */
public record CfVariable(
    ValueDecoder decoder, Optional<ValueDecoder> gregorian, List<String> notes) {
  /** 1582-10-15T00:00 in microseconds since 1970-01-01T00:00. */
  public static final long GREGORIAN_START_MICROS =
      CfCalendar.GREGORIAN_START * TimeReference.MICROS_PER_DAY;

  public CfVariable {
    notes = List.copyOf(notes);
  }

  /**
   * Decides how an array is decoded.
   *
   * @param where names array and store in messages, such as {@code array /time in s3a://b/c.zarr}
   * @param parent attributes of the coordinate whose bounds this array is: its units and calendar
   *     serve where the array has none; else empty attributes
   * @param role the array's role in its table. Of a {@link Column.Role#DIMENSION} only masked
   *     values and NaT are missing, NaN is not; a float32 coordinate or dimension is given by its
   *     shortest decimal form
   * @throws DatasetException when an attribute cannot be understood, or the type has no column type
   */
  public static CfVariable of(
      String where,
      ArrayMetadata array,
      Attributes parent,
      Column.Role role,
      DatasetOptions options) {
    DataType type = array.dataType().storage();
    if (!(type instanceof DataType.Numeric numeric)) {
      return new TypeDecision(where, array, role, options).decide(type);
    }
    NumberMeaning meaning =
        NumberMeaning.of(where, array, numeric.kind().wholeBytes(), parent, options);
    return new Decision(where, role, options, meaning).decide();
  }

  /** The decision for one array under way. */
  private static final class Decision {
    private final String where;
    private final Column.Role role;
    private final DatasetOptions options;
    private final NumberMeaning meaning;
    private final ElementKind kind;

    Decision(String where, Column.Role role, DatasetOptions options, NumberMeaning meaning) {
      this.where = where;
      this.role = role;
      this.options = options;
      this.meaning = meaning;
      this.kind = meaning.kind();
    }

    CfVariable decide() {
      MissingValues missing = meaning.missing();
      Scale scale = meaning.scale();
      if (meaning.duration().isPresent()) {
        return of(new IntervalDecoder(kind, missing, meaning.duration().get(), scale, where));
      }
      return meaning.times().isPresent()
          ? time(meaning.times().get(), missing, scale)
          : of(number(missing, scale));
    }

    private CfVariable of(ValueDecoder decoder) {
      return new CfVariable(decoder, Optional.empty(), meaning.notes());
    }

    private ValueDecoder number(MissingValues missing, Scale scale) {
      if (scale.whole() != 0 && !kind.isFloat()) {
        return new WholeScaleDecoder(kind, integerNulls(missing), missing, scale.whole(), where);
      }
      if (scale.given()) {
        return new ScaleDecoder(kind, floatNulls(missing), missing, scale);
      }
      if (meaning.truth()) {
        return new TruthDecoder(kind, integerNulls(missing), missing);
      }
      boolean half = kind.isFloat() && kind != ElementKind.FLOAT64;
      if (half && role != Column.Role.VARIABLE && !options.exactFloatCoordinates()) {
        return new DecimalDecoder(kind, floatNulls(missing), missing);
      }
      return new NumberDecoder(
          kind, kind.isFloat() ? floatNulls(missing) : integerNulls(missing), missing);
    }

    private CfVariable time(TimeReference reference, MissingValues missing, Scale scale) {
      TimeDecoder timestamps = timeDecoder(missing, ColumnType.TIMESTAMP, reference, scale);
      boolean mixed = reference.calendar() == CfCalendar.STANDARD;
      boolean modern = mixed && reference.micros() >= GREGORIAN_START_MICROS;
      if (options.calendarTimestamps()
          || reference.calendar() == CfCalendar.PROLEPTIC_GREGORIAN
          || (modern && role != Column.Role.DIMENSION)) {
        return of(timestamps);
      }
      TimeDecoder texts = timeDecoder(missing, ColumnType.CALENDAR_TEXT, reference, scale);
      return new CfVariable(
          texts, mixed ? Optional.of(timestamps) : Optional.empty(), meaning.notes());
    }

    private TimeDecoder timeDecoder(
        MissingValues missing, ColumnType type, TimeReference reference, Scale scale) {
      return new TimeDecoder(kind, missing, type, reference, scale, where);
    }

    private NullRule integerNulls(MissingValues missing) {
      return missing.isEmpty() ? NullRule.NONE : NullRule.MASK;
    }

    private NullRule floatNulls(MissingValues missing) {
      if (!options.maskAndScale()) {
        return NullRule.NONE;
      }
      return role == Column.Role.DIMENSION ? integerNulls(missing) : NullRule.NAN;
    }
  }
}
