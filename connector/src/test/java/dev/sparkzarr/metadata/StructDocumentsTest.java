package dev.sparkzarr.metadata;

import static dev.sparkzarr.metadata.DataTypeDocumentsTest.hex;
import static dev.sparkzarr.metadata.DataTypeDocumentsTest.json;
import static dev.sparkzarr.metadata.DataTypeDocumentsTest.ofV2;
import static dev.sparkzarr.metadata.DataTypeDocumentsTest.ofV3;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sparkzarr.metadata.DataType.Struct;
import dev.sparkzarr.metadata.DataType.Struct.Field;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Records. Documents and fill values are what zarr-python 3.1.6 writes (subarrays: zarr-python 2),
 * or examples of the registered specifications {@code struct} and {@code structured}.
 */
class StructDocumentsTest {
  private static final Shape ONE = Shape.of();
  private static final DataType INT16 = new DataType.Numeric(ElementKind.INT16);
  private static final DataType INT32 = new DataType.Numeric(ElementKind.INT32);
  private static final DataType FLOAT64 = new DataType.Numeric(ElementKind.FLOAT64);
  private static final String POINT =
      "{'name':'struct','configuration':{'fields':[{'name':'x','data_type':'float32'},"
          + "{'name':'y','data_type':'float32'}]}}";

  private static JsonNode field(ArrayMetadata array, String name) {
    return Json.parseObject(array.document(), new Place("test")).get(name);
  }

  private static String endian(ArrayMetadata array) {
    return array.codecs().get(0).configuration().path("endian").toString();
  }

  @Test
  void readsAV2Record() {
    ArrayMetadata array = ofV2(json("[['a','<i4'],['b','|S2']]"), "\"BwAAAHgA\"", "null");
    assertThat(array.dataType())
        .isEqualTo(
            new Struct(
                List.of(
                    new Field("a", INT32, ONE), new Field("b", new DataType.FixedBytes(2), ONE))));
    assertThat(hex(array)).isEqualTo("070000007800");
    assertThat(endian(array)).isEqualTo("\"little\"");
    assertThat(field(array, "dtype")).hasToString(json("[['a','<i4'],['b','|S2']]"));
    assertThat(field(array, "fill_value").textValue()).isEqualTo("BwAAAHgA");
    assertThat(ArrayMetadata.parse(array.document())).isEqualTo(array);
  }

  @Test
  void keepsTheTextZeroThatZarrPythonWritesByDefault() {
    assertThat(hex(ofV2(json("[['a','<i4'],['b','|S2']]"), "\"AAAAADAA\"", "null")))
        .isEqualTo("000000003000");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {"0 ; 000000000000", "'' ; 000000000000", "'BwAA' ; 070000000000"})
  void aShortFillValueEndsInZeros(String fill, String pattern) {
    assertThat(hex(ofV2(json("[['a','<i4'],['b','|S2']]"), json(fill), "null"))).isEqualTo(pattern);
  }

  @Test
  void everyFieldHasItsByteOrder() {
    String dtype = json("[['a','>i4'],['b','<f8'],['n',[['x','<i2'],['y','<U2']]]]");
    String fill = "\"AAAABwAAAAAAAPg/AgBhAAAAYgAAAA==\"";
    ArrayMetadata array = ofV2(dtype, fill, "null");
    assertThat(hex(array)).isEqualTo("07000000000000000000f83f02006100000062000000");
    assertThat(endian(array)).isEqualTo("[\"big\",\"little\",\"little\",\"little\"]");
    assertThat(field(array, "dtype")).hasToString(dtype);
    assertThat(field(array, "fill_value")).hasToString(fill);
    assertThat(ArrayMetadata.parse(array.document())).isEqualTo(array);
  }

  @Test
  void oneByteOrderOfAllIsOneWord() {
    ArrayMetadata array = ofV2(json("[['a','>i4'],['b','|u1'],['c','>f8']]"), "null", "null");
    assertThat(endian(array)).isEqualTo("\"big\"");
    assertThat(endian(ofV2(json("[['a','|u1'],['b','|S3']]"), "null", "null"))).isEmpty();
  }

  @Test
  void aFieldMayBeAnArray() {
    String dtype = json("[['a','>i2',[2,3]],['n',[['x','<i2'],['y','|u1']],[2]]]");
    ArrayMetadata array = ofV2(dtype, "\"AAEAAgADAAQABQAGBwAICQAK\"", "null");
    Struct nested =
        new Struct(
            List.of(
                new Field("x", INT16, ONE),
                new Field("y", new DataType.Numeric(ElementKind.UINT8), ONE)));
    assertThat(array.dataType())
        .isEqualTo(
            new Struct(
                List.of(
                    new Field("a", INT16, Shape.of(2, 3)), new Field("n", nested, Shape.of(2)))));
    assertThat(hex(array)).isEqualTo("010002000300040005000600" + "070008" + "09000a");
    assertThat(endian(array)).isEqualTo("[\"big\",\"little\",\"little\"]");
    assertThat(field(array, "dtype")).hasToString(dtype);
    assertThat(ArrayMetadata.parse(array.document())).isEqualTo(array);
    assertThat(ofV2(json("[['a','<i2',3]]"), "null", "null").dataType())
        .isEqualTo(new Struct(List.of(new Field("a", INT16, Shape.of(3)))));
  }

