package dev.sparkzarr.dataset.cf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sparkzarr.codec.ChunkBuffer;
import dev.sparkzarr.dataset.Column;
import dev.sparkzarr.dataset.ColumnType;
import dev.sparkzarr.dataset.DatasetException;
import dev.sparkzarr.dataset.DatasetOptions;
import dev.sparkzarr.dataset.write.EncodableValues;
import dev.sparkzarr.dataset.write.SourceColumn;
import dev.sparkzarr.dataset.write.ValueEncoder;
import dev.sparkzarr.metadata.ArrayMetadata;
import dev.sparkzarr.metadata.Attributes;
import dev.sparkzarr.metadata.FillValue;
import dev.sparkzarr.metadata.ZarrFormat;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What loses or changes data elsewhere, and here is refused or right: arrays that exist. */
class EncodeRefusalsTest {
  private static final ColumnType FLOATS = ColumnType.FLOAT64;

  private static ArrayMetadata array(
      ZarrFormat format, String dtype, String attributes, byte[] fill) {
    return OriginFit.array(
        format,
        Encoded.dataType(dtype),
        Optional.ofNullable(fill).map(FillValue::new),
        (ObjectNode) Arrays1d.json(attributes));
  }

  private static ValueEncoder into(ArrayMetadata array, ColumnType type) {
    return into(array, type, Column.Role.VARIABLE);
  }

  private static ValueEncoder into(ArrayMetadata array, ColumnType type, Column.Role role) {
    return CfEncoding.of(
        Encoded.WHERE,
        array,
        Attributes.EMPTY,
        role,
        new SourceColumn("v", type, Optional.empty(), true, Optional.empty()),
        DatasetOptions.DEFAULT);
  }

  private static void refused(ValueEncoder encoder, EncodableValues values, String... parts) {
    int count = values.bytes().length / encoder.type().width();
    var thrown =
        assertThatThrownBy(() -> Encoded.encode(encoder, values, count))
            .isInstanceOf(DatasetException.class)
            .hasMessageStartingWith("Cannot write column 'v' to array /v in memory:test: ");
    for (String part : parts) {
      thrown.hasMessageContaining(part);
    }
  }

  private static ChunkBuffer stored(ValueEncoder encoder, EncodableValues values) {
    return Encoded.encode(encoder, values, values.bytes().length / encoder.type().width());
  }

  private static byte[] elements(ChunkBuffer buffer) {
    return Arrays.copyOf(buffer.bytes(), buffer.size());
  }

  private static EncodableValues times(long... micros) {
    return Encoded.of(Arrays1d.int64s(micros));
  }

  private static long micros(String time) {
    return java.time.LocalDateTime.parse(time).toEpochSecond(java.time.ZoneOffset.UTC) * 1_000_000;
  }

  @Test
  void appendedTimesThatTheUnitsDoNotHoldAreRefused() {
    ArrayMetadata days =
        array(ZarrFormat.V3, "int64", "{\"units\":\"days since 2000-01-01\"}", new byte[8]);
    ValueEncoder encoder = into(days, ColumnType.TIMESTAMP);
    assertThat(elements(stored(encoder, times(micros("2000-01-03T00:00")))))
        .isEqualTo(Arrays1d.int64s(2));
    refused(
        encoder,
        times(micros("2000-01-03T06:30")),
        "value 2000-01-03T06:30 is no exact number of the array's units 'days since 2000-01-01'",
        "units are not changed",
        "microseconds since 1970-01-01");
    ArrayMetadata narrow =
        array(ZarrFormat.V3, "int16", "{\"units\":\"days since 1900-01-01\"}", new byte[2]);
    refused(
        into(narrow, ColumnType.TIMESTAMP),
        times(micros("2000-01-01T00:00")),
        "2000-01-01T00:00 is 36524 days since 1900-01-01, which does not fit int16");
  }

