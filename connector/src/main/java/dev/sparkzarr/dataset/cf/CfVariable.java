package dev.sparkzarr.dataset.cf;

import com.fasterxml.jackson.databind.JsonNode;
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
import dev.sparkzarr.metadata.FillValue;
import dev.sparkzarr.metadata.ZarrFormat;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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
    return new Decision(where, array, parent, role, options, numeric.kind().wholeBytes()).decide();
  }

  /** The decision for one array under way. */
  private static final class Decision {
    private final String where;
    private final ArrayMetadata array;
    private final Attributes attributes;
    private final Attributes parent;
    private final Column.Role role;
    private final DatasetOptions options;
    private final ElementKind stored;
    private final ElementKind kind;
    private final List<String> notes = new ArrayList<>();

    Decision(
        String where,
        ArrayMetadata array,
        Attributes parent,
        Column.Role role,
        DatasetOptions options,
        ElementKind stored) {
      this.where = where;
      this.array = array;
      this.attributes = array.attributes();
      this.parent = parent;
      this.role = role;
      this.options = options;
      this.stored = stored;
      this.kind = options.maskAndScale() ? signAsSaid(stored) : stored;
    }

    CfVariable decide() {
      MissingValues missing = options.maskAndScale() ? missingValues() : noValues();
      Scale scale = options.maskAndScale() ? scale() : Scale.NONE;
      if (options.decodeTimes() && kind != ElementKind.BOOL) {
        Optional<TimeUnit> duration = durationUnit();
        if (duration.isPresent()) {
          return of(new IntervalDecoder(kind, missing, duration.get(), scale, where));
        }
        Optional<String> units = text("units").filter(TimeReference::matches);
        if (units.isPresent()) {
          return time(units.get(), missing, scale);
        }
      }
      return of(number(missing, scale));
    }

    private CfVariable of(ValueDecoder decoder) {
      return new CfVariable(decoder, Optional.empty(), notes);
    }

    private ValueDecoder number(MissingValues missing, Scale scale) {
      boolean bool = attributes.text("dtype").filter("bool"::equals).isPresent();
      if (scale.whole() != 0 && !kind.isFloat()) {
        return new WholeScaleDecoder(kind, integerNulls(missing), missing, scale.whole(), where);
      }
      if (scale.given()) {
        return new ScaleDecoder(kind, floatNulls(missing), missing, scale);
      }
      if (bool && options.maskAndScale() && kind.isInteger()) {
        return new TruthDecoder(kind, integerNulls(missing), missing);
      }
      boolean half = kind.isFloat() && kind != ElementKind.FLOAT64;
      if (half && role != Column.Role.VARIABLE && !options.exactFloatCoordinates()) {
        return new DecimalDecoder(kind, floatNulls(missing), missing);
      }
      return new NumberDecoder(
          kind, kind.isFloat() ? floatNulls(missing) : integerNulls(missing), missing);
    }

    private CfVariable time(String units, MissingValues missing, Scale scale) {
      TimeReference reference;
      try {
        reference = TimeReference.parse(units, text("calendar").orElse("standard"));
      } catch (TimeReference.InvalidTimes e) {
        throw new DatasetException(
            "Cannot decode the times of "
                + where
                + ": "
                + e.getMessage()
                + ". Set decodeTimes=false to read the stored numbers.",
            e);
      }
      TimeDecoder timestamps = timeDecoder(missing, ColumnType.TIMESTAMP, reference, scale);
      boolean mixed = reference.calendar() == CfCalendar.STANDARD;
      boolean modern = mixed && reference.micros() >= GREGORIAN_START_MICROS;
      if (options.calendarTimestamps()
          || reference.calendar() == CfCalendar.PROLEPTIC_GREGORIAN
          || (modern && role != Column.Role.DIMENSION)) {
        return of(timestamps);
      }
      TimeDecoder texts = timeDecoder(missing, ColumnType.CALENDAR_TEXT, reference, scale);
      return new CfVariable(texts, mixed ? Optional.of(timestamps) : Optional.empty(), notes);
    }

    private TimeDecoder timeDecoder(
        MissingValues missing, ColumnType type, TimeReference reference, Scale scale) {
      return new TimeDecoder(kind, missing, type, reference, scale, where);
    }

    /** Xarray decodes durations only where the attribute {@code dtype} says that they are some. */
    private Optional<TimeUnit> durationUnit() {
      return attributes.text("dtype").filter(type -> type.startsWith("timedelta64")).isPresent()
          ? attributes.text("units").flatMap(TimeUnit::ofDuration)
          : Optional.empty();
    }

    private Optional<String> text(String name) {
      return attributes.text(name).or(() -> parent.text(name));
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

    private MissingValues noValues() {
      return MissingValues.none(kind);
    }

    private MissingValues missingValues() {
      MissingValuesParser parser = new MissingValuesParser(stored, kind);
      Optional<JsonNode> fill = attributes.get("_FillValue");
      if (fill.isPresent() && !parser.add(fill.get())) {
        throw new DatasetException(
            "Cannot decode "
                + where
                + ": _FillValue "
                + shortened(fill.get())
                + " is not a value of type "
                + array.dataType().name()
                + ". Set maskAndScale=false to read the stored values.");
      }
      attributes
          .get("missing_value")
          .filter(value -> !parser.add(value))
          .ifPresent(
              value ->
                  notes.add(
                      where
                          + ": missing_value "
                          + shortened(value)
                          + " is not a value of type "
                          + array.dataType().name()
                          + " and masks nothing"));
      if (options.zarrFillMasks().orElse(array.format() == ZarrFormat.V2)
          && array.fillValue().isPresent()) {
        parser.add(array.fillValue().get());
        if (!kind.isFloat() && fill.isEmpty()) {
          notes.add(
              where
                  + ": the Zarr fill value "
                  + number(array.fillValue().get())
                  + " is read as missing; useZarrFillValueAsMask=false keeps it as a value");
        }
      }
      return parser.result();
    }

    /** A whole number as it is written, from its bytes. */
    private BigInteger number(FillValue fill) {
      byte[] bytes = fill.pattern();
      for (int i = 0; i < bytes.length / 2; i++) {
        byte swapped = bytes[i];
        bytes[i] = bytes[bytes.length - 1 - i];
        bytes[bytes.length - 1 - i] = swapped;
      }
      return kind.isUnsigned() ? new BigInteger(1, bytes) : new BigInteger(bytes);
    }

    private Scale scale() {
      Optional<JsonNode> factor = attributes.get("scale_factor").map(this::only);
      Optional<JsonNode> offset = attributes.get("add_offset").map(this::only);
      if (factor.isEmpty() && offset.isEmpty()) {
        return Scale.NONE;
      }
      boolean whole = offset.isEmpty() && factor.get().isIntegralNumber();
      if (whole && !factor.get().canConvertToLong()) {
        throw notANumber("scale_factor", factor.get());
      }
      return new Scale(
          true,
          factor.map(value -> number("scale_factor", value)).orElse(1.0),
          offset.map(value -> number("add_offset", value)).orElse(-0.0),
          whole ? factor.get().longValue() : 0);
    }

    private JsonNode only(JsonNode value) {
      return value.isArray() && value.size() == 1 ? value.get(0) : value;
    }

    private double number(String name, JsonNode value) {
      if (value.isNumber()) {
        return value.doubleValue();
      }
      if (value.isTextual()) {
        try {
          return new BigDecimal(value.textValue().strip()).doubleValue();
        } catch (NumberFormatException e) {
          throw notANumber(name, value);
        }
      }
      throw notANumber(name, value);
    }

    private DatasetException notANumber(String name, JsonNode value) {
      return new DatasetException(
          "Cannot decode "
              + where
              + ": "
              + name
              + " "
              + shortened(value)
              + " is not a number. Set maskAndScale=false to read the stored values.");
    }

    private static String shortened(JsonNode value) {
      String text = value.toString();
      return text.length() <= 60 ? text : text.substring(0, 60) + "...";
    }

    private ElementKind signAsSaid(ElementKind kind) {
      Optional<String> unsigned =
          attributes.get("_Unsigned").map(value -> value.asText().toLowerCase(Locale.ROOT));
      if (!kind.isInteger() || unsigned.isEmpty()) {
        return kind;
      }
      return switch (unsigned.get()) {
        case "true" ->
            switch (kind) {
              case INT8 -> ElementKind.UINT8;
              case INT16 -> ElementKind.UINT16;
              case INT32 -> ElementKind.UINT32;
              case INT64 -> ElementKind.UINT64;
              default -> kind;
            };
        case "false" ->
            switch (kind) {
              case UINT8 -> ElementKind.INT8;
              case UINT16 -> ElementKind.INT16;
              case UINT32 -> ElementKind.INT32;
              case UINT64 -> ElementKind.INT64;
              default -> kind;
            };
        default -> kind;
      };
    }
  }
}
