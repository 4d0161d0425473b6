package dev.sparkzarr.metadata;

import static dev.sparkzarr.metadata.Documents.PATH;
import static dev.sparkzarr.metadata.Documents.STORE;
import static dev.sparkzarr.metadata.Documents.V2;
import static dev.sparkzarr.metadata.Documents.V3;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a document says, parsing it ends soon, with an array or with our exception. */
class MutatedDocumentsTest {
  private static final List<String> DOCUMENTS =
      List.of(
          V2.replace("'filters': null", "'filters': [{'id': 'delta', 'dtype': '<f4'}]")
              .replace("'compressor': null", "'compressor': {'id': 'blosc', 'clevel': 5}"),
          V3.replace(
              "}}]}",
              "}}, {'name': 'sharding_indexed', 'configuration': {'codecs': ['bytes']}}],"
                  + " 'dimension_names': ['x', null], 'attributes': {'a': [1, {'b': NaN}]}}"),
          V3.replace("'name': 'regular'", "'name': 'rectilinear'")
              .replace(
                  "'chunk_shape': [30, 4]",
                  "'kind': 'inline', 'chunk_shapes': [[[9, 11], 1], [4, [3, 2]]]")
              .replace("'name': 'default'", "'name': 'zarrs.default_suffix'")
              .replace("'separator': '/'", "'separator': '/', 'suffix': '.bin'"),
          "{'zarr_format': 3, 'node_type': 'group', 'consolidated_metadata': {'kind': 'inline',"
              + " 'must_understand': false, 'metadata': {'a/b': "
              + V3
              + "}}}",
          "{'zarr_consolidated_format': 1, 'metadata': {'a/.zarray': "
              + V2
              + ", 'a/.zattrs': {'_ARRAY_DIMENSIONS': ['y', 'x']}, '.zgroup': {'zarr_format': 2}}}",
          V2.replace(
                  "'<f4'",
                  "[['a', '>i4'], ['b', '|S2', [2]], ['n', [['x', '<c8'], ['y', '<M8[10us]']]]]")
              .replace("'fill_value': 0", "'fill_value': 'AAAABwAA'"),
          V2.replace("<f4", "|O")
              .replace("'fill_value': 0", "'fill_value': [1, 2]")
              .replace("'filters': null", "'filters': [{'id': 'vlen-array', 'dtype': '<i4'}]"),
          V2.replace("<f4", "<U3")
              .replace("'fill_value': 0", "'fill_value': 'ab'")
              .replace(
                  "'filters': null",
                  "'filters': [{'id': 'categorize', 'labels': ['a'], 'dtype': '<U3'}]"),
          V3.replace(
                  "'float32'",
                  "{'name': 'struct', 'configuration': {'fields': [{'name': 'a', 'data_type':"
                      + " 'complex64'}, {'name': 'b', 'data_type': {'name': 'numpy.datetime64',"
                      + " 'configuration': {'unit': 's', 'scale_factor': 10}}}, {'name': 'c',"
                      + " 'data_type': {'name': 'fixed_length_utf32', 'configuration':"
                      + " {'length_bytes': 8}}}, {'name': 'd', 'data_type': 'r16'}]}}")
              .replace(
                  "'fill_value': 0",
                  "'fill_value': {'a': [1, 'NaN'], 'b': 'NaT', 'c': 'x', 'd': [1, 2]}"),
          V3.replace(
                  "'float32'",
                  "{'name': 'structured', 'configuration': {'fields': [['a', 'int4'], ['b',"
                      + " {'name': 'null_terminated_bytes', 'configuration': {'length_bytes':"
                      + " 2}}]]}}")
              .replace("'fill_value': 0", "'fill_value': 'AQID'"),
          V3.replace("float32", "bytes")
              .replace("'fill_value': 0", "'fill_value': [1, 2]")
              .replace("{'name': 'bytes', 'con", "{'name': 'vlen-bytes', 'con"));

  private static final List<String> VALUES =
      List.of(
          "null",
          "true",
          "-1",
          "0",
          "1",
          "1.5",
          "NaN",
          "9223372036854775807",
          "1e400",
          "123456789012345678901234567890",
          "''",
          "'x'",
          "'0x7fc00001'",
          "'..'",
          "[]",
          "{}",
          "[[]]",
          "[null]",
          "[-1, 0]",
          "[9223372036854775807, 9223372036854775807]",
          "[[1, 100], [7, 9223372036854775807]]",
          "{'name': 'x'}",
          "{'id': 'x'}",
          "{'name': null}",
          "{'must_understand': false}",
          "'\\u0000'",
          "'\\ud800'",
          "[1,1,1,1,1,1,1,1,1,1,1,1,1]",
          "'<M8[ns]'",
          "'|O'",
          "'|S9'",
          "'>U2'",
          "[['a', '>i2']]",
          "['a', 'string']",
          "'AAAAAAAAAAA='",
          "2147483647");

