package dev.sparkzarr.dataset.cf;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sparkzarr.ZarrException;
import dev.sparkzarr.codec.ChunkBuffer;
import dev.sparkzarr.dataset.Axis;
import dev.sparkzarr.dataset.Column;
import dev.sparkzarr.dataset.ColumnType;
import dev.sparkzarr.dataset.DatasetException;
import dev.sparkzarr.dataset.DatasetOptions;
import dev.sparkzarr.dataset.write.EncodableValues;
import dev.sparkzarr.dataset.write.ValueEncoder;
import dev.sparkzarr.metadata.ArrayMetadata;
import dev.sparkzarr.metadata.Attributes;
import dev.sparkzarr.metadata.DataType;
import dev.sparkzarr.metadata.DataTypeText;
import dev.sparkzarr.metadata.ElementKind;
import dev.sparkzarr.metadata.FillValue;
import dev.sparkzarr.metadata.ZarrFormat;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Decides how a column is stored in a new array: what the user says, else what its origin was if it
 * still is that and holds every value known, else what xarray would take. For one thread.
 */
final class NewEncoding {
  private final EncodingRequest request;
  private final ColumnType type;
  private final Refusal refusal;
  private final EncodingKeys keys;
  private final Optional<OriginFit> origin;
  private final Optional<DataType> userType;
  private final boolean isText;

  NewEncoding(EncodingRequest request) {
    this.request = request;
    this.type = request.column().type();
    this.refusal = new Refusal(request.column().name(), request.where());
    this.keys = new EncodingKeys(request, refusal);
    this.origin = OriginFit.of(request.column());
    this.isText = type.equals(ColumnType.TEXT);
    this.userType = keys.userType().flatMap(this::userType);
  }

  /** A span's {@code timedelta64[...]} is its attribute, as in xarray, and no data type. */
  private Optional<DataType> userType(String text) {
    if (isSpan() && text.startsWith("timedelta64")) {
      return Optional.empty();
    }
    if (type.equals(ColumnType.BINARY) && text.matches("object|[|]?O")) {
      return Optional.of(new DataType.Binary());
    }
    try {
      return Optional.of(DataTypeText.read(text));
    } catch (ZarrException e) {
      throw refusal.because(
          "dtype '"
              + FillChoice.shortened(request.encoding().get("dtype"))
              + "' is not a data type. Names are "
              + String.join(", ", DataTypeText.names())
              + ", and numpy's such as <i2, S5, U5.");
    }
  }

  CfEncoding decide() {
    Optional<Axis> values = request.values().filter(axis -> !axis.isIndex());
    if (origin.isEmpty()) {
      CfEncoding natural = build(false);
      values.ifPresent(axis -> checkHolds(natural, axis));
      return natural;
    }
    try {
      CfEncoding same = build(true);
      values.ifPresent(axis -> checkHolds(same, axis));
      return same;
    } catch (DatasetException doesNotHold) {
      // what the user asks for stays, and is refused again
      CfEncoding natural = build(false);
      values.ifPresent(axis -> checkHolds(natural, axis));
      return natural;
    }
  }

  private static void checkHolds(CfEncoding encoding, Axis axis) {
    ChunkBuffer elements = new ChunkBuffer(encoding.dataType());
    elements.resize(axis.length());
    EncodableValues values = EncodableValues.of(axis);
    encoding.encoder().encode(values, 0, elements.elements(), elements, 0);
  }

  private boolean isSpan() {
    return type.equals(ColumnType.INTERVAL);
  }