  @Test
  void narrowerIntegersNeverWrap() {
    ArrayMetadata shorts = array(ZarrFormat.V3, "int16", "{}", new byte[2]);
    refused(
        into(shorts, ColumnType.INT64),
        times(1, 70000),
        "value 70000 does not fit int16 (-32768 to 32767)",
        "\"dtype\":\"int64\"");
    refused(
        into(shorts, FLOATS),
        Encoded.of(Arrays1d.float64s(1, 1.5)),
        "value 1.5 is no whole number");
    refused(into(shorts, FLOATS), Encoded.of(Arrays1d.float64s(32768)), "does not fit int16");
    refused(
        into(array(ZarrFormat.V3, "uint8", "{}", new byte[1]), ColumnType.INT8),
        Encoded.of(new byte[] {-1}),
        "value -1 does not fit uint8 (0 to 255)");
    assertThat(elements(stored(into(shorts, ColumnType.INT64), times(-32768, 32767))))
        .isEqualTo(new byte[] {0, -128, -1, 127});
    assertThat(
            elements(
                stored(
                    into(shorts, ColumnType.INT64),
                    new EncodableValues(Arrays1d.int64s(5), null, null))))
        .hasSize(2);
  }

  @Test
  void aRealValueDoesNotBecomeMissing() {
    ArrayMetadata v2 = array(ZarrFormat.V2, "int32", "{}", new byte[4]);
    refused(
        into(v2, ColumnType.INT64),
        times(1, 0),
        "value 0 is stored as what stands for a missing one",
        "NULL",
        "_FillValue");
    ArrayMetadata v3 = array(ZarrFormat.V3, "int32", "{}", new byte[4]);
    assertThat(elements(stored(into(v3, ColumnType.INT64), times(0)))).isEqualTo(new byte[4]);
    ArrayMetadata floats =
        array(ZarrFormat.V3, "float64", "{\"_FillValue\":-9999}", Arrays1d.float64s(0));
    refused(into(floats, FLOATS), Encoded.of(Arrays1d.float64s(1, -9999)), "value -9999.0");
    // NaN is missing: it becomes the element that stands for it, as in xarray
    assertThat(elements(stored(into(floats, FLOATS), Encoded.of(Arrays1d.float64s(Double.NaN)))))
        .isEqualTo(Arrays1d.float64s(-9999));
    ArrayMetadata packed =
        array(ZarrFormat.V3, "int8", "{\"scale_factor\":0.5,\"_FillValue\":-128}", new byte[1]);
    refused(into(packed, FLOATS), Encoded.of(Arrays1d.float64s(-64.2)), "value -64.2");
    refused(
        into(packed, FLOATS),
        Encoded.of(Arrays1d.float64s(100)),
        "value 100.0 is packed as 200.0, which does not fit int8");
    refused(
        into(packed, FLOATS), Encoded.of(Arrays1d.float64s(Double.POSITIVE_INFINITY)), "Infinity");
  }

  @Test
  void missingValuesNeedAnElement() {
    for (ColumnType type : new ColumnType[] {ColumnType.INT64, ColumnType.BOOLEAN}) {
      String dtype = type.equals(ColumnType.BOOLEAN) ? "bool" : "int64";
      ValueEncoder encoder = into(array(ZarrFormat.V3, dtype, "{}", new byte[type.width()]), type);
      assertThat(encoder.missing()).isEmpty();
      refused(encoder, Encoded.of(new byte[type.width()], true), "NULL", "_FillValue");
    }
    refused(
        into(array(ZarrFormat.V3, "string", "{}", new byte[0]), ColumnType.TEXT),
        Encoded.ofTexts("a", null),
        "NULL",
        "_FillValue");
    refused(
        into(
            array(ZarrFormat.V3, "int16", "{\"units\":\"days since 2000-01-01\"}", new byte[2]),
            ColumnType.TIMESTAMP),
        Encoded.of(new byte[8], true),
        "NULL");
    // an array that xarray wrote: the fill value of the document is not what stands for missing
    ValueEncoder packed =
        into(
            array(ZarrFormat.V3, "int16", "{\"scale_factor\":0.1,\"_FillValue\":-7}", new byte[2]),
            FLOATS);
    assertThat(packed.missing()).contains(new FillValue(new byte[] {-7, -1}));
    assertThat(elements(stored(packed, Encoded.of(new byte[8], true))))
        .isEqualTo(new byte[] {-7, -1});
    // of several, the one that chunks which are not stored have
    ValueEncoder v2 =
        into(
            array(ZarrFormat.V2, "int16", "{\"missing_value\":-1}", new byte[] {9, 0}),
            ColumnType.INT16);
    assertThat(v2.missing()).contains(new FillValue(new byte[] {9, 0}));
    assertThat(
            into(
                    array(ZarrFormat.V3, "int64", "{\"units\":\"hours since 2000-01-01\"}", null),
                    ColumnType.TIMESTAMP)
                .missing())
        .contains(new FillValue(Arrays1d.int64s(Long.MIN_VALUE)));
  }