  @Test
  void paddingGetsTheNameThatNumpyGivesIt() {
    ArrayMetadata array = ofV2(json("[['a','|u1'],['','|V3'],['b','<i4']]"), "null", "null");
    assertThat(((Struct) array.dataType()).fields())
        .extracting(Field::name)
        .containsExactly("a", "f1", "b");
  }

  @Test
  void readsAV3Record() {
    String nested =
        "{'name':'struct','configuration':{'fields':[{'name':'point','data_type':"
            + POINT
            + "},{'name':'value','data_type':{'name':'float64'}}]}}";
    ArrayMetadata array =
        ofV3(
            json(nested),
            json("{'value':3.14,'point':{'y':2.0,'x':1.0}}"),
            json("{'name':'bytes','configuration':{'endian':'big'}}"));
    assertThat(hex(array)).isEqualTo("0000803f" + "00000040" + "1f85eb51b81e0940");
    assertThat(endian(array)).isEqualTo("\"big\"");
    assertThat(field(array, "data_type"))
        .hasToString(json(nested.replace("{'name':'float64'}", "'float64'")));
    assertThat(field(array, "fill_value"))
        .hasToString(json("{'point':{'x':1.0,'y':2.0},'value':3.14}"));
    assertThat(ArrayMetadata.parse(array.document())).isEqualTo(array);
  }

  @Test
  void readsWhatWasCalledStructured() {
    String type =
        "{'name':'structured','configuration':{'fields':[['a','int32'],"
            + "['b',{'name':'null_terminated_bytes','configuration':{'length_bytes':2}}]]}}";
    ArrayMetadata array = ofV3(json(type), "\"BwAAAHgA\"", "{\"name\": \"bytes\"}");
    assertThat(hex(array)).isEqualTo("070000007800");
    assertThat(endian(array)).isEqualTo("\"little\"");
    assertThat(field(array, "data_type"))
        .hasToString(
            json(
                "{'name':'struct','configuration':{'fields':[{'name':'a','data_type':'int32'},"
                    + "{'name':'b','data_type':{'name':'null_terminated_bytes','configuration':"
                    + "{'length_bytes':2}}}]}}"));
    assertThat(field(array, "fill_value")).hasToString(json("{'a':7,'b':'eA=='}"));
    assertThat(ArrayMetadata.parse(array.document())).isEqualTo(array);
  }

  @Test
  void itsFillValueIsInTheByteOrderOfTheChunks() {
    String type = "{'name':'structured','configuration':{'fields':[['a','int32']]}}";
    assertThat(hex(ofV3(json(type), "\"AAAABw==\"", big()))).isEqualTo("07000000");
    assertThat(hex(ofV3(json(type), "\"AAAABw==\"", sharded(big())))).isEqualTo("07000000");
    ArrayMetadata silent = ofV3(json(type), "\"AAAABw==\"", sharded("\"bytes\""));
    assertThat(hex(silent)).isEqualTo("00000007");
    assertThat(silent.codecs().get(0).configuration().get("codecs").toString())
        .contains("\"endian\":\"little\"");
  }

  private static String big() {
    return json("{'name':'bytes','configuration':{'endian':'big'}}");
  }

  private static String sharded(String inner) {
    return json("{'name':'sharding_indexed','configuration':{'chunk_shape':[1],'codecs':[")
        + inner
        + json("],'index_codecs':['bytes']}}");
  }

  @Test
  void v3HasNoArraysWithinRecordsAndNoByteOrderOfAField() {
    Struct struct = new Struct(List.of(new Field("a", INT16, Shape.of(2))));
    assertThatThrownBy(() -> written(struct, "\"little\""))
        .isInstanceOf(MetadataException.class)
        .hasMessageContaining("field 'a' of its record is an array, for which v3 has no spelling");
    Struct pair = new Struct(List.of(new Field("a", INT16, ONE), new Field("b", FLOAT64, ONE)));
    assertThatThrownBy(() -> written(pair, "[\"big\",\"little\"]"))
        .isInstanceOf(MetadataException.class)
        .hasMessageContaining("which is neither 'little' nor 'big'");
    assertThat(written(pair, "\"big\"").dataType()).isEqualTo(pair);
  }

