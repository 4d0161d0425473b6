package dev.sparkzarr.metadata;

import static dev.sparkzarr.metadata.Documents.V3;
import static dev.sparkzarr.metadata.Documents.v3;
import static dev.sparkzarr.metadata.Documents.v3Array;
import static dev.sparkzarr.metadata.Documents.v3With;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ZarrJsonParserTest {
  private static final String GROUP = "{'zarr_format': 3, 'node_type': 'group'}";

  @Test
  void readsTheExampleOfTheSpecification() {
    // The array metadata document of the Zarr v3 core specification.
    ArrayMetadata array =
        v3Array(
            """
            {
                "zarr_format": 3,
                "node_type": "array",
                "shape": [10000, 1000],
                "dimension_names": ["rows", "columns"],
                "data_type": "float64",
                "chunk_grid": {
                    "name": "regular",
                    "configuration": {"chunk_shape": [1000, 100]}
                },
                "chunk_key_encoding": {
                    "name": "default",
                    "configuration": {"separator": "/"}
                },
                "codecs": [{
                    "name": "bytes",
                    "configuration": {"endian": "little"}
                }],
                "fill_value": "NaN",
                "attributes": {
                    "foo": 42,
                    "bar": "apples",
                    "baz": [1, 2, 3, 4]
                }
            }""");
    assertThat(array.format()).isEqualTo(ZarrFormat.V3);
    assertThat(array.shape()).isEqualTo(Shape.of(10000, 1000));
    assertThat(array.dataType()).isEqualTo(new DataType.Numeric(ElementKind.FLOAT64));
    assertThat(array.grid()).isEqualTo(new ChunkGrid.Regular(Shape.of(1000, 100)));
    assertThat(array.keys().encode(new long[] {3, 4})).isEqualTo("c/3/4");
    assertThat(array.fillValue()).contains(ZarrayParserTest.fill(0, 0, 0, 0, 0, 0, 0xf8, 0x7f));
    assertThat(array.codecs())
        .hasToString(
            "[CodecSpec[name=bytes, configuration={\"endian\":\"little\"}, mustUnderstand=true]]");
    assertThat(array.dimensionNames())
        .isEqualTo(List.of(Optional.of("rows"), Optional.of("columns")));
    assertThat(array.attributes().names()).containsExactly("foo", "bar", "baz");
    assertThat(array.attributes().text("bar")).contains("apples");
  }

  @ParameterizedTest
  @EnumSource(ElementKind.class)
  void readsEveryNumericType(ElementKind kind) {
    String name = kind.name().toLowerCase(java.util.Locale.ROOT);
    DataType type = new DataType.Numeric(kind);
    assertThat(v3Array(v3With("data_type", "'" + name + "'")).dataType()).isEqualTo(type);
    assertThat(v3Array(v3With("data_type", "{'name': '" + name + "'}")).dataType()).isEqualTo(type);
    assertThat(
            v3Array(v3With("data_type", "{'name': '" + name + "', 'configuration': {}}"))
                .dataType())
        .isEqualTo(type);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "Float32 ; by this version. Rewrite the array with another type, or add a jar",
        "int3 ; by this version.",
        "float8_e5m2 ; : no float of eight bits or fewer is. Rewrite it as float16",
        "float8_e4m3b11fnuz ; : no float of eight bits",
        "float6_e2m3fn ; : no float of eight bits",
        "float4_e2m1fn ; : no float of eight bits",
        "complex_float8_e3m4 ; : no float of eight bits",
        "optional ; : it is an experiment of one implementation.",
        "zarrs.optional ; : it is an experiment of one implementation.",
      })
  void namesATypeThatIsNotSupported(String name, String why) {
    String reason =
        "Cannot read array /a in memory:store: data type '"
            + name
            + "' is not supported"
            + (why.startsWith(":") ? why : " " + why);
    assertThatThrownBy(() -> v3(v3With("data_type", "'" + name + "'")))
        .isInstanceOf(MetadataException.class)
        .hasMessageStartingWith(reason);
    assertThatThrownBy(
            () ->
                v3(v3With("data_type", "{'name': '" + name + "', 'configuration': {'unit': 's'}}")))
        .isInstanceOf(MetadataException.class)
        .hasMessageStartingWith(reason);
  }

  @Test
  void readsShortNames() {
    String shorthand =
        """
        {'zarr_format': 3, 'node_type': 'array', 'shape': [4], 'data_type': {'name': 'uint8'},
         'chunk_grid': {'name': 'regular', 'configuration': {'chunk_shape': [2]}},
         'chunk_key_encoding': 'default', 'fill_value': 0, 'codecs': ['bytes', 'crc32c']}""";
    ArrayMetadata array = v3Array(shorthand);
    assertThat(array.codecs()).isEqualTo(List.of(CodecSpec.of("bytes"), CodecSpec.of("crc32c")));
    assertThat(array.keys()).isEqualTo(new ChunkKeyEncoding.Default('/'));
    assertThat(array.document())
        .isEqualTo(
            "{\"zarr_format\":3,\"node_type\":\"array\",\"shape\":[4],\"data_type\":\"uint8\","
                + "\"chunk_grid\":{\"name\":\"regular\",\"configuration\":{\"chunk_shape\":[2]}},"
                + "\"chunk_key_encoding\":{\"name\":\"default\","
                + "\"configuration\":{\"separator\":\"/\"}},\"fill_value\":0,"
                + "\"codecs\":[{\"name\":\"bytes\"},{\"name\":\"crc32c\"}]}");
  }

  @Test
  void readsShortNamesInsideAShard() {
    ArrayMetadata array =
        v3Array(
            v3With(
                "codecs",
                "[{'name': 'sharding_indexed', 'configuration': {'chunk_shape': [10, 4],"
                    + " 'codecs': ['bytes'], 'index_codecs': ['bytes', 'crc32c']}}]"));
    assertThat(array.codecs().get(0).configuration().toString())
        .isEqualTo(
            "{\"chunk_shape\":[10,4],\"codecs\":[{\"name\":\"bytes\"}],"
                + "\"index_codecs\":[{\"name\":\"bytes\"},{\"name\":\"crc32c\"}]}");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = ';',
      value = {
        "'default' ; c/1/2",
        "{'name': 'default'} ; c/1/2",
        "{'name': 'default', 'configuration': {'separator': '.'}} ; c.1.2",
        "'v2' ; 1.2",
        "{'name': 'v2', 'configuration': {'separator': '/'}} ; 1/2",
        "{'name': 'v2', 'must_understand': false} ; 1.2",
        "{'name': 'zarrs.default_suffix', 'configuration': {'suffix': '.tiff'}} ; c/1/2.tiff",
        "{'name': 'zarrs.default_suffix', 'configuration': {'suffix': '.t', 'separator': '.'}} ; c.1.2.t",
      })
  void readsChunkKeyEncodings(String encoding, String key) {
    ArrayMetadata array = v3Array(v3With("chunk_key_encoding", encoding));
    assertThat(array.keys().encode(new long[] {1, 2})).isEqualTo(key);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "zarr_format",
        "node_type",
        "shape",
        "data_type",
        "chunk_grid",
        "chunk_key_encoding",
        "fill_value",
        "codecs"
      })
  void namesTheFieldThatIsMissing(String field) {
    assertThatThrownBy(() -> v3(Documents.without(V3, field)))
        .isInstanceOf(MetadataException.class)
        .hasMessageStartingWith("Cannot read ")
        .hasMessageEndingWith(" /a in memory:store: the document lacks '" + field + "'.");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = ';',
      value = {
        "zarr_format ; 2 ; its 'zarr_format' is '2' where 3 is expected.",
        "node_type ; 'table' ; 'node_type' is not 'array' or 'group' but 'table'.",
        "shape ; [4, -1] ; from 0 to 2^63-1",
        "shape ; [1, 2, 3] ; 'chunk_shape' has 2 dimensions, the shape 3.",
        "data_type ; {'name': 'int8', 'configuration': {'bits': 4}} ; but takes none.",
        "data_type ; 5 ; 'data_type' is neither a name nor an object but '5'.",
        "data_type ; {} ; 'data_type' has no name",
        "data_type ; '' ; 'data_type' has an empty name.",
        "fill_value ; null ; 'fill_value' is null, which Zarr v3 does not allow.",
        "fill_value ; 'AA==' ; the fill value 'AA==' is not a float32.",
        "chunk_grid ; 'regular' ; the document lacks 'chunk_shape'.",
        "chunk_grid ; {'name': 'rectangular', 'configuration': {}} ; chunk grid 'rectangular' is not",
        "chunk_grid ; {'name': 'zarrs.regular_bounded', 'must_understand': false} ; 'zarrs.regular_b",
        "chunk_grid ; {'name': 'regular', 'configuration': {'chunk_shape': [1, 0]}} ; length 0",
        "chunk_grid ; {'name': 'regular', 'configuration': {'chunk_shape': [1, 1], 'x': 1}} ; 'x'",
        "chunk_key_encoding ; 'reversed' ; encoding 'reversed' is not supported by this version.",
        "chunk_key_encoding ; {'name': 'new', 'must_understand': false} ; 'new' is not supported",
        "chunk_key_encoding ; 'zarrs.default_suffix' ; the document lacks 'suffix'.",
        "chunk_key_encoding ; {'name': 'zarrs.default_suffix', 'configuration': {'suffix': 1}} ; text",
        "chunk_key_encoding ; {'name': 'v2', 'configuration': {'separator': '-'}} ; 'separator'",
        "chunk_key_encoding ; {'name': 'v2', 'configuration': {'suffix': '-'}} ; 'suffix'",
        "chunk_key_encoding ; {'name': 'v2', 'must_understand': 1} ; 'must_understand'",
        "codecs ; [] ; 'codecs' is empty",
        "codecs ; 'bytes' ; 'codecs' is not a list but 'bytes'.",
        "codecs ; [{'configuration': {}}] ; 'codecs' has no name",
        "codecs ; [{'name': 'bytes', 'configuration': []}] ; 'configuration' is not an object",
        "codecs ; [{'name': 'bytes', 'level': 5}] ; 'codecs' has the field 'level'",
        "dimension_names ; ['x'] ; names 1 dimensions, but the array has 2.",
        "dimension_names ; ['x', 1] ; has '1' as a name.",
        "dimension_names ; 'x' ; is not a list",
        "attributes ; [] ; 'attributes' is not an object",
        "storage_transformers ; [{'name': 'chunk-manifest-json'}] ; has storage transformers",
        "storage_transformers ; {} ; has storage transformers",
        "new_field ; 5 ; has the field 'new_field', which this version does not know",
        "new_field ; {} ; has the field 'new_field'",
        "new_field ; null ; has the field 'new_field'",
        "new_field ; {'must_understand': true} ; has the field 'new_field'",
        "new_field ; {'must_understand': 'false'} ; has the field 'new_field'",
      })
  void refusesAWrongValue(String field, String value, String reason) {
    assertThatThrownBy(() -> v3(v3With(field, value)))
        .isInstanceOf(MetadataException.class)
        .hasMessageStartingWith("Cannot read ")
        .hasMessageContaining(" /a in memory:store: ")
        .hasMessageContaining(reason);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = ';',
      value = {
        "storage_transformers ; []",
        "storage_transformers ; null",
        "consolidated_metadata ; null",
        "new_field ; {'must_understand': false, 'x': 1}",
        "dimension_names ; null",
        "attributes ; {}",
        "attributes ; null",
        "chunk_key_encoding ; 'default'",
      })
  void thesePartsChangeNothing(String field, String value) {
    assertThat(v3Array(v3With(field, value))).isEqualTo(v3Array(V3));
  }

  @Test
  void codecsKeepTheirPermissionToBeSkipped() {
    ArrayMetadata array =
        v3Array(v3With("codecs", "['bytes', {'name': 'new', 'must_understand': false}]"));
    assertThat(array.codecs().get(0).mustUnderstand()).isTrue();
    assertThat(array.codecs().get(1).mustUnderstand()).isFalse();
    assertThat(ArrayMetadata.parse(array.document())).isEqualTo(array);
  }

  @Test
  void dimensionNamesMayBeNullOrRepeat() {
    assertThat(v3Array(v3With("dimension_names", "[null, 'x']")).dimensionNames())
        .isEqualTo(List.of(Optional.empty(), Optional.of("x")));
    assertThat(v3Array(v3With("dimension_names", "['x', 'x']")).dimensionNames())
        .isEqualTo(List.of(Optional.of("x"), Optional.of("x")));
  }

  @Test
  void takesDimensionNamesFromAttributesOnlyWhereTheFieldIsAbsent() {
    String attribute = "{'_ARRAY_DIMENSIONS': ['y', 'x']}";
    ArrayMetadata without = v3Array(v3With("attributes", attribute));
    assertThat(without.dimensionNames()).isEqualTo(List.of(Optional.of("y"), Optional.of("x")));
    assertThat(without.attributes()).isEqualTo(Attributes.EMPTY);
    ArrayMetadata unfit = v3Array(v3With("attributes", "{'_ARRAY_DIMENSIONS': ['y']}"));
    assertThat(unfit.dimensionNames()).isEmpty();
    assertThat(unfit.attributes().names()).containsExactly("_ARRAY_DIMENSIONS");
  }

  @Test
  void readsGroups() {
    assertThat(v3(GROUP).node()).isEqualTo(new GroupMetadata(ZarrFormat.V3, Attributes.EMPTY));
    ZarrJsonParser.Result result =
        v3(
            "{'zarr_format': 3, 'node_type': 'group', 'attributes': {'title': 'T'},"
                + " 'consolidated_metadata': null}");
    assertThat(result.node().attributes().text("title")).contains("T");
    assertThat(result.consolidated()).isEmpty();
    assertThatThrownBy(() -> v3("{'zarr_format': 3, 'node_type': 'group', 'shape': [1]}"))
        .isInstanceOf(MetadataException.class)
        .hasMessageContaining("Cannot read group /a in memory:store: it has the field 'shape'");
  }

  @Test
  void refusesDraftsOfV3() {
    // The entry document of the draft of 2020 to 2022.
    assertThatThrownBy(
            () ->
                v3(
                    "{'zarr_format': 'https://purl.org/zarr/spec/protocol/core/3.0',"
                        + " 'metadata_encoding': 'https://purl.org/zarr/spec/protocol/core/3.0',"
                        + " 'metadata_key_suffix': '.json', 'extensions': []}"))
        .isInstanceOf(MetadataException.class)
        .hasMessageContaining("draft of Zarr v3");
  }
}