  private CfEncoding build(boolean withOrigin) {
    boolean sameType =
        withOrigin && (userType.isEmpty() || userType.get().equals(origin.get().type()));
    boolean calendar = isText && (withOrigin && origin.get().calendar() || keys.saysTimes());
    boolean timed = type.equals(ColumnType.TIMESTAMP) || isSpan() || calendar;
    DataType dataType =
        userType
            .or(() -> withOrigin ? Optional.of(origin.get().type()) : Optional.empty())
            .orElseGet(
                () ->
                    calendar
                        ? new DataType.Numeric(ElementKind.INT64)
                        : NaturalType.of(type, request.format(), refusal));
    ObjectNode cf = keys.cf(withOrigin, sameType);
    DatasetOptions options = options(withOrigin, timed);
    if (dataType.storage() instanceof DataType.Numeric numeric) {
      if (timed) {
        timeUnits(cf, withOrigin, options);
      }
      decimalScale(cf, numeric.kind());
      typeAttribute(cf, numeric.kind());
      checkScale(cf);
    } else if (timed) {
      cf.remove("units");
      cf.remove("calendar");
    }
    if (isText && dataType.storage() instanceof DataType.FixedBytes && userType.isPresent()) {
      cf.put("_Encoding", "utf-8");
    }
    return fill(dataType, cf, options, sameType && keys.originHasNoFill());
  }

  private DatasetOptions options(boolean withOrigin, boolean timed) {
    DatasetOptions read = withOrigin ? origin.get().options() : DatasetOptions.DEFAULT;
    return new DatasetOptions(
        Optional.empty(),
        Optional.empty(),
        read.maskAndScale(),
        timed,
        type.equals(ColumnType.TIMESTAMP) || isSpan(),
        read.decodeText(),
        Optional.empty(),
        read.exactFloatCoordinates(),
        read.calendarTimestamps());
  }

  private void timeUnits(ObjectNode cf, boolean withOrigin, DatasetOptions options) {
    JsonNode units = cf.get("units");
    boolean given = units != null && !units.isNull();
    if (isSpan()) {
      if (given && TimeUnit.ofDuration(units.asText()).isEmpty()) {
        throw refusal.because(
            "units "
                + FillChoice.shortened(units)
                + " are no units of spans. Give days, hours, minutes, seconds, milliseconds,"
                + " microseconds or nanoseconds.");
      }
      if (!given) {
        cf.put("units", known(null).map(TimeChoice::spans).orElse(TimeChoice.ANY_SPAN));
      }
      return;
    }
    boolean originsUnits = withOrigin && given && keys.isOrigins("units");
    JsonNode named = cf.get("calendar");
    if (named == null || named.isNull()) {
      cf.put("calendar", originsUnits ? "standard" : "proleptic_gregorian");
    }
    String name = cf.get("calendar").asText();
    CfCalendar calendar =
        CfCalendar.named(name)
            .orElseThrow(
                () ->
                    refusal.because(
                        "calendar '" + name + "' is not known. Use proleptic_gregorian."));
    if (!given) {
      cf.put(
          "units",
          known(calendar)
              .map(times -> TimeChoice.times(calendar, times))
              .orElse(TimeChoice.ANY_TIME));
      return;
    }
    try {
      TimeReference.parse(units.asText(), name);
    } catch (TimeReference.InvalidTimes e) {
      throw refusal.because(
          e.getMessage() + ". Give units such as 'hours since 2000-01-01', and its calendar.");
    }
  }

  /** The microseconds of all values in the calendar, if they are known and are times of it. */
  private Optional<long[]> known(CfCalendar calendar) {
    Axis axis = request.values().filter(values -> !values.isIndex()).orElse(null);
    if (axis == null || axis.hasMissing()) {
      return Optional.empty();
    }
    boolean micros = !isText && (calendar == null || calendar == CfCalendar.PROLEPTIC_GREGORIAN);
    long[] times = new long[(int) axis.length()];
    for (int i = 0; i < times.length; i++) {
      if (micros || axis.type().equals(ColumnType.CALENDAR_TEXT)) {
        times[i] = axis.longAt(i);
        continue;
      }
      if (!isText) {
        return Optional.empty();
      }
      byte[] text = axis.bytesAt(i);
      OptionalLong time = CalendarParser.micros(calendar, text, 0, text.length);
      if (time.isEmpty()) {
        return Optional.empty();
      }
      times[i] = time.getAsLong();
    }
    return Optional.of(times);
  }

  /** Decimals are whole numbers of their last digit. */
  private void decimalScale(ObjectNode cf, ElementKind kind) {
    int digits = request.column().decimalScale().orElse(0);
    if (digits > 0 && kind.isInteger() && !cf.has("scale_factor") && !cf.has("add_offset")) {
      cf.put("scale_factor", BigDecimal.ONE.movePointLeft(digits).doubleValue());
    }
  }

