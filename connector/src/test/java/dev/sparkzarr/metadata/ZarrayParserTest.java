package dev.sparkzarr.metadata;

import static dev.sparkzarr.metadata.Documents.V2;
import static dev.sparkzarr.metadata.Documents.v2;
import static dev.sparkzarr.metadata.Documents.v2With;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ZarrayParserTest {
  @Test
  void readsTheExampleOfTheSpecification() {
    // The .zarray of the Zarr v2 specification, section "Arrays / Metadata".
    ArrayMetadata array =
        v2(
            """
            {
                "chunks": [1000, 1000],
                "compressor": {"id": "blosc", "cname": "lz4", "clevel": 5, "shuffle": 1},
                "dtype": "<f8",
                "fill_value": "NaN",
                "filters": [{"id": "delta", "dtype": "<f8", "astype": "<f4"}],
                "order": "C",
                "shape": [10000, 10000],
                "zarr_format": 2
            }""");
    assertThat(array.format()).isEqualTo(ZarrFormat.V2);
    assertThat(array.shape()).isEqualTo(Shape.of(10000, 10000));
    assertThat(array.dataType()).isEqualTo(new DataType.Numeric(ElementKind.FLOAT64));
    assertThat(array.grid()).isEqualTo(new ChunkGrid.Regular(Shape.of(1000, 1000)));
    assertThat(array.keys().encode(new long[] {3, 4})).isEqualTo("3.4");
    assertThat(array.fillValue()).contains(fill(0, 0, 0, 0, 0, 0, 0xf8, 0x7f));
    assertThat(array.codecs())
        .hasToString(
            "[CodecSpec[name=numcodecs.delta, configuration={\"dtype\":\"<f8\",\"astype\":\"<f4\"},"
                + " mustUnderstand=true], CodecSpec[name=bytes,"
                + " configuration={\"endian\":\"little\"}, mustUnderstand=true],"
                + " CodecSpec[name=numcodecs.blosc,"
                + " configuration={\"cname\":\"lz4\",\"clevel\":5,\"shuffle\":1},"
                + " mustUnderstand=true]]");
    assertThat(array.dimensionNames()).isEmpty();
    assertThat(array.attributes()).isEqualTo(Attributes.EMPTY);
  }

  @ParameterizedTest
  @CsvSource({
    "|b1,BOOL,",
    "|i1,INT8,",
    "<i1,INT8,",
    ">u1,UINT8,",
    "=u1,UINT8,",
    "u1,UINT8,",
    "<b1,BOOL,",
    "<i2,INT16,little",
    ">i2,INT16,big",
    "<i4,INT32,little",
    ">i4,INT32,big",
    "<i8,INT64,little",
    ">i8,INT64,big",
    "<u2,UINT16,little",
    ">u2,UINT16,big",
    "<u4,UINT32,little",
    ">u4,UINT32,big",
    "<u8,UINT64,little",
    ">u8,UINT64,big",
    "<f2,FLOAT16,little",
    ">f2,FLOAT16,big",
    "<f4,FLOAT32,little",
    ">f4,FLOAT32,big",
    "<f8,FLOAT64,little",
    ">f8,FLOAT64,big",
  })
  void readsEveryNumericTypeAndItsByteOrder(String dtype, ElementKind kind, String endian) {
    ArrayMetadata array = v2(v2With("dtype", "'" + dtype + "'"));
    assertThat(array.dataType()).isEqualTo(new DataType.Numeric(kind));
    assertThat(array.codecs()).hasSize(1);
    assertThat(array.codecs().get(0).name()).isEqualTo("bytes");
    assertThat(array.codecs().get(0).configuration().path("endian").asText(null)).isEqualTo(endian);
  }

  @ParameterizedTest
  @ValueSource(strings = {"=f4", "|i4", "f8", "i2"})
  void refusesAWideTypeThatDoesNotSayItsByteOrder(String dtype) {
    assertThatThrownBy(() -> v2(v2With("dtype", "'" + dtype + "'")))
        .isInstanceOf(MetadataException.class)
        .hasMessage(
            "Cannot read array /a in memory:store: data type '"
                + dtype
                + "' does not say its byte order, '<' or '>'. Correct the document.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "<i3 ; by this version. Rewrite the array with another type, or add a jar",
        "<u16 ; by this version.",
        "x ; by this version.",
        "<S0x1 ; by this version.",
        "<M9[s] ; by this version.",
        "<f16 ; : the bytes of a long double differ from machine to machine. Rewrite it as",
        ">c32 ; : the bytes of a long double differ from machine to machine.",
      })
  void namesATypeThatIsNotSupported(String dtype, String reason) {
    assertThatThrownBy(() -> v2(v2With("dtype", "'" + dtype + "'")))
        .isInstanceOf(MetadataException.class)
        .hasMessageStartingWith(
            "Cannot read array /a in memory:store: data type '"
                + dtype
                + "' is not supported"
                + (reason.startsWith(":") ? reason : " " + reason));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "zarr_format",
        "shape",
        "chunks",
        "dtype",
        "compressor",
        "fill_value",
        "order",
        "filters"
      })
  void namesTheKeyThatIsMissing(String key) {
    assertThatThrownBy(() -> v2(Documents.without(V2, key)))
        .isInstanceOf(MetadataException.class)
        .hasMessage("Cannot read array /a in memory:store: the document lacks '" + key + "'.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "zarr_format ; 3 ; its 'zarr_format' is '3' where 2",
        "zarr_format ; 1 ; its 'zarr_format' is '1' where 2",
        "zarr_format ; '2' ; its 'zarr_format' is '2' where 2",
        "zarr_format ; 2.0 ; its 'zarr_format' is '2.0' where 2",
        "shape ; 100 ; 'shape' is not a list",
        "shape ; [100, -1] ; from 0 to 2^63-1",
        "shape ; [100, 1.5] ; from 0 to 2^63-1",
        "shape ; [100, 9223372036854775808] ; from 0 to 2^63-1",
        "shape ; [100, null] ; from 0 to 2^63-1",
        "chunks ; [30] ; 'chunks' has 1 dimensions, the shape 2.",
        "chunks ; [30, 0] ; 'chunks' has the length 0 in dimension 1.",
        "chunks ; true ; 'chunks' is not a list",
        "order ; 'A' ; 'order' is not 'C' or 'F' but 'A'.",
        "order ; null ; 'order' is not a text",
        "dtype ; 5 ; 'dtype' is neither a text nor a list",
        "filters ; 'zlib' ; 'filters' is not a list",
        "filters ; [{'level': 1}] ; has no 'id'",
        "filters ; ['zlib'] ; has no 'id'",
        "compressor ; {'id': 5} ; has no 'id'",
        "compressor ; 'zlib' ; has no 'id'",
        "dimension_separator ; '-' ; 'dimension_separator' is not '.' or '/' but '-'.",
        "dimension_separator ; 5 ; 'dimension_separator' is not '.' or '/'",
      })
  void refusesAWrongValue(String field, String value, String reason) {
    assertThatThrownBy(() -> v2(v2With(field, value)))
        .isInstanceOf(MetadataException.class)
        .hasMessageStartingWith("Cannot read array /a in memory:store: ")
        .hasMessageContaining(reason);
  }

  @Test
  void ignoresKeysThatItDoesNotKnow() {
    assertThat(v2(v2With("node_type", "'array'"))).isEqualTo(v2(V2));
    assertThat(v2(v2With("_something", "{'must_understand': true}"))).isEqualTo(v2(V2));
  }

  @Test
  void takesAbsentEmptyAndNullAlike() {
    assertThat(v2(v2With("filters", "[]"))).isEqualTo(v2(V2));
    assertThat(v2(v2With("dimension_separator", "null"))).isEqualTo(v2(V2));
    assertThat(v2(v2With("dimension_separator", "'.'"))).isEqualTo(v2(V2));
  }

  @Test
  void readsNestedKeys() {
    ArrayMetadata array = v2(v2With("dimension_separator", "'/'"));
    assertThat(array.keys()).isEqualTo(new ChunkKeyEncoding.V2('/'));
  }

  @Test
  void readsAScalarAndAZeroLengthDimension() {
    ArrayMetadata scalar =
        v2(V2.replace("[100, 10]", "[]").replace("[30, 4]", "[]"), "{'_ARRAY_DIMENSIONS': []}");
    assertThat(scalar.shape()).isEqualTo(Shape.of());
    assertThat(scalar.keys().encode(new long[0])).isEqualTo("0");
    assertThat(scalar.dimensionNames()).isEmpty();
    assertThat(scalar.attributes()).isEqualTo(Attributes.EMPTY);
    ArrayMetadata empty = v2(V2.replace("[100, 10]", "[0, 10]").replace("[30, 4]", "[0, 4]"));
    assertThat(empty.grid()).isEqualTo(new ChunkGrid.Regular(Shape.of(1, 4)));
  }

  @Test
  void aNullFillIsUndefined() {
    assertThat(v2(v2With("fill_value", "null")).fillValue()).isEmpty();
  }

  @Test
  void takesDimensionNamesFromXarraysAttribute() {
    ArrayMetadata array =
        v2(V2, "{'units': 'K', '_ARRAY_DIMENSIONS': ['time', 'x'], 'valid': [1, NaN, Infinity]}");
    assertThat(array.dimensionNames()).isEqualTo(List.of(Optional.of("time"), Optional.of("x")));
    assertThat(array.attributes().names()).containsExactly("units", "valid");
    assertThat(array.attributes().get("valid").orElseThrow().get(1).doubleValue()).isNaN();
    assertThat(array.attributes().toJson().toString()).contains("NaN");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "['x'] ; '_ARRAY_DIMENSIONS' names 1 dimensions, but the array has 2.",
        "'x y' ; '_ARRAY_DIMENSIONS' is not a list but 'x y'.",
        "['x', 5] ; '_ARRAY_DIMENSIONS' has '5' as a name.",
      })
  void refusesDimensionNamesThatDoNotFit(String names, String reason) {
    assertThatThrownBy(() -> v2(V2, "{'_ARRAY_DIMENSIONS': " + names + "}"))
        .isInstanceOf(MetadataException.class)
        .hasMessage("Cannot read array /a in memory:store: " + reason);
  }

  @Test
  void takesDimensionNamesFromNczarrAndHidesItsAttributes() {
    String references = "{'dimrefs': ['/time', '/grid/x'], 'storage': 'chunked'}";
    List<Optional<String>> names = List.of(Optional.of("time"), Optional.of("x"));
    assertThat(v2(v2With("_NCZARR_ARRAY", references)).dimensionNames()).isEqualTo(names);
    ArrayMetadata newer =
        v2(V2, "{'units': 'K', '_nczarr_array': " + references + ", '_NCProperties': 'v2'}");
    assertThat(newer.dimensionNames()).isEqualTo(names);
    assertThat(newer.attributes().names()).containsExactly("units");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "[]", "null", "5", "{", "{} {}", "{'a': 1, 'a': 2}", "{a: 1}"})
  void refusesWhatIsNotOneJsonObject(String document) {
    assertThatThrownBy(() -> v2(document))
        .isInstanceOf(MetadataException.class)
        .hasMessageStartingWith("Cannot read array /a in memory:store: the document is ");
  }

  @Test
  void refusesAttributesThatAreNotAnObject() {
    assertThatThrownBy(() -> v2(V2, "[]"))
        .isInstanceOf(MetadataException.class)
        .hasMessage(
            "Cannot read attributes of node /a in memory:store: the document is not a JSON"
                + " object.");
  }

  static FillValue fill(int... bytes) {
    byte[] pattern = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      pattern[i] = (byte) bytes[i];
    }
    return new FillValue(pattern);
  }
}