  @Property(tries = 1000)
  void anyBytesChanged(@ForAll Random random) {
    byte[] bytes = document(random).getBytes(StandardCharsets.UTF_8);
    for (int i = random.nextInt(4); i >= 0; i--) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
    }
    parseAll(
        ByteBuffer.wrap(
            bytes, 0, random.nextInt(8) == 0 ? random.nextInt(bytes.length) : bytes.length));
  }

  @Property(tries = 3000)
  void anyValuesReplaced(@ForAll Random random) {
    ObjectNode json = Json.parseObject(document(random), new Place("test"));
    for (int i = random.nextInt(2); i >= 0; i--) {
      replace(json, random);
    }
    parseAll(ByteBuffer.wrap(Json.write(json).getBytes(StandardCharsets.UTF_8)));
  }

  private static String document(Random random) {
    return DOCUMENTS.get(random.nextInt(DOCUMENTS.size())).replace('\'', '"');
  }

  private static void replace(JsonNode json, Random random) {
    List<JsonNode> containers = new ArrayList<>();
    collect(json, containers);
    JsonNode container = containers.get(random.nextInt(containers.size()));
    String value = VALUES.get(random.nextInt(VALUES.size())).replace('\'', '"');
    JsonNode with = Json.parseObject("{\"v\":" + value + "}", new Place("test")).get("v");
    if (container instanceof ObjectNode object) {
      List<String> names = new ArrayList<>();
      object.fieldNames().forEachRemaining(names::add);
      names.add("new");
      String name = names.get(random.nextInt(names.size()));
      if (random.nextInt(4) == 0) {
        object.remove(name);
      } else {
        object.set(name, with);
      }
    } else if (container instanceof ArrayNode array) {
      array.insert(random.nextInt(array.size() + 1), with);
    }
  }

  private static void collect(JsonNode json, List<JsonNode> containers) {
    if (json.isContainerNode()) {
      containers.add(json);
      json.forEach(child -> collect(child, containers));
    }
  }

  private static void parseAll(ByteBuffer document) {
    for (Runnable parse :
        List.<Runnable>of(
            () -> check(ZarrayParser.parse(document, Optional.of(document), PATH, STORE)),
            () -> ZgroupParser.parse(document, Optional.of(document), PATH, STORE),
            () -> ZmetadataParser.parse(document, STORE).nodes().values().forEach(x -> check(x)),
            () -> check(ZarrJsonParser.parse(document, PATH, STORE).node()),
            () -> FormatV1.refuse(document, STORE))) {
      try {
        parse.run();
      } catch (MetadataException e) {
        assertThat(e.getMessage()).startsWith("Cannot read ").hasSizeLessThan(1000);
      }
    }
    assertThat(document.position()).isZero();
  }

  private static void check(NodeMetadata node) {
    if (node instanceof ArrayMetadata array) {
      ArrayMetadata shipped = ArrayMetadata.parse(array.document());
      assertThat(shipped.document()).isEqualTo(array.document());
      assertThat(shipped.codecs()).isEqualTo(array.codecs());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "{\"a\":"})
  @Timeout(value = 20, unit = TimeUnit.SECONDS)
  void refusesBottomlessNesting(String open) {
    String deep = "{\"a\":" + open.repeat(1_000_000);
    assertThatThrownBy(() -> Documents.v2(deep))
        .isInstanceOf(MetadataException.class)
        .hasMessageContaining("nesting depth");
  }

  @Test
  @Timeout(value = 20, unit = TimeUnit.SECONDS)
  void refusesALongNumberAndAPathOfDigits() {
    assertThatThrownBy(() -> Documents.v2(Documents.V2.replace("100,", "1".repeat(100_000) + ",")))
        .isInstanceOf(MetadataException.class)
        .hasMessageContaining("Number");
    String quoted = "\"" + "9".repeat(1_000_000) + "\"";
    for (String type : List.of("<i4", "<f4")) {
      assertThatThrownBy(
              () ->
                  Documents.v2(
                      V2.replace("<f4", type)
                          .replace("'fill_value': 0", "'fill_value': " + quoted)))
          .isInstanceOf(MetadataException.class);
    }
  }

  @Test
  @Timeout(value = 30, unit = TimeUnit.SECONDS)
  void refusesMoreTokensThanATreeShouldHold() {
    byte[] list = new byte[20_000_000];
    java.util.Arrays.fill(list, (byte) '[');
    for (int i = 5; i < list.length; i += 3) {
      list[i] = '[';
      list[i + 1 < list.length ? i + 1 : i] = ']';
      list[i + 2 < list.length ? i + 2 : i] = ',';
    }
    System.arraycopy("{\"a\":".getBytes(StandardCharsets.UTF_8), 0, list, 0, 5);
    list[5] = '[';
    list[6] = '1';
    list[7] = ',';
    assertThatThrownBy(() -> ZmetadataParser.parse(ByteBuffer.wrap(list), STORE))
        .isInstanceOf(MetadataException.class)
        .hasMessageContaining("more than 8000000 JSON tokens");
  }

  @Test
  void refusesADocumentThatIsTooLarge() {
    ByteBuffer large = ByteBuffer.allocate((int) NodeDocuments.LARGEST + 1);
    assertThatThrownBy(() -> Documents.v3Array(V3).equals(ZmetadataParser.parse(large, STORE)))
        .isInstanceOf(MetadataException.class)
        .hasMessageContaining("bytes, too many");
  }
}
