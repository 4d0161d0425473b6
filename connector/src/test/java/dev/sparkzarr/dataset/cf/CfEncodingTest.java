package dev.sparkzarr.dataset.cf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sparkzarr.codec.ChunkBuffer;
import dev.sparkzarr.dataset.Axis;
import dev.sparkzarr.dataset.Column;
import dev.sparkzarr.dataset.ColumnType;
import dev.sparkzarr.dataset.DatasetException;
import dev.sparkzarr.dataset.LittleEndian;
import dev.sparkzarr.dataset.write.EncodableValues;
import dev.sparkzarr.metadata.FillValue;
import dev.sparkzarr.metadata.ZarrFormat;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How new arrays are made of columns; expected documents are what xarray 2026.9 writes. */
class CfEncodingTest {
  private static final byte[] NAN32 = Arrays1d.float32s(Float.NaN);

  private static long micros(String time) {
    LocalDateTime parsed = LocalDateTime.parse(time);
    return parsed.toEpochSecond(ZoneOffset.UTC) * 1_000_000 + parsed.getNano() / 1000;
  }

  private static byte[] times(String... times) {
    return Arrays1d.int64s(Arrays.stream(times).mapToLong(CfEncodingTest::micros).toArray());
  }

  private static Axis axis(ColumnType type, byte[] values) {
    return Axis.values("v", type, values, null, null);
  }

  private static List<Long> longs(ChunkBuffer elements) {
    byte[] longs = new byte[8 * elements.elements()];
    Elements.toLongs(
        ((dev.sparkzarr.metadata.DataType.Numeric) elements.type()).kind(),
        elements.bytes(),
        0,
        elements.elements(),
        longs);
    return java.util.stream.IntStream.range(0, elements.elements())
        .mapToObj(i -> LittleEndian.int64(longs, i))
        .toList();
  }

  @Test
  void floatsHaveNaNForWhatIsMissing() {
    CfEncoding v3 = Encoded.column(ColumnType.FLOAT32).encoding();
    assertThat(v3.dataType()).isEqualTo(Encoded.dataType("float32"));
    assertThat(v3.attributes().toString()).isEqualTo("{\"_FillValue\":\"AAAAAAAA+H8=\"}");
    assertThat(v3.fill()).contains(new FillValue(NAN32));
    assertThat(v3.encoder().missing()).contains(new FillValue(NAN32));
    CfEncoding v2 = Encoded.column(ColumnType.FLOAT32).format(ZarrFormat.V2).encoding();
    assertThat(v2.attributes().toString()).isEqualTo("{}");
    assertThat(v2.fill()).contains(new FillValue(NAN32));
    ChunkBuffer elements =
        Encoded.encode(
            v3.encoder(), Encoded.of(Arrays1d.float32s(1.5f, 9f, -0f), false, true, false), 3);
    assertThat(Arrays.copyOf(elements.bytes(), 12))
        .isEqualTo(Arrays1d.float32s(1.5f, Float.NaN, -0f));
  }

  @Test
  void timesAreCountedInTheCoarsestUnitsThatHoldThem() {
    byte[] values = times("2000-01-01T00:00", "2000-01-02T06:00");
    CfEncoding encoding =
        Encoded.column(ColumnType.TIMESTAMP).values(axis(ColumnType.TIMESTAMP, values)).encoding();
    assertThat(encoding.attributes().text("units")).contains("hours since 2000-01-01 00:00:00");
    assertThat(encoding.attributes().text("calendar")).contains("proleptic_gregorian");
    assertThat(encoding.fill()).contains(new FillValue(new byte[8]));
    assertThat(longs(Encoded.encode(encoding.encoder(), Encoded.of(values), 2)))
        .containsExactly(0L, 30L);
  }

  @Test
  void textsOfAnyLength() {
    CfEncoding encoding = Encoded.column(ColumnType.TEXT).encoding();
    EncodableValues values = Encoded.ofTexts("a", "", "\u00e9\ud83d\ude00");
    ChunkBuffer elements = Encoded.encode(encoding.encoder(), values, 3);
    assertThat(Encoded.decode(Encoded.column(ColumnType.TEXT).read(encoding).decoder(), elements))
        .isEqualTo(Encoded.texts(ColumnType.TEXT, values, 3));
    assertThatThrownBy(() -> Encoded.encode(encoding.encoder(), Encoded.ofTexts("a", null), 2))
        .isInstanceOf(DatasetException.class)
        .hasMessageContaining("column 'v'")
        .hasMessageContaining("NULL")
        .hasMessageContaining("_FillValue");
  }

  @Test
  void aFloatCoordinateBecomesTheFloatThatItWas() {
    CfEncoding encoding =
        Encoded.column(ColumnType.FLOAT64)
            .role(Column.Role.COORDINATE)
            .origin("float32", "{}", "{}")
            .encoding();
    assertThat(encoding.dataType()).isEqualTo(Encoded.dataType("float32"));
    ChunkBuffer elements =
        Encoded.encode(encoding.encoder(), Encoded.of(Arrays1d.float64s(10.1, 0.1)), 2);
    assertThat(Arrays.copyOf(elements.bytes(), 8)).isEqualTo(Arrays1d.float32s(10.1f, 0.1f));
    assertThatThrownBy(
            () -> Encoded.encode(encoding.encoder(), Encoded.of(Arrays1d.float64s(1e-300)), 1))
        .hasMessageContaining("is no float32");
  }

