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
}
