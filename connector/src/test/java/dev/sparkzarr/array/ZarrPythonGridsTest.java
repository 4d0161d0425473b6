package dev.sparkzarr.array;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sparkzarr.metadata.NodePath;
import dev.sparkzarr.store.MemoryStore;
import dev.sparkzarr.store.StoreKey;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Arrays with rectilinear grids that zarr-python 3.4 stored ({@code
 * src/test/python/rectilinear_stores.py}).
 */
class ZarrPythonGridsTest {
  private static final NodePath PATH = new NodePath("a");

  record Case(JsonNode json) {
    MemoryStore store() {
      MemoryStore store = MemoryStore.unnamed();
      json.get("store")
          .fields()
          .forEachRemaining(
              each ->
                  store.put(new StoreKey(each.getKey()), ByteBuffer.wrap(decode(each.getValue()))));
      return store;
    }

    byte[] elements() {
      return decode(json.get("elements"));
    }

    private static byte[] decode(JsonNode text) {
      return Base64.getDecoder().decode(text.textValue());
    }

    @Override
    public String toString() {
      return json.get("name").textValue();
    }
  }

  static Stream<Case> cases() throws IOException {
    try (InputStream in = ZarrPythonGridsTest.class.getResourceAsStream("rectilinear.json")) {
      JsonNode all = new ObjectMapper().readTree(in);
      assertThat(all).hasSize(40);
      return StreamSupport.stream(all.spliterator(), false).map(Case::new);
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void readsTheElementsThatZarrPythonReads(Case stored) {
    MemoryStore store = stored.store();
    for (String engine : List.of("java", "reference")) {
      ZarrArray array =
          ZarrArray.of(store, PATH, Nodes.readArray(store, PATH), ArrayEngines.named(engine));
      assertThat(Sample.bytes(array.readAll())).as(engine).isEqualTo(stored.elements());
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void hasTheChunksThatWereAskedFor(Case stored) {
    ArrayGrid grid = ZarrArray.open(stored.store(), PATH).reader().grid();
    for (int i = 0; i < grid.objects().size(); i++) {
      JsonNode edges = stored.json().get("edges").get(i);
      for (long chunk = 0; chunk < grid.objects().get(i).count(); chunk++) {
        long length = edges.isArray() ? edges.get((int) chunk).longValue() : edges.longValue();
        assertThat(grid.objects().get(i).length(chunk)).isEqualTo(length);
      }
    }
  }
}