  @Test
  void aPackedColumnIsPackedAsItWas() {
    Encoded.Asked asked =
        Encoded.column(ColumnType.FLOAT64)
            .origin(
                "int16",
                "{\"long_name\":\"wind\"}",
                "{\"scale_factor\":0.1,\"_FillValue\":-32767,\"chunks\":[4]}");
    CfEncoding encoding = asked.encoding();
    assertThat(encoding.dataType()).isEqualTo(Encoded.dataType("int16"));
    assertThat(encoding.attributes().toJson())
        .isEqualTo(
            Arrays1d.json("{\"long_name\":\"wind\",\"_FillValue\":-32767,\"scale_factor\":0.1}"));
    // so that cells that no chunk holds are missing, too
    assertThat(encoding.fill()).contains(new FillValue(new byte[] {1, -128}));
    assertThat(
            longs(
                Encoded.encode(
                    encoding.encoder(), Encoded.of(Arrays1d.float64s(1.25, 0), false, true), 2)))
        .containsExactly(12L, -32767L);
  }

  @Test
  void aDataTypeOfTheUsersReplacesThePackingOfTheOrigin() {
    CfEncoding encoding =
        Encoded.column(ColumnType.FLOAT64)
            .origin("int16", "{}", "{\"scale_factor\":0.1,\"_FillValue\":-32767}")
            .encoding("{\"dtype\":\"float32\"}")
            .encoding();
    assertThat(encoding.attributes().toJson())
        .isEqualTo(Arrays1d.json("{\"_FillValue\":\"AAAAAAAA+H8=\"}"));
    ChunkBuffer elements =
        Encoded.encode(encoding.encoder(), Encoded.of(Arrays1d.float64s(10.1)), 1);
    assertThat(Arrays.copyOf(elements.bytes(), 4)).isEqualTo(Arrays1d.float32s(10.1f));
  }

  @Test
  void aColumnThatIsAnotherByNowForgetsHowItWasStored() {
    CfEncoding encoding =
        Encoded.column(ColumnType.TEXT)
            .origin("int16", "{\"long_name\":\"w\"}", "{\"scale_factor\":0.1,\"_FillValue\":-1}")
            .encoding();
    assertThat(encoding.dataType()).isEqualTo(Encoded.dataType("string"));
    assertThat(encoding.attributes().toJson()).isEqualTo(Arrays1d.json("{\"long_name\":\"w\"}"));
  }

  @Test
  void whatWasReadWithoutDecodingIsWrittenWithoutEncoding() {
    CfEncoding raw =
        Encoded.column(ColumnType.INT16)
            .origin("int16", "{}", "{\"scale_factor\":0.1,\"_FillValue\":-32767}")
            .encoding();
    assertThat(raw.attributes().toJson())
        .isEqualTo(Arrays1d.json("{\"scale_factor\":0.1,\"_FillValue\":-32767}"));
    ChunkBuffer elements = Encoded.encode(raw.encoder(), Encoded.of(new byte[] {1, -128, 5, 0}), 2);
    assertThat(longs(elements)).containsExactly(-32767L, 5L);
    CfEncoding counts =
        Encoded.column(ColumnType.INT32)
            .origin("int32", "{\"units\":\"hours since 1900-01-01\"}", "{}")
            .encoding();
    assertThat(counts.attributes().text("units")).contains("hours since 1900-01-01");
  }

  @Test
  void unitsOfTheOriginGiveWayToKnownTimesAndTheUsersDoNot() {
    byte[] halves = times("2000-01-01T00:00", "2000-01-01T00:30");
    Encoded.Asked asked =
        Encoded.column(ColumnType.TIMESTAMP).values(axis(ColumnType.TIMESTAMP, halves));
    String hours = "{\"units\":\"hours since 1900-01-01\",\"calendar\":\"proleptic_gregorian\"}";
    CfEncoding encoding = asked.origin("int32", "{}", hours).encoding();
    assertThat(encoding.attributes().text("units")).contains("minutes since 2000-01-01 00:00:00");
    assertThatThrownBy(
            () ->
                Encoded.column(ColumnType.TIMESTAMP)
                    .values(axis(ColumnType.TIMESTAMP, halves))
                    .encoding(hours)
                    .encoding())
        .isInstanceOf(DatasetException.class)
        .hasMessageContaining("2000-01-01T00:30 is no exact number of the array's units");
    byte[] whole = times("2000-01-01T00:00", "2000-01-01T07:00");
    CfEncoding kept =
        Encoded.column(ColumnType.TIMESTAMP)
            .values(axis(ColumnType.TIMESTAMP, whole))
            .origin("int32", "{}", hours)
            .encoding();
    assertThat(kept.dataType()).isEqualTo(Encoded.dataType("int32"));
    assertThat(kept.attributes().text("units")).contains("hours since 1900-01-01");
  }

