package dev.sparkzarr.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HexFormat;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bytes are numpy's: {@code np.array(value, dtype).tobytes()}, little-endian. */
class NumericFillTest {
  private static final Place PLACE = new Place("array /a");

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "BOOL, true, 01",
        "BOOL, false, 00",
        "BOOL, 1, 01",
        "BOOL, 0, 00",
        "BOOL, 0.0, 00",
        "INT8, -128, 80",
        "INT8, 127, 7f",
        "UINT8, 255, ff",
        "INT16, -32767, 0180",
        "INT16, 0.0, 0000",
        "INT16, -32767.0, 0180",
        "INT32, '5', 05000000",
        "INT32, '-5', fbffffff",
        "INT32, 1e3, e8030000",
        "UINT32, 4294967295, ffffffff",
        "INT64, -9223372036854775808, 0000000000000080",
        "INT64, -9223372036854775808.0, 0000000000000080",
        "INT64, 9223372036854775807, ffffffffffffff7f",
        "UINT64, 18446744073709551615, ffffffffffffffff",
        "FLOAT16, 0.1, 662e",
        "FLOAT16, 65504.0, ff7b",
        "FLOAT16, 65519.9, ff7b",
        "FLOAT16, -1e-7, 0280",
        "FLOAT16, 6e-8, 0100",
        "FLOAT16, 1e-8, 0000",
        "FLOAT16, 2049, 0068",
        "FLOAT16, 2051, 0268",
        "FLOAT16, 0.00006103515625, 0004",
        "FLOAT16, 6.1005353927612305e-05, 0004",
        "FLOAT16, 'NaN', 007e",
        "FLOAT16, '-Infinity', 00fc",
        "FLOAT32, 0.1, cdcccc3d",
        "FLOAT32, '0.1', cdcccc3d",
        "FLOAT32, 0.10000000149011612, cdcccc3d",
        "FLOAT32, 1e-45, 01000000",
        "FLOAT32, 16777217, 0000804b",
        "FLOAT32, 9.969209968386869e36, 0000f07c",
        "FLOAT32, -0.0, 00000080",
        "FLOAT32, 'NaN', 0000c07f",
        "FLOAT32, 'nan', 0000c07f",
        "FLOAT32, NaN, 0000c07f",
        "FLOAT32, 'Infinity', 0000807f",
        "FLOAT32, '+Infinity', 0000807f",
        "FLOAT32, Infinity, 0000807f",
        "FLOAT32, '-Infinity', 000080ff",
        "FLOAT64, -9999, 000000008087c3c0",
        "FLOAT64, 0.1, 9a9999999999b93f",
        "FLOAT64, -0.0, 0000000000000080",
        "FLOAT64, 123456789012345678901234567890, 3e376cff90eef845",
        "FLOAT64, 'NaN', 000000000000f87f",
      })
  void readsEveryForm(ElementKind kind, String json, String bytes) {
    assertThat(hex(parse(kind, json, ZarrFormat.V2))).isEqualTo(bytes);
    assertThat(hex(parse(kind, json, ZarrFormat.V3))).isEqualTo(bytes);
  }

  @ParameterizedTest
  @CsvSource({
    "FLOAT16, 0x7e00, 007e",
    "FLOAT16, 0xfe01, 01fe",
    "FLOAT32, 0x7fc00001, 0100c07f",
    "FLOAT32, 0x7F800001, 0100807f",
    "FLOAT32, 0xffc00000, 0000c0ff",
    "FLOAT32, 0x3dcccccd, cdcccc3d",
    "FLOAT64, 0x7ff8000000000001, 010000000000f87f",
  })
  void keepsTheBitsOfV3Hexadecimals(ElementKind kind, String text, String bytes) {
    assertThat(hex(parse(kind, "\"" + text + "\"", ZarrFormat.V3))).isEqualTo(bytes);
    assertThatThrownBy(() -> parse(kind, "\"" + text + "\"", ZarrFormat.V2))
        .isInstanceOf(MetadataException.class);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "BOOL, 2",
        "BOOL, 'true'",
        "BOOL, []",
        "INT8, 128",
        "INT8, -129",
        "UINT8, -1",
        "UINT8, 256",
        "INT16, 1.5",
        "INT16, '1.5'",
        "INT16, 'NaN'",
        "INT16, NaN",
        "INT16, true",
        "INT32, ''",
        "INT64, 9223372036854775808",
        "INT64, 9223372036854775807.0",
        "INT64, 1e400",
        "UINT64, 18446744073709551616",
        "UINT64, 1.8446744073709552e19",
        "UINT64, -1",
        "FLOAT16, 65520",
        "FLOAT16, 1e5",
        "FLOAT32, 1e39",
        "FLOAT32, '1e400'",
        "FLOAT32, '0x7fc0'",
        "FLOAT32, '0x7fc0000g'",
        "FLOAT32, '0x7fc000001'",
        "FLOAT32, '0x1p3'",
        "FLOAT32, '1.0f'",
        "FLOAT32, true",
        "FLOAT32, []",
        "FLOAT32, {}",
        "FLOAT32, ''",
        "FLOAT32, 'AAAAAAAA+H8='",
        "FLOAT64, ' 1'",
      })
  void refusesWhatIsNotOfTheType(ElementKind kind, String json) {
    assertThatThrownBy(() -> parse(kind, json, ZarrFormat.V3))
        .isInstanceOf(MetadataException.class)
        .hasMessageStartingWith("Cannot read array /a: the fill value ")
        .hasMessageEndingWith(" is not a " + kind.name().toLowerCase(java.util.Locale.ROOT) + ".");
  }

  @Test
  void v2HasNoSpellingForAnUnusualNaN() {
    FillValue unusual = ZarrayParserTest.fill(1, 0, 0xc0, 0x7f);
    assertThatThrownBy(() -> NumericFill.toJson(ElementKind.FLOAT32, unusual, ZarrFormat.V2))
        .isInstanceOf(MetadataException.class)
        .hasMessageContaining("0x7fc00001");
    assertThat(NumericFill.toJson(ElementKind.FLOAT32, unusual, ZarrFormat.V3).textValue())
        .isEqualTo("0x7fc00001");
  }

  @Property
  void everyPatternIsWrittenAndReadBack(@ForAll ElementKind kind, @ForAll long bits) {
    byte[] pattern = new byte[kind.width()];
    for (int i = 0; i < pattern.length; i++) {
      pattern[i] = (byte) (bits >>> 8 * i);
    }
    int unused = 8 - kind.bits();
    if (unused > 0) {
      boolean signed = kind.wholeBytes() == ElementKind.INT8;
      int upper = pattern[0] << 24 + unused;
      pattern[0] = (byte) (signed ? upper >> 24 + unused : upper >>> 24 + unused);
    }
    FillValue fill = new FillValue(pattern);
    String json = Json.write(NumericFill.toJson(kind, fill, ZarrFormat.V3));
    assertThat(parse(kind, json, ZarrFormat.V3)).as(json).isEqualTo(fill);
  }

  @Property
  void everyHalfIsWrittenAndReadBack(@ForAll short half) {
    double value = Half.toFloat(half);
    short again = Half.ofDouble(value);
    assertThat(again).isEqualTo(Double.isNaN(value) ? (short) 0x7e00 : half);
  }

  @Property
  void aHalfIsTheNearestOfAll(@ForAll float value) {
    double rounded = Half.toFloat(Half.ofDouble(value));
    if (Double.isFinite(rounded) && Float.isFinite(value)) {
      short half = Half.ofDouble(value);
      double error = Math.abs(rounded - value);
      for (int step : new int[] {-1, 1}) {
        double neighbour = Half.toFloat((short) (half + step));
        if (Double.isFinite(neighbour)) {
          assertThat(error).isLessThanOrEqualTo(Math.abs(neighbour - value));
        }
      }
    }
  }

  private static FillValue parse(ElementKind kind, String json, ZarrFormat format) {
    JsonNode fill =
        Json.parseObject("{\"v\":" + json.replace('\'', '"') + "}", new Place("test")).get("v");
    return NumericFill.parse(kind, fill, format, PLACE);
  }

  private static String hex(FillValue fill) {
    return HexFormat.of().formatHex(fill.pattern());
  }
}
