package dev.sparkzarr.metadata;

import static dev.sparkzarr.metadata.Documents.v3Array;
import static dev.sparkzarr.metadata.Documents.v3With;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sparkzarr.LaterJar;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Chunk grids and chunk key encodings that another jar brings; arrays are [100, 10]. */
class GridProvidersTest {
  private static final String BOUNDED =
      "{'name': 'test.bounded', 'configuration': {'length': 30, 'a': 1}}";

  /** Brings {@code test.bounded}, and a {@code regular} that nobody asked for. */
  public static final class Grids implements ChunkGridProvider {
    @Override
    public Map<String, ChunkGridFactory> chunkGrids() {
      return Map.of("test.bounded", Grids::bounded, "regular", Grids::bounded);
    }

    /** Chunks of one length, the last as long as the dimension needs. */
    private static List<ChunkEdges> bounded(ObjectNode configuration, Shape shape) {
      long length = configuration.path("length").asLong();
      List<ChunkEdges> edges = new ArrayList<>();
      for (long dimension : shape.toArray()) {
        edges.add(
            dimension < length
                ? ChunkEdges.of(dimension, dimension)
                : ChunkEdges.runs(
                    dimension,
                    new long[] {length, dimension % length},
                    new long[] {dimension / length, 1}));
      }
      return edges.subList(0, configuration.path("dimensions").asInt(edges.size()));
    }
  }

  /** Brings {@code test.hex}, and a {@code default} that nobody asked for. */
  public static final class Keys implements ChunkKeyEncodingProvider {
    @Override
    public Map<String, ChunkKeyEncoderFactory> chunkKeyEncodings() {
      ChunkKeyEncoderFactory hex =
          configuration -> {
            String prefix = configuration.path("prefix").asText();
            if (prefix.isEmpty()) {
              throw new IllegalArgumentException("it has no 'prefix'");
            }
            return index -> prefix.replace("$", Long.toHexString(index[0]));
          };
      return Map.of("test.hex", hex, "default", hex);
    }
  }

  private static <T> T withGrids(Callable<T> action) throws Exception {
    return LaterJar.with(ChunkGridProvider.class, Grids.class.getName(), action);
  }

  private static <T> T withKeys(Callable<T> action) throws Exception {
    return LaterJar.with(ChunkKeyEncodingProvider.class, Keys.class.getName(), action);
  }

  private static ArrayMetadata grid(String json) {
    return v3Array(v3With("chunk_grid", json));
  }

  private static ArrayMetadata keys(String prefix) {
    return v3Array(
        v3With(
            "chunk_key_encoding",
            "{'name': 'test.hex', 'configuration': {'prefix': '" + prefix + "'}}"));
  }

  @Test
  void aGridOfTheThreadsLoaderIsUsed() throws Exception {
    ArrayMetadata array = withGrids(() -> grid(BOUNDED));
    assertThat(array.grid().edges(array.shape()))
        .containsExactly(ChunkEdges.of(100, 30, 30, 30, 10), ChunkEdges.of(10, 10));
    assertThat(array.document())
        .contains(
            "\"chunk_grid\":{\"name\":\"test.bounded\",\"configuration\":{\"a\":1,\"length\":30}}");
    assertThat(withGrids(() -> ArrayMetadata.parse(array.document()))).isEqualTo(array);
    assertThatThrownBy(() -> grid(BOUNDED))
        .isInstanceOf(MetadataException.class)
        .hasMessageContaining("chunk grid 'test.bounded' is not supported by this version");
  }

  @Test
  void namesOfThisLibraryCannotBeTaken() throws Exception {
    ArrayMetadata plain = v3Array(Documents.V3);
    assertThat(withGrids(() -> v3Array(Documents.V3))).isEqualTo(plain);
    assertThat(withKeys(() -> v3Array(Documents.V3))).isEqualTo(plain);
  }

  @Test
  void aGridThatCannotBeUsedIsNamed() {
    assertThatThrownBy(
            () ->
                withGrids(
                    () ->
                        grid(
                            "{'name': 'test.bounded',"
                                + " 'configuration': {'length': 30, 'dimensions': 1}}")))
        .isInstanceOf(MetadataException.class)
        .hasMessageContaining("chunks of 1 dimensions for 2 dimensions");
    assertThatThrownBy(
            () ->
                withGrids(() -> grid("{'name': 'test.bounded', 'configuration': {'length': -1}}")))
        .isInstanceOf(MetadataException.class)
        .hasMessageStartingWith(
            "Cannot read array /a in memory:store: chunk grid 'test.bounded' cannot be used: ");
  }

  @Test
  void aKeyEncodingOfTheThreadsLoaderIsUsed() throws Exception {
    ArrayMetadata array = withKeys(() -> keys("x/$"));
    assertThat(array.keys().encode(new long[] {255, 0})).isEqualTo("x/ff");
    assertThat(withKeys(() -> ArrayMetadata.parse(array.document()))).isEqualTo(array);
    assertThat(withKeys(() -> keys("y/$"))).isNotEqualTo(array);
    assertThatThrownBy(() -> keys("x/$"))
        .isInstanceOf(MetadataException.class)
        .hasMessageContaining("chunk key encoding 'test.hex' is not supported by this version");
    assertThatThrownBy(() -> withKeys(() -> keys("")))
        .isInstanceOf(MetadataException.class)
        .hasMessage(
            "Cannot read array /a in memory:store: chunk key encoding 'test.hex' cannot be used:"
                + " it has no 'prefix'");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../$",
        "$/..",
        "/$",
        "$/",
        "a//$",
        ".",
        "zarr.json",
        ".zattrs",
        "\\\\$",
        "\\u0000"
      })
  void aKeyThatIsNoneIsRefused(String prefix) throws Exception {
    ArrayMetadata array = withKeys(() -> keys(prefix));
    assertThatThrownBy(() -> array.keys().encode(new long[] {1, 0}))
        .isInstanceOf(MetadataException.class)
        .hasMessageStartingWith("Cannot find chunk [1, 0]: chunk key encoding 'test.hex' makes of");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/..", "/../x", "/", "//x", "/.", "\\\\", "\\u0000"})
  void aSuffixThatMakesNoKeysIsRefused(String suffix) {
    assertThatThrownBy(
            () ->
                v3Array(
                    v3With(
                        "chunk_key_encoding",
                        "{'name': 'zarrs.default_suffix', 'configuration': {'suffix': '"
                            + suffix
                            + "'}}")))
        .isInstanceOf(MetadataException.class)
        .hasMessageContaining("chunk key encoding 'zarrs.default_suffix' cannot be used");
  }

  @Test
  void zeroDimensionsHaveOneKey() {
    // As zarrs tests its own: c.tiff.
    long[] scalar = {};
    assertThat(new ChunkKeyEncoding.DefaultSuffix('/', ".tiff").encode(scalar)).isEqualTo("c.tiff");
    assertThat(new ChunkKeyEncoding.Default('/').encode(scalar)).isEqualTo("c");
    assertThat(new ChunkKeyEncoding.V2('.').encode(scalar)).isEqualTo("0");
  }

  @Test
  void aBrokenServiceIsNamed() {
    assertThatThrownBy(
            () ->
                LaterJar.with(
                    ChunkGridProvider.class, "org.example.Gone", () -> grid("'elsewhere'")))
        .isInstanceOf(MetadataException.class)
        .hasMessageContaining("a chunk grid service on the class path is broken")
        .hasMessageContaining("org.example.Gone");
  }
}