  @Test
  void textsAreNeverCut() {
    ArrayMetadata wide = array(ZarrFormat.V3, "U3", "{}", new byte[12]);
    assertThat(stored(into(wide, ColumnType.TEXT), Encoded.ofTexts("abc", "\u20ac")).elements())
        .isEqualTo(2);
    refused(
        into(wide, ColumnType.TEXT),
        Encoded.ofTexts("abcd"),
        "value 'abcd' is longer than the array's elements of 3 characters");
    ArrayMetadata bytes = array(ZarrFormat.V3, "S3", "{}", new byte[3]);
    refused(into(bytes, ColumnType.TEXT), Encoded.ofTexts("a\u20ac"), "elements of 3 bytes");
    refused(
        into(bytes, ColumnType.BINARY),
        Encoded.ofBytes(new byte[] {1, 0}),
        "value 0x0100 ends in a zero byte");
    refused(
        into(array(ZarrFormat.V3, "r16", "{}", new byte[2]), ColumnType.BINARY),
        Encoded.ofBytes(new byte[] {1}),
        "value 0x01 is not as long as the array's elements of 2 bytes");
    refused(
        into(array(ZarrFormat.V3, "string", "{}", new byte[0]), ColumnType.TEXT),
        Encoded.ofBytes(new byte[] {'a', (byte) 0xff}),
        "value 0x61ff is not UTF-8");
  }

  @Test
  void floatsAreNotRoundedUnasked() {
    ArrayMetadata floats = array(ZarrFormat.V3, "float32", "{}", Arrays1d.float32s(Float.NaN));
    refused(
        into(floats, FLOATS),
        Encoded.of(Arrays1d.float64s(0.5, 10.1)),
        "value 10.1 is no float32; the nearest is 10.100000381469727",
        "\"dtype\":\"float64\"");
    assertThat(
            elements(
                stored(
                    into(floats, FLOATS, Column.Role.COORDINATE),
                    Encoded.of(Arrays1d.float64s(0.5, 10.1)))))
        .isEqualTo(Arrays1d.float32s(0.5f, 10.1f));
    refused(
        into(floats, FLOATS, Column.Role.COORDINATE),
        Encoded.of(Arrays1d.float64s(10.100000001)),
        "value 10.100000001 is no float32");
    refused(into(floats, FLOATS), Encoded.of(Arrays1d.float64s(1e300)), "is beyond float32");
    refused(
        into(array(ZarrFormat.V3, "float64", "{}", new byte[8]), ColumnType.INT64),
        times((1L << 53) + 1),
        "value 9007199254740993 is no float64");
  }

