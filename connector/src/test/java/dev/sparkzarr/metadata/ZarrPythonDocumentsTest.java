package dev.sparkzarr.metadata;

import static dev.sparkzarr.metadata.Documents.PATH;
import static dev.sparkzarr.metadata.Documents.STORE;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What zarr-python stored and said of it; {@code zarr_python_documents.py} writes the cases. */
class ZarrPythonDocumentsTest {
  record Case(ObjectNode json) {
    @Override
    public String toString() {
      return json.get("name").textValue();
    }

    List<Long> longs(String field) {
      List<Long> longs = new ArrayList<>();
      json.get(field).forEach(value -> longs.add(value.longValue()));
      return longs;
    }
  }

  static Stream<Case> cases() throws IOException {
    try (InputStream in = ZarrPythonDocumentsTest.class.getResourceAsStream("zarr-python.json")) {
      String list = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      List<Case> cases = new ArrayList<>();
      Json.parseObject("{\"cases\":" + list + "}", new Place("cases"))
          .get("cases")
          .forEach(json -> cases.add(new Case((ObjectNode) json)));
      assertThat(cases).hasSizeGreaterThan(200);
      return cases.stream();
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void saysWhatZarrPythonSays(Case expected) {
    JsonNode documents = expected.json().get("documents");
    ArrayMetadata array =
        documents.has("zarr.json")
            ? Documents.v3Array(documents.get("zarr.json").textValue())
            : ZarrayParser.parse(
                Documents.bytes(documents.get(".zarray").textValue()),
                Optional.of(Documents.bytes(documents.get(".zattrs").textValue())),
                PATH,
                STORE);
    assertThat(array.shape().toArray()).containsExactly(longs(expected, "shape"));
    assertThat(((ChunkGrid.Regular) array.grid()).chunkShape().toArray())
        .containsExactly(longs(expected, "chunks"));
    assertThat(array.dataType().name()).isEqualTo(expected.json().get("type").textValue());
    assertThat(array.fillValue().map(fill -> HexFormat.of().formatHex(fill.pattern())))
        .isEqualTo(Optional.ofNullable(expected.json().get("fill").textValue()));
    List<Optional<String>> names = new ArrayList<>();
    expected
        .json()
        .get("dimensions")
        .forEach(name -> names.add(Optional.ofNullable(name.textValue())));
    assertThat(array.dimensionNames()).isEqualTo(names);
    assertThat(array.attributes().toJson())
        .isEqualTo(
            Json.parseObject(expected.json().get("attributes").textValue(), new Place("case")));
    assertThat(ArrayMetadata.parse(array.document()).document()).isEqualTo(array.document());
  }

  private static long[] longs(Case expected, String field) {
    return expected.longs(field).stream().mapToLong(Long::longValue).toArray();
  }
}