  /** The attribute {@code dtype}, which says that numbers are spans or booleans. */
  private void typeAttribute(ObjectNode cf, ElementKind kind) {
    if (isSpan()) {
      String spelled =
          keys.originsTypeAttribute()
              .or(keys::userType)
              .filter(text -> text.startsWith("timedelta64"))
              .orElse("timedelta64[us]");
      cf.put("dtype", spelled);
    } else if (type.equals(ColumnType.BOOLEAN) && kind.isInteger()) {
      cf.put("dtype", "bool");
    }
  }

  private void checkScale(ObjectNode cf) {
    for (String name : new String[] {"scale_factor", "add_offset"}) {
      JsonNode value = cf.get(name);
      if (value != null && value.isNull()) {
        cf.remove(name);
      } else if (value != null && !value.isNumber() && !keys.isOrigins(name)) {
        throw refusal.because(
            name + " " + FillChoice.shortened(value) + " is no number. Give one.");
      }
    }
  }

  /**
   * The fill value, the attributes that say it, and the encoder.
   *
   * @param asUnmarked whether the column was stored without a fill value of its own
   */
  private CfEncoding fill(
      DataType dataType, ObjectNode cf, DatasetOptions options, boolean asUnmarked) {
    DataType storage = dataType.storage();
    boolean v3 = request.format() == ZarrFormat.V3;
    JsonNode given = cf.get("_FillValue");
    boolean refusesFill = given != null && given.isNull();
    if (refusesFill) {
      cf.remove("_FillValue");
    }
    if (cf.path("missing_value").isNull()) {
      cf.remove("missing_value");
    }
    boolean isFloat = storage instanceof DataType.Numeric numeric && numeric.kind().isFloat();
    boolean bare = given == null && asUnmarked;
    if (isFloat && given == null && !bare && options.maskAndScale()) {
      cf.put("_FillValue", "NaN");
    }
    FillChoice.spell(storage, cf, !keys.isOrigins("_FillValue"), refusal);
    ObjectNode attributes = keys.plainAttributes();
    attributes.setAll(cf);
    FloatEncoder.Rounding rounding =
        userType.isPresent() ? FloatEncoder.Rounding.NEAREST : FloatEncoder.Rounding.EXACT;
    // v3, so that nothing but the attributes masks
    ArrayMetadata said = OriginFit.array(ZarrFormat.V3, dataType, Optional.empty(), attributes);
    Optional<FillValue> missing = choose(said, options, rounding).missing();
    boolean unmasked =
        (refusesFill || bare) && !v3
            || storage instanceof DataType.Numeric numeric
                && !numeric.kind().isFloat()
                && !cf.has("_FillValue")
                && !cf.has("missing_value")
                && request.role() == Column.Role.DIMENSION;
    Optional<FillValue> fill = missing.filter(value -> !unmasked);
    boolean nat = storage instanceof DataType.Time;
    if (fill.isEmpty() && (v3 || nat)) {
      fill = Optional.of(FillValue.undefined(dataType));
    }
    if (!v3 && fill.isPresent()) {
      attributes.remove("_FillValue");
    }
    boolean heap = storage instanceof DataType.Text || storage instanceof DataType.Binary;
    if (v3 && heap && attributes.has("_FillValue")) {
      // xarray opens no v3 array of strings that has a _FillValue
      attributes.set("missing_value", attributes.remove("_FillValue"));
    }
    ArrayMetadata array = OriginFit.array(request.format(), dataType, fill, attributes);
    return new CfEncoding(
        dataType, fill, new Attributes(attributes), choose(array, options, rounding));
  }

  private ValueEncoder choose(
      ArrayMetadata array, DatasetOptions options, FloatEncoder.Rounding rounding) {
    return new EncoderChoice(
            request.where(),
            array,
            Attributes.EMPTY,
            request.role(),
            request.column(),
            options,
            rounding)
        .choose();
  }
}