  @Test
  void datesThatACalendarDoesNotHaveAreRefusedAndOthersKeepTheirName() {
    ArrayMetadata mixed =
        array(
            ZarrFormat.V3,
            "int64",
            "{\"units\":\"days since 1582-10-15\",\"calendar\":\"standard\"}",
            new byte[8]);
    ValueEncoder encoder = into(mixed, ColumnType.TIMESTAMP);
    assertThat(elements(stored(encoder, times(micros("1582-10-04T00:00")))))
        .isEqualTo(Arrays1d.int64s(-1));
    refused(encoder, times(micros("1582-10-10T00:00")), "1582-10-10T00:00", "calendar STANDARD");
    ArrayMetadata noleap =
        array(
            ZarrFormat.V3,
            "int64",
            "{\"units\":\"hours since 2000-01-01\",\"calendar\":\"noleap\"}",
            new byte[8]);
    ValueEncoder texts = into(noleap, ColumnType.TEXT);
    assertThat(elements(stored(texts, Encoded.ofTexts("2000-03-01T01:00:00", "2001-01-01"))))
        .isEqualTo(Arrays1d.int64s(59 * 24 + 1, 365 * 24));
    for (String wrong :
        new String[] {"2000-02-29T00:00:00", "2000-3-1", "", "2000-03-01T24:00:00", "today"}) {
      refused(texts, Encoded.ofTexts(wrong), "'" + wrong + "' is no time of calendar NOLEAP");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "INT64 | int64 | {\"units\":\"days since 2000-01-01\"} | times",
        "TIMESTAMP | int64 | {} | int64",
        "INTERVAL | int64 | {\"units\":\"days since 2000-01-01\"} | times",
        "TIMESTAMP | int64 | {\"units\":\"days\",\"dtype\":\"timedelta64[ns]\"} | spans of time",
        "TEXT | int32 | {} | int32",
        "TEXT | int64 | {\"units\":\"days since 2000-01-01\",\"calendar\":\"proleptic_gregorian\"} | timestamps",
        "BOOLEAN | int8 | {} | int8",
        "INT8 | bool | {} | bool",
        "INT8 | int8 | {\"dtype\":\"bool\"} | booleans",
        "BINARY | string | {} | string",
        "FLOAT64 | string | {} | string",
        "FLOAT64 | complex64 | {} | complex numbers",
        "TIMESTAMP | m8[s] | {} | spans of time",
        "INT64 | M8[s] | {} | times",
      })
  void columnsOfAnotherSortAreRefusedBeforeAnyValue(
      String type, String dtype, String attributes, String holds) throws Exception {
    ColumnType column = (ColumnType) ColumnType.class.getField(type).get(null);
    ArrayMetadata array = array(ZarrFormat.V3, dtype, attributes, null);
    assertThatThrownBy(() -> into(array, column))
        .isInstanceOf(DatasetException.class)
        .hasMessageStartingWith(
            "Cannot write column 'v' to array /v in memory:test: its values are "
                + type
                + ", and the array holds "
                + holds
                + ". ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "INT64 | {\"scale_facter\":1} | Did you mean 'scale_factor'?",
        "INT64 | {\"dtype\":\"int17\"} | dtype '\"int17\"' is not a data type",
        "INT64 | {\"_FillValue\":\"none\"} | _FillValue \"none\" is no value of type int64",
        "INT64 | {\"_FillValue\":1e40} | _FillValue",
        "FLOAT32 | {\"dtype\":\"int8\",\"_FillValue\":300} | _FillValue 300 is no value of type int8",
        "FLOAT64 | {\"scale_factor\":\"x\"} | scale_factor \"x\" is no number",
        "FLOAT64 | {\"scale_factor\":0} | scale_factor 0.0",
        "TIMESTAMP | {\"units\":\"K\"} | units 'K' are not 'UNIT since DATE'",
        "TIMESTAMP | {\"units\":\"months since 2000-01-01\"} | months",
        "TIMESTAMP | {\"calendar\":\"lunar\"} | calendar 'lunar' is not known",
        "INTERVAL | {\"units\":\"fortnights\"} | units \"fortnights\" are no units of spans",
        "TEXT | {\"dtype\":\"int8\"} | its values are TEXT",
      })
  void encodingsThatCannotBeUsedAreRefusedAtOnce(String type, String encoding, String message)
      throws Exception {
    ColumnType column = (ColumnType) ColumnType.class.getField(type).get(null);
    assertThatThrownBy(() -> Encoded.column(column).encoding(encoding).encoding())
        .isInstanceOf(DatasetException.class)
        .hasMessageStartingWith("Cannot write column 'v' to array /v in memory:test: ")
        .hasMessageContaining(message);
  }

  @Test
  void boundsAreCountedInTheUnitsOfTheirCoordinate() {
    ArrayMetadata bounds = array(ZarrFormat.V3, "int64", "{}", new byte[8]);
    ValueEncoder encoder =
        CfEncoding.of(
            Encoded.WHERE,
            bounds,
            new Attributes((ObjectNode) Arrays1d.json("{\"units\":\"hours since 1970-01-01\"}")),
            Column.Role.VARIABLE,
            new SourceColumn("v", ColumnType.TIMESTAMP, Optional.empty(), true, Optional.empty()),
            DatasetOptions.DEFAULT);
    assertThat(elements(stored(encoder, times(7_200_000_000L)))).isEqualTo(Arrays1d.int64s(2));
  }
}
