package dev.sparkzarr.metadata;

import static dev.sparkzarr.metadata.Documents.v2;
import static dev.sparkzarr.metadata.Documents.v3Array;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Every family of data types in both formats. Documents and fill values are what zarr-python 3.1.6
 * writes, or examples of the registered specifications; bytes are numpy's.
 */
class DataTypeDocumentsTest {
  private static final String V2 =
      """
      {"zarr_format": 2, "shape": [4], "chunks": [2], "dtype": %s, "compressor": null,
       "fill_value": %s, "order": "C", "filters": %s}""";
  private static final String V3 =
      """
      {"zarr_format": 3, "node_type": "array", "shape": [4], "data_type": %s,
       "chunk_grid": {"name": "regular", "configuration": {"chunk_shape": [2]}},
       "chunk_key_encoding": {"name": "default"}, "fill_value": %s, "codecs": [%s]}""";
  private static final String LITTLE =
      "{\"name\": \"bytes\", \"configuration\": {\"endian\": \"little\"}}";

  static ArrayMetadata ofV2(String dtype, String fill, String filters) {
    return v2(V2.formatted(dtype, fill, filters));
  }

  static ArrayMetadata ofV3(String dataType, String fill, String codecs) {
    return v3Array(V3.formatted(dataType, fill, codecs));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        // dtype ; fill ; type ; pattern ; endian ; dtype and fill as written
        "'<c8' ; [1.0,2.0] ; complex64 ; 0000803f00000040 ; 'little' ;",
        "'>c16' ; ['NaN','Infinity'] ; complex128 ; 000000000000f87f000000000000f07f ; 'big' ;",
        "'<c8' ; [0,-0.0] ; complex64 ; 0000000000000080 ; 'little' ; '<c8' [0.0,-0.0]",
        "'<c8' ; 1 ; complex64 ; 0000803f00000000 ; 'little' ; '<c8' [1.0,0.0]",
        "'|S5' ; '' ; FixedBytes[length=5] ; 0000000000 ; - ;",
        "'|S5' ; 'YWI=' ; FixedBytes[length=5] ; 6162000000 ; - ;",
        "'|S5' ; 0 ; FixedBytes[length=5] ; 0000000000 ; - ; '|S5' ''",
        "'<S5' ; 'YWIAAAA=' ; FixedBytes[length=5] ; 6162000000 ; - ; '|S5' 'YWI='",
        "'<U3' ; '' ; FixedText[characters=3] ; 000000000000000000000000 ; 'little' ;",
        "'>U3' ; 'xy' ; FixedText[characters=3] ; 780000007900000000000000 ; 'big' ;",
        "'<U1' ; '\\ud83d\\ude00' ; FixedText[characters=1] ; 00f60100 ; 'little' ; '<U1' '\ud83d\ude00'",
        "'<U1' ; 0 ; FixedText[characters=1] ; 00000000 ; 'little' ; '<U1' ''",
        "'|V4' ; 'YWJjZA==' ; r32 ; 61626364 ; - ;",
        "'|V4' ; 'YWI=' ; r32 ; 61620000 ; - ; '|V4' 'YWIAAA=='",
        "'|V4' ; 0 ; r32 ; 00000000 ; - ; '|V4' 'AAAAAA=='",
        "'<M8[10us]' ; 94668480000000 ; Time[clock=DATETIME64, unit=MICROSECOND, multiplier=10] ;"
            + " 00301fb919560000 ; 'little' ;",
        "'>M8[D]' ; -9223372036854775808 ; Time[clock=DATETIME64, unit=DAY, multiplier=1] ;"
            + " 0000000000000080 ; 'big' ;",
        "'<M8[Y]' ; 'NaT' ; Time[clock=DATETIME64, unit=YEAR, multiplier=1] ;"
            + " 0000000000000080 ; 'little' ; '<M8[Y]' -9223372036854775808",
        "'<M8' ; 0 ; Time[clock=DATETIME64, unit=GENERIC, multiplier=1] ;"
            + " 0000000000000000 ; 'little' ;",
        "'<m8[s]' ; 3 ; Time[clock=TIMEDELTA64, unit=SECOND, multiplier=1] ;"
            + " 0300000000000000 ; 'little' ;",
        "'<m8[25\u03bcs]' ; 3 ; Time[clock=TIMEDELTA64, unit=MICROSECOND, multiplier=25] ;"
            + " 0300000000000000 ; 'little' ; '<m8[25us]' 3",
      })
  void readsV2(
      String dtype, String fill, String type, String pattern, String endian, String written) {
    ArrayMetadata array = ofV2(json(dtype), json(fill), "null");
    assertThat(text(array.dataType())).isEqualTo(type);
    assertThat(hex(array)).isEqualTo(pattern);
    CodecSpec bytes = array.codecs().get(0);
    assertThat(bytes.configuration().path("endian").toString())
        .isEqualTo(endian.equals("-") ? "" : json(endian));
    String expected = written == null ? dtype + " " + fill : written;
    var document = Json.parseObject(array.document(), new Place("test"));
    assertThat(document.get("dtype") + " " + document.get("fill_value")).isEqualTo(json(expected));
    assertThat(ArrayMetadata.parse(array.document())).isEqualTo(array);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        // data_type ; fill ; type ; pattern ; as written
        "'complex64' ; [1.0,2.0] ; complex64 ; 0000803f00000040 ;",
        "'complex128' ; ['NaN','-Infinity'] ; complex128 ; 000000000000f87f000000000000f0ff ;",
        "'complex_float16' ; ['0x7e01',1.0] ; complex_float16 ; 017e003c ;",
        "'complex_bfloat16' ; [1.0,-2.0] ; complex_bfloat16 ; 803f00c0 ;",
        "'complex_float32' ; [1.0,2.0] ; complex64 ; 0000803f00000040 ; 'complex64' [1.0,2.0]",
        "'complex_float64' ; [0.0,0.0] ; complex128 ; 00000000000000000000000000000000 ;"
            + " 'complex128' [0.0,0.0]",
        "'bfloat16' ; '0x7fc1' ; bfloat16 ; c17f ;",
        "'bfloat16' ; 'NaN' ; bfloat16 ; c07f ;",
        "'int2' ; -2 ; int2 ; fe ;",
        "'int4' ; 7 ; int4 ; 07 ;",
        "'uint2' ; 3 ; uint2 ; 03 ;",
        "'uint4' ; 15 ; uint4 ; 0f ;",
        "{'name':'null_terminated_bytes','configuration':{'length_bytes':5}} ; 'YWI=' ;"
            + " FixedBytes[length=5] ; 6162000000 ;",
        "{'name':'fixed_length_utf32','configuration':{'length_bytes':12}} ; 'xy' ;"
            + " FixedText[characters=3] ; 780000007900000000000000 ;",
        "'r16' ; [1,255] ; r16 ; 01ff ;",
        "{'name':'r16'} ; 'Af8=' ; r16 ; 01ff ; 'r16' [1,255]",
        "{'name':'raw_bytes','configuration':{'length_bytes':4}} ; 'YWJjZA==' ; r32 ; 61626364 ;"
            + " 'r32' [97,98,99,100]",
        "{'name':'numpy.datetime64','configuration':{'scale_factor':10,'unit':'us'}} ;"
            + " 94668480000000 ; Time[clock=DATETIME64, unit=MICROSECOND, multiplier=10] ;"
            + " 00301fb919560000 ;",
        "{'name':'numpy.timedelta64','configuration':{'scale_factor':1,'unit':'\u03bcs'}} ; 'NaT' ;"
            + " Time[clock=TIMEDELTA64, unit=MICROSECOND, multiplier=1] ; 0000000000000080 ;"
            + " {'name':'numpy.timedelta64','configuration':{'scale_factor':1,'unit':'us'}} 'NaT'",
        "{'name':'numpy.datetime64','configuration':{'scale_factor':1,'unit':'generic'}} ;"
            + " -9223372036854775808 ; Time[clock=DATETIME64, unit=GENERIC, multiplier=1] ;"
            + " 0000000000000080 ;"
            + " {'name':'numpy.datetime64','configuration':{'scale_factor':1,'unit':'generic'}}"
            + " 'NaT'",
        "'string' ; 'h\u00e9' ; string ; 68c3a9 ;",
        "'string' ; '' ; string ; `` ;",
        "'bytes' ; 'YWI=' ; bytes ; 6162 ;",
        "'bytes' ; [] ; bytes ; `` ; 'bytes' ''",
        "'variable_length_bytes' ; [1,2,3] ; bytes ; 010203 ; 'bytes' 'AQID'",
        "'binary' ; '' ; bytes ; `` ; 'bytes' ''",
      })
  void readsV3(String dataType, String fill, String type, String pattern, String written) {
    ArrayMetadata array = ofV3(json(dataType), json(fill), LITTLE);
    assertThat(text(array.dataType())).isEqualTo(type);
    assertThat(hex(array)).isEqualTo(pattern);
    String expected = written == null ? dataType + " " + fill : written;
    var document = Json.parseObject(array.document(), new Place("test"));
    assertThat(document.get("data_type") + " " + document.get("fill_value"))
        .isEqualTo(json(expected));
    assertThat(ArrayMetadata.parse(array.document())).isEqualTo(array);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        // filters ; fill ; type ; pattern ; fill as written
        "[{'id':'vlen-utf8'}] ; 'h\u00e9' ; string ; 68c3a9 ;",
        "[{'id':'vlen-utf8'}] ; 0 ; string ; `` ; ''",
        "[{'id':'vlen-utf8'}] ; 5 ; string ; 35 ; '5'",
        "[{'id':'vlen-utf8'}] ; null ; string ; - ;",
        "[{'id':'vlen-bytes'},{'id':'zstd'}] ; 'YWI=' ; bytes ; 6162 ;",
        "[{'id':'vlen-bytes'}] ; 0 ; bytes ; `` ; ''",
        "[{'id':'json2'}] ; '' ; string ; `` ;",
        "[{'id':'json'}] ; '' ; string ; `` ;",
        "[{'id':'msgpack2'}] ; '' ; string ; `` ;",
        "[{'id':'categorize','labels':['a'],'dtype':'|O','astype':'|u1'}] ; '' ; string ; `` ;",
        "[{'id':'vlen-array','dtype':'<i4'}] ; [1,-1] ; list of int32 ; 01000000ffffffff ;",
        "[{'id':'vlen-array','dtype':'>f8'}] ; 0 ; list of float64 ; `` ; []",
        "[{'id':'vlen-array','dtype':'<M8[s]'}] ; '' ; list of numpy.datetime64 ; `` ; []",
      })
  void readsObjects(String filters, String fill, String type, String pattern, String written) {
    ArrayMetadata array = ofV2("\"|O\"", json(fill), json(filters));
    assertThat(text(array.dataType())).isEqualTo(type);
    assertThat(array.fillValue().isPresent() ? hex(array) : "-").isEqualTo(pattern);
    assertThat(array.codecs().get(0).name()).startsWith("numcodecs.");
    var document = Json.parseObject(array.document(), new Place("test"));
    assertThat(document.get("dtype").textValue()).isEqualTo("|O");
    assertThat(document.get("fill_value").toString())
        .isEqualTo(json(written == null ? fill : written));
    assertThat(ArrayMetadata.parse(array.document())).isEqualTo(array);
  }

  @Test
  void anObjectCodecMayBeTheCompressor() {
    String document = V2.formatted("\"|O\"", "\"\"", "null");
    ArrayMetadata array =
        v2(document.replace("\"compressor\": null", "\"compressor\": {\"id\": \"vlen-utf8\"}"));
    assertThat(array.dataType()).isEqualTo(new DataType.Text());
    assertThat(array.codecs()).extracting(CodecSpec::name).containsExactly("numcodecs.vlen-utf8");
    assertThat(ArrayMetadata.parse(array.document())).isEqualTo(array);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "[{'id':'pickle','protocol':5}] ; pickled Python objects, and reading them would run code",
        "[{'id':'vlen-utf8'},{'id':'pickle'}] ; would run code",
        "null ; none of its filters says what they are",
        "[{'id':'zlib'}] ; none of its filters says what they are, such as 'vlen-utf8'",
        "[{'id':'vlen-array'}] ; 'vlen-array' does not say its 'dtype'",
        "[{'id':'vlen-array','dtype':'|O'}] ; data type '|O' is not supported within another type",
      })
  void refusesObjectsThatNothingDescribes(String filters, String reason) {
    assertThatThrownBy(() -> ofV2("\"|O\"", "\"\"", json(filters)))
        .isInstanceOf(MetadataException.class)
        .hasMessageStartingWith("Cannot read array /a in memory:store: ")
        .hasMessageContaining(reason);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "'<c8' ; [1] ; is not a complex64",
        "'<c8' ; {} ; is not a complex64",
        "'<c8' ; [1,'x'] ; the fill value 'x' is not a float32",
        "'=c8' ; null ; does not say its byte order",
        "'|S0' ; null ; has elements of 0 bytes; 1 to 67108864 are supported",
        "'|S67108865' ; null ; has elements of 67108865 bytes",
        "'|S999999999' ; null ; has elements of 999999999 bytes",
        "'|S9999999999' ; null ; is not supported by this version",
        "'|V0' ; null ; has elements of 0 bytes",
        "'<U16777217' ; null ; has elements of 67108868 bytes",
        "'<U999999999' ; null ; has elements of 3999999996 bytes",
        "'U5' ; null ; does not say its byte order",
        "'|S2' ; 'YWJj' ; is not a base64 of 2 bytes",
        "'|S2' ; '?' ; is not a base64 of 2 bytes",
        "'|S2' ; 5 ; is not a base64 of 2 bytes",
        "'<U2' ; 'abc' ; is not a text of 2 characters",
        "'<U2' ; '\\ud800' ; is not a text of 2 characters",
        "'<U2' ; 5 ; is not a text of 2 characters",
        "'|V2' ; [1,256] ; is not a value of 2 bytes",
        "'|V2' ; [1,2,3] ; is not a value of 2 bytes",
        "'<M8[0s]' ; null ; has steps of 0 units, not 1 to 2^31-1",
        "'<M8[2147483648s]' ; null ; has steps of 2147483648 units",
        "'<M8[fortnights]' ; null ; is not supported by this version",
        "'<M8[d]' ; null ; has a unit that numpy does not know",
        "'|M8[s]' ; null ; does not say its byte order",
        "'<M8[s]' ; '2000-01-01' ; is not a int64",
        "'<M8[s]' ; 1.5 ; is not a int64",
        "5 ; null ; 'dtype' is neither a text nor a list",
        "{} ; null ; 'dtype' is neither a text nor a list",
      })
  void refusesV2(String dtype, String fill, String reason) {
    assertThatThrownBy(() -> ofV2(json(dtype), json(fill), "null"))
        .isInstanceOf(MetadataException.class)
        .hasMessageStartingWith("Cannot read array /a in memory:store: ")
        .hasMessageContaining(reason);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "{'name':'complex64','configuration':{'x':1}} ; [0,0] ; has a configuration",
        "'null_terminated_bytes' ; '' ; has no 'length_bytes' in its configuration",
        "{'name':'fixed_length_utf32','configuration':{'length_bytes':6}} ; '' ; not a multiple of 4",
        "{'name':'fixed_length_utf32','configuration':{'length_bytes':0}} ; '' ; elements of 0 bytes",
        "{'name':'fixed_length_utf32','configuration':{'length_bytes':-4}} ; '' ; elements of -4 byt",
        "{'name':'fixed_length_utf32','configuration':{'length_bytes':'4'}} ; '' ; is not an integer",
        "{'name':'fixed_length_utf32','configuration':{'length_bytes':4,'x':1}} ; '' ; the field 'x'",
        "{'name':'raw_bytes','configuration':{'length_bytes':1e30}} ; '' ; is not an integer",
        "{'name':'raw_bytes','configuration':{'length_bytes':67108865}} ; '' ; of 67108865 bytes",
        "'r0' ; [] ; elements of 0 bytes",
        "'r12' ; [0] ; is not a whole number of bytes",
        "'r16' ; [1] ; is not a list of 2 bytes",
        "'r16' ; [1,-1] ; is not a value of 2 bytes",
        "'numpy.datetime64' ; 0 ; has no 'scale_factor' in its configuration",
        "{'name':'numpy.datetime64','configuration':{'scale_factor':1}} ; 0 ; has no 'unit' in its",
        "{'name':'numpy.datetime64','configuration':{'scale_factor':0,'unit':'s'}} ; 0 ; steps of 0",
        "{'name':'numpy.datetime64','configuration':{'scale_factor':1.0,'unit':'s'}} ; 0 ; integer",
        "{'name':'numpy.datetime64','configuration':{'scale_factor':1,'unit':'x'}} ; 0 ; a unit that",
        "{'name':'numpy.datetime64','configuration':{'scale_factor':1,'unit':5}} ; 0 ; is not a text",
        "'string' ; 0 ; is not a text",
        "'string' ; '\\ud800' ; is not a text",
        "{'name':'string','configuration':{'x':1}} ; '' ; has a configuration",
        "'bytes' ; 0 ; is not a base64 text",
        "'bytes' ; [256] ; is not a base64 text",
        "'bytes' ; '*' ; is not a base64 text",
        "'int4' ; 8 ; is not a int4",
        "'uint2' ; 4 ; is not a uint2",
      })
  void refusesV3(String dataType, String fill, String reason) {
    assertThatThrownBy(() -> ofV3(json(dataType), json(fill), LITTLE))
        .isInstanceOf(MetadataException.class)
        .hasMessageStartingWith("Cannot read array /a in memory:store: ")
        .hasMessageContaining(reason);
  }

  @Test
  void missingCellsOfATimeAreNaTWhereTheDocumentLeavesThemOpen() {
    ArrayMetadata array = ofV2("\"<M8[s]\"", "null", "null");
    assertThat(array.fillValue()).isEmpty();
    assertThat(FillValue.undefined(array.dataType()).pattern())
        .isEqualTo(HexFormat.of().parseHex("0000000000000080"));
    assertThat(FillValue.undefined(ofV2("\"<U2\"", "null", "null").dataType()))
        .isEqualTo(new FillValue(new byte[8]));
    assertThat(FillValue.undefined(new DataType.Text()).pattern()).isEmpty();
  }

  @Test
  void aWideElementTakesLittleMemoryUntilItIsFilled() {
    String wide = "{\"name\":\"raw_bytes\",\"configuration\":{\"length_bytes\":67108864}}";
    ArrayMetadata array = ofV3(wide, "\"AQ==\"", LITTLE);
    assertThat(array.document()).hasSizeLessThan(1000);
    assertThat(array.fillValue().orElseThrow().length()).isEqualTo(64 << 20);
    assertThat(ArrayMetadata.parse(array.document())).isEqualTo(array);
  }

  @Property(tries = 2000)
  void everyTypeAndFillValueIsWrittenAndReadBack(@ForAll Random random, @ForAll ZarrFormat format) {
    AnyDataType generator = new AnyDataType(random, format);
    DataType type = generator.any();
    ArrayMetadata array =
        ArrayMetadata.of(
            format,
            Shape.of(4),
            type,
            new ChunkGrid.Regular(Shape.of(2)),
            new ChunkKeyEncoding.V2('.'),
            Optional.of(new FillValue(generator.value(type))),
            generator.codecs(type),
            List.of(),
            Attributes.EMPTY);
    ArrayMetadata read = ArrayMetadata.parse(array.document());
    assertThat(read).isEqualTo(array);
    assertThat(read.dataType()).isEqualTo(type);
    assertThat(read.document()).isEqualTo(array.document());
  }

  static String json(String text) {
    return text.replace('\'', '"');
  }

  static String text(DataType type) {
    if (type instanceof DataType.Ragged ragged) {
      return "list of " + ragged.element().name();
    }
    boolean shaped =
        type instanceof DataType.Time
            || type instanceof DataType.FixedBytes
            || type instanceof DataType.FixedText;
    return shaped ? type.toString() : type.name();
  }

  static String hex(ArrayMetadata array) {
    return HexFormat.of().formatHex(array.fillValue().orElseThrow().pattern());
  }
}