  private static ArrayMetadata written(Struct type, String endian) {
    return ArrayMetadata.of(
        ZarrFormat.V3,
        Shape.of(4),
        type,
        new ChunkGrid.Regular(Shape.of(2)),
        new ChunkKeyEncoding.Default('/'),
        Optional.of(FillValue.undefined(type)),
        List.of(
            CodecSpec.of(
                "bytes", Json.parseObject("{\"endian\":" + endian + "}", new Place("test")))),
        List.of(),
        Attributes.EMPTY);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "[] ; its record has 0 fields; 1 to 4096",
        "[['a']] ; a field of its record is not [name, dtype]",
        "[[['title','a'],'<i4']] ; a field of its record is not [name, dtype]",
        "['a','<i4'] ; a field of its record is not [name, dtype]",
        "[['a','<i4'],['a','<i2']] ; two fields of the name 'a'",
        "[['','|u1'],['f0','|u1']] ; two fields of the name 'f0'",
        "[['a','|O']] ; data type '|O' is not supported within another type",
        "[['a','<f16']] ; the bytes of a long double",
        "[['a','i4']] ; does not say its byte order",
        "[['a',5]] ; 'dtype' is neither a text nor a list but '5'",
        "[['a','<i4',[0]]] ; has the shape '[0]', not positive lengths",
        "[['a','<i4',-1]] ; has the shape '-1', not positive lengths",
        "[['a','<i4',[1.5]]] ; not positive lengths",
        "[['a','<i8',[2147483647]]] ; has elements of 17179869176 bytes; 1 to 67108864",
        "[['a','<i8',[2147483647,2147483647,2147483647]]] ; has elements of 17179869176 bytes",
        "[['a','|S67108864'],['b','|u1']] ; 'struct' has elements of 67108865 bytes",
        "[['a',[['x','<i4'],['y','|u1']],[40000]]] ; more than 65536 parts",
        "[['a',[['x','<i4'],['y','>i4']],[40000]]] ; changes its byte order more than 65536 times",
      })
  void refusesV2Records(String dtype, String reason) {
    assertThatThrownBy(() -> ofV2(json(dtype), "null", "null"))
        .isInstanceOf(MetadataException.class)
        .hasMessageStartingWith("Cannot read array /a in memory:store: ")
        .hasMessageContaining(reason);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "[] ; {} ; its record has 0 fields",
        "{} ; {} ; 'fields' is not a list",
        "[{'name':'a'}] ; {} ; has no name or no data type",
        "[{'data_type':'int8'}] ; {} ; has no name or no data type",
        "[{'name':'','data_type':'int8'}] ; {'':0} ; has no name or no data type",
        "[{'name':'a','data_type':'string'}] ; {'a':''} ; 'a' of its record is a string, which has"
            + " no fixed size",
        "[{'name':'a','data_type':'float8_e5m2'}] ; {'a':0} ; 'float8_e5m2' is not supported",
        "[{'name':'a','data_type':'int8'}] ; {} ; is not a record with a value for each of its 1",
        "[{'name':'a','data_type':'int8'}] ; {'b':0} ; is not a record with a value for each",
        "[{'name':'a','data_type':'int8'}] ; {'a':0,'b':0} ; is not a record with a value for each",
        "[{'name':'a','data_type':'int8'}] ; {'a':200} ; the fill value '200' is not a int8",
        "[{'name':'a','data_type':'int8'}] ; 'AAA=' ; not a record of 1 bytes in base64",
        "[{'name':'a','data_type':'int8'}] ; [0] ; not a record of 1 bytes in base64",
        "[{'name':'a','data_type':{'name':'fixed_length_utf32','configuration':"
            + "{'length_bytes':4}}}] ; 'AAARAA==' ; its fill value is not one of its record",
      })
  void refusesV3Records(String fields, String fill, String reason) {
    String type = "{'name':'struct','configuration':{'fields':" + fields + "}}";
    assertThatThrownBy(() -> ofV3(json(type), json(fill), "\"bytes\""))
        .isInstanceOf(MetadataException.class)
        .hasMessageStartingWith("Cannot read array /a in memory:store: ")
        .hasMessageContaining(reason);
  }

  @Test
  @Timeout(value = 20, unit = TimeUnit.SECONDS)
  void refusesTooManyFieldsAndTooDeepOnes() {
    String many =
        IntStream.range(0, 4097)
            .mapToObj(i -> "[\"" + i + "\",\"|u1\"]")
            .collect(Collectors.joining(",", "[", "]"));
    assertThatThrownBy(() -> ofV2(many, "null", "null"))
        .hasMessageContaining("its record has 4097 fields");
    String v2 = "[[\"a\",".repeat(33) + "\"|u1\"" + "]]".repeat(33);
    assertThatThrownBy(() -> ofV2(v2, "null", "null")).hasMessageContaining("more than 32 deep");
    String open = json("{'name':'struct','configuration':{'fields':[['a',");
    String v3 = open.repeat(33) + "\"int8\"" + "]]}}".repeat(33);
    assertThatThrownBy(() -> ofV3(v3, "{}", "\"bytes\"")).hasMessageContaining("more than 32 deep");
    String bomb = "\"|u1\"";
    for (int i = 0; i < 8; i++) {
      bomb = "[" + json("['a',@],['b',@],['c',@],['d',@]").replace("@", bomb) + "]";
    }
    String wide = bomb;
    assertThatThrownBy(() -> ofV2(wide, "null", "null"))
        .hasMessageContaining("fields; 1 to 4096 are supported");
  }
}
