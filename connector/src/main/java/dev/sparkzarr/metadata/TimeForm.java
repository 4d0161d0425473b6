package dev.sparkzarr.metadata;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sparkzarr.metadata.DataType.Time;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * numpy's times: {@code <M8[ns]}, {@code <m8[10us]}, {@code <M8} without a unit in v2; {@code
 * numpy.datetime64} and {@code numpy.timedelta64} with {@code unit} and {@code scale_factor} in v3.
 * A fill value is an integer or {@code "NaT"}.
 */
final class TimeForm implements DataTypeForm {
  private static final Pattern V2 =
      Pattern.compile("([Mm])8(?:\\[(\\d{1,10})?(\\p{L}{1,7})])?", Pattern.UNICODE_CASE);
  private static final Map<String, Time.Clock> V3 =
      Map.of(
          "numpy.datetime64", Time.Clock.DATETIME64,
          "numpy.timedelta64", Time.Clock.TIMEDELTA64);
  private static final String UNIT = "unit";
  private static final String SCALE_FACTOR = "scale_factor";
  private static final String NAT = "NaT";
  private static final Set<String> MICRO = Set.of("\u03bcs", "\u00b5s");

  @Override
  public Optional<Typed> ofV2(Typestr dtype, Place place) {
    Matcher form = V2.matcher(dtype.code());
    if (!form.matches()) {
      return Optional.empty();
    }
    Time.Clock clock = form.group(1).equals("M") ? Time.Clock.DATETIME64 : Time.Clock.TIMEDELTA64;
    String unit = form.group(3) == null ? NumpyTimeUnit.GENERIC.symbol() : form.group(3);
    long multiplier = form.group(2) == null ? 1 : Long.parseLong(form.group(2));
    String text = Place.quote(dtype.text());
    return Optional.of(new Typed(time(clock, unit, multiplier, text, place), dtype.order(place)));
  }

  @Override
  public Optional<DataType> ofV3(Extension type, Place place) {
    Time.Clock clock = V3.get(type.name());
    if (clock == null) {
      return Optional.empty();
    }
    Fields fields = new Fields(type.configuration(), place);
    fields.refuseOthers(Set.of(UNIT, SCALE_FACTOR), "'" + type.name() + "'");
    JsonNode factor = type.required(SCALE_FACTOR, place);
    if (!factor.isIntegralNumber() || !factor.canConvertToInt()) {
      throw fields.wrong(SCALE_FACTOR, "an integer from 1 to 2^31-1", factor);
    }
    type.required(UNIT, place);
    String text = Place.quote(type.configuration());
    return Optional.of(time(clock, fields.text(UNIT), factor.intValue(), text, place));
  }

  private static Time time(
      Time.Clock clock, String unit, long multiplier, String text, Place place) {
    if (multiplier < 1 || multiplier > Integer.MAX_VALUE) {
      throw place.problem(
          "the time type " + text + " has steps of " + multiplier + " units, not 1 to 2^31-1.");
    }
    String symbol = MICRO.contains(unit) ? NumpyTimeUnit.MICROSECOND.symbol() : unit;
    for (NumpyTimeUnit known : NumpyTimeUnit.values()) {
      if (known.symbol().equals(symbol)) {
        return new Time(clock, known, (int) multiplier);
      }
    }
    throw place.problem("the time type " + text + " has a unit that numpy does not know.");
  }

  @Override
  public boolean writes(DataType type) {
    return type instanceof Time;
  }

  @Override
  public JsonNode toV2(Typed type) {
    Time time = (Time) type.type();
    String letter = time.clock() == Time.Clock.DATETIME64 ? "M8" : "m8";
    String steps = time.multiplier() == 1 ? "" : String.valueOf(time.multiplier());
    boolean bare = time.unit() == NumpyTimeUnit.GENERIC && steps.isEmpty();
    String unit = bare ? "" : "[" + steps + time.unit().symbol() + "]";
    return Json.NODES.textNode(type.orders().leaf(0).prefix() + letter + unit);
  }

  @Override
  public JsonNode toV3(DataType type) {
    Time time = (Time) type;
    ObjectNode configuration = Json.NODES.objectNode();
    configuration.put(SCALE_FACTOR, time.multiplier());
    configuration.put(UNIT, time.unit().symbol());
    return new Extension(type.name(), configuration, true).toJson();
  }

  @Override
  public FillValue fill(Typed type, JsonNode fill, ZarrFormat format, Place place) {
    return fill.isTextual() && fill.textValue().equals(NAT)
        ? FillValue.undefined(type.type())
        : NumericFill.parse(ElementKind.INT64, fill, format, place);
  }

  @Override
  public JsonNode fillToJson(Typed type, FillValue fill, ZarrFormat format) {
    return format == ZarrFormat.V3 && fill.equals(FillValue.undefined(type.type()))
        ? Json.NODES.textNode(NAT)
        : NumericFill.toJson(ElementKind.INT64, fill, format);
  }
}
