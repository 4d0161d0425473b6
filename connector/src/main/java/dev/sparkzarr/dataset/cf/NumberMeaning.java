package dev.sparkzarr.dataset.cf;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sparkzarr.dataset.DatasetException;
import dev.sparkzarr.dataset.DatasetOptions;
import dev.sparkzarr.metadata.ArrayMetadata;
import dev.sparkzarr.metadata.Attributes;
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
 * What the attributes of an array of numbers say, taken apart: the same for those who read its
 * elements and those who write them.
 *
 * @param kind what elements are read as: other than the stored kind where {@code _Unsigned} says so
 * @param missing elements that stand for missing ones; none where they are not masked
 * @param scale not given where it is not applied
 * @param duration the unit, where values are spans of time; then there are no times
 * @param times where values are points in time
 * @param truth whether integers are bools
 * @param notes what a user should be told of in explain()
 */
record NumberMeaning(
    ElementKind kind,
    MissingValues missing,
    Scale scale,
    Optional<TimeUnit> duration,
    Optional<TimeReference> times,
    boolean truth,
    List<String> notes) {
  NumberMeaning {
    notes = List.copyOf(notes);
  }

  /**
   * @param where names array and store in messages
   * @param stored the kind of the elements
   * @param parent attributes of the coordinate whose bounds this array is; else empty
   * @throws DatasetException when an attribute cannot be understood
   */
  static NumberMeaning of(
      String where,
      ArrayMetadata array,
      ElementKind stored,
      Attributes parent,
      DatasetOptions options) {
    return new Reading(where, array, stored, parent, options).read();
  }

  private static final class Reading {
    private final String where;
    private final ArrayMetadata array;
    private final Attributes attributes;
    private final Attributes parent;
    private final DatasetOptions options;
    private final ElementKind stored;
    private final ElementKind kind;
    private final List<String> notes = new ArrayList<>();

    Reading(
        String where,
        ArrayMetadata array,
        ElementKind stored,
        Attributes parent,
        DatasetOptions options) {
      this.where = where;
      this.array = array;
      this.attributes = array.attributes();
      this.parent = parent;
      this.options = options;
      this.stored = stored;
      this.kind = options.maskAndScale() ? signAsSaid(stored) : stored;
    }

    NumberMeaning read() {
      MissingValues missing = options.maskAndScale() ? missingValues() : MissingValues.none(kind);
      Scale scale = options.maskAndScale() ? scale() : Scale.NONE;
      boolean timed = options.decodeTimes() && kind != ElementKind.BOOL;
      Optional<TimeUnit> duration = timed ? durationUnit() : Optional.empty();
      Optional<TimeReference> times =
          timed && duration.isEmpty()
              ? text("units").filter(TimeReference::matches).map(this::times)
              : Optional.empty();
      boolean truth =
          options.maskAndScale()
              && kind.isInteger()
              && attributes.text("dtype").filter("bool"::equals).isPresent();
      return new NumberMeaning(kind, missing, scale, duration, times, truth, notes);
    }

    private TimeReference times(String units) {
      try {
        return TimeReference.parse(units, text("calendar").orElse("standard"));
      } catch (TimeReference.InvalidTimes e) {
        throw new DatasetException(
            "Cannot decode the times of "
                + where
                + ": "
                + e.getMessage()
                + ". Set decodeTimes=false to read the stored numbers.",
            e);
      }
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