  @Test
  void anOriginThatIsNotWrittenIsLeftForWhatHoldsTheValues() {
    CfEncoding encoding =
        Encoded.column(ColumnType.TIMESTAMP)
            .origin("int16", "{}", "{\"units\":\"days since 2000-01-01\",\"scale_factor\":2}")
            .encoding();
    assertThat(encoding.dataType()).isEqualTo(Encoded.dataType("int64"));
    assertThat(encoding.attributes().names()).containsExactlyInAnyOrder("units", "calendar");
  }

  @Test
  void cellsThatNoRowGivesAreMissingWhereTheyCanBe() {
    CfEncoding times = Encoded.column(ColumnType.TIMESTAMP).encoding();
    assertThat(times.attributes().text("units")).contains("microseconds since 1970-01-01");
    assertThat(times.fill()).contains(new FillValue(Arrays1d.int64s(Long.MIN_VALUE)));
    assertThat(times.encoder().missing()).isEqualTo(times.fill());
    CfEncoding integers = Encoded.column(ColumnType.INT32).encoding();
    assertThat(integers.fill()).contains(new FillValue(new byte[4]));
    assertThat(integers.encoder().missing()).isEmpty();
    assertThat(Encoded.column(ColumnType.INT32).format(ZarrFormat.V2).encoding().fill()).isEmpty();
    CfEncoding none =
        Encoded.column(ColumnType.FLOAT64)
            .format(ZarrFormat.V2)
            .encoding("{\"_FillValue\":null}")
            .encoding();
    assertThat(none.fill()).isEmpty();
    assertThat(none.encoder().missing()).contains(new FillValue(Arrays1d.float64s(Double.NaN)));
  }

  @Test
  void stringsSayMissingSoThatXarrayOpensThem() {
    CfEncoding v3 = Encoded.column(ColumnType.TEXT).encoding("{\"_FillValue\":\"-\"}").encoding();
    assertThat(v3.attributes().toJson()).isEqualTo(Arrays1d.json("{\"missing_value\":\"-\"}"));
    assertThat(v3.fill()).contains(new FillValue(new byte[] {'-'}));
    EncodableValues values = Encoded.ofTexts("a", null);
    ChunkBuffer elements = Encoded.encode(v3.encoder(), values, 2);
    assertThat(Encoded.decode(Encoded.column(ColumnType.TEXT).read(v3).decoder(), elements))
        .containsExactly("a", null);
  }

  @Test
  void recordsComplexNumbersAndLists() {
    ColumnType type =
        ColumnType.struct(
            List.of(
                new ColumnType.Field("n", ColumnType.INT16),
                new ColumnType.Field("f", ColumnType.FLOAT64)),
            10);
    CfEncoding record = Encoded.column(type).encoding();
    byte[] values = {1, 0, 0, 0, 0, 0, 0, 0, -8, 63, 2, 0, 0, 0, 0, 0, 0, 0, 0, 64};
    ChunkBuffer elements = Encoded.encode(record.encoder(), Encoded.of(values), 2);
    assertThat(Arrays.copyOf(elements.bytes(), 20)).isEqualTo(values);
    assertThatThrownBy(() -> Encoded.encode(record.encoder(), Encoded.of(values, false, true), 2))
        .isInstanceOf(DatasetException.class)
        .hasMessageContaining("NULL");
    ColumnType pair =
        ColumnType.struct(
            List.of(
                new ColumnType.Field("re", ColumnType.FLOAT64),
                new ColumnType.Field("im", ColumnType.FLOAT64)),
            16);
    CfEncoding complex = Encoded.column(pair).encoding("{\"dtype\":\"complex64\"}").encoding();
    elements =
        Encoded.encode(
            complex.encoder(), Encoded.of(Arrays1d.float64s(1, 2, 9, 9), false, true), 2);
    assertThat(Arrays.copyOf(elements.bytes(), 16))
        .isEqualTo(Arrays1d.float32s(1, 2, Float.NaN, Float.NaN));
    ColumnType list = ColumnType.array(ColumnType.INT32);
    assertThatThrownBy(() -> Encoded.column(list).encoding())
        .isInstanceOf(DatasetException.class)
        .hasMessageContaining("zarrFormat=2");
    CfEncoding lists = Encoded.column(list).format(ZarrFormat.V2).encoding();
    byte[] slots = {1, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};
    byte[] heap = {9, 9, 9, 9, 1, 0, 0, 0, 2, 0, 0, 0};
    elements = Encoded.encode(lists.encoder(), new EncodableValues(slots, null, heap), 2);
    assertThat(LittleEndian.int32(elements.bytes(), 1)).isEqualTo(8);
    int from = LittleEndian.int32(elements.bytes(), 0);
    assertThat(Arrays.copyOfRange(elements.heap().bytes(), from, from + 8))
        .isEqualTo(new byte[] {1, 0, 0, 0, 2, 0, 0, 0});
    assertThat(LittleEndian.int32(elements.bytes(), 3)).isZero();
  }
}
