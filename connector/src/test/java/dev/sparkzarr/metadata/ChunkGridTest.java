package dev.sparkzarr.metadata;

import static dev.sparkzarr.metadata.Documents.v3Array;
import static dev.sparkzarr.metadata.Documents.v3With;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rectilinear grids as documents spell them; arrays are [100, 10]. */
class ChunkGridTest {
  private static String rectilinear(String shapes) {
    return "{'name': 'rectilinear', 'configuration': {'kind': 'inline', 'chunk_shapes': "
        + shapes
        + "}}";
  }

  private static ArrayMetadata array(String shapes) {
    return v3Array(v3With("chunk_grid", rectilinear(shapes)));
  }

  private static List<Long> lengths(ChunkEdges edges) {
    List<Long> lengths = new ArrayList<>();
    for (long chunk = 0; chunk < edges.count(); chunk++) {
      lengths.add(edges.length(chunk));
    }
    return lengths;
  }

  @Test
  void readsTheExampleOfTheRegistry() {
    // chunk-grids/rectilinear of zarr-extensions; the expansions are its comments.
    String document =
        v3With("chunk_grid", rectilinear("[4, [1, 2, 3], [[4, 2]], [[1, 3], 3], [4, 4, 4]]"))
            .replaceAll("\\[100, ?10]", "[6, 6, 6, 6, 6]");
    ArrayMetadata array = v3Array(document);
    assertThat(array.grid().edges(array.shape()).stream().map(ChunkGridTest::lengths))
        .containsExactly(
            List.of(4L, 4L),
            List.of(1L, 2L, 3L),
            List.of(4L, 4L),
            List.of(1L, 1L, 1L, 3L),
            List.of(4L, 4L));
    assertThat(array.document())
        .contains(
            "\"chunk_grid\":{\"name\":\"rectilinear\",\"configuration\":{\"kind\":\"inline\","
                + "\"chunk_shapes\":[4,[1,2,3],[[4,2]],[[1,3],3],[[4,3]]]}}");
    assertThat(ArrayMetadata.parse(array.document())).isEqualTo(array);
  }

  @Test
  void aPairInTheListIsARunAndAPairAsTheListIsTwoEdges() {
    assertThat(lengths(array("[[[50, 2]], [[5, 2]]]").grid().edges(Shape.of(100, 10)).get(0)))
        .containsExactly(50L, 50L);
    assertThat(lengths(array("[[60, 40], [4, 6]]").grid().edges(Shape.of(100, 10)).get(1)))
        .containsExactly(4L, 6L);
  }

  @Test
  void aRunIsNeverExpanded() {
    ArrayMetadata array =
        array("[[[1, 1099511627776], [9223372036854775807, 9223372036854775807]], 10]");
    assertThat(array.grid().edges(array.shape()).get(0).count()).isEqualTo(100);
    assertThat(array.document()).contains("[1,1099511627776]");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = ';',
      value = {
        "[100] ; has 1 dimensions, the shape 2",
        "[[60, 39], 10] ; only 99 long",
        "[[], 10] ; only 0 long",
        "[[[60, 1, 1], 40], 10] ; pairs",
        "[[[60]], 10] ; pairs",
        "[[[[60, 1], 1]], 10] ; integers from 1",
        "[0, 10] ; integers from 1",
        "[[0, 100], 10] ; integers from 1",
        "[[[100, 0]], 10] ; integers from 1",
        "[-1, 10] ; integers from 1",
        "[1.5, 10] ; integers from 1",
        "['100', 10] ; integers from 1",
        "[{}, 10] ; integers from 1",
        "[null, 10] ; integers from 1",
        "[9223372036854775808, 10] ; integers from 1",
        "5 ; is not a list",
      })
  void refusesWrongChunkShapes(String shapes, String reason) {
    assertThatThrownBy(() -> array(shapes))
        .isInstanceOf(MetadataException.class)
        .hasMessageStartingWith("Cannot read array /a in memory:store: 'chunk_shapes' ")
        .hasMessageContaining(reason);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = ';',
      value = {
        "{'chunk_shapes': [100, 10]} ; lacks 'kind'",
        "{'kind': 'external', 'chunk_shapes': [100, 10]} ; 'kind' is not 'inline'",
        "{'kind': 'inline'} ; lacks 'chunk_shapes'",
        "{'kind': 'inline', 'chunk_shape': [100, 10]} ; has the field 'chunk_shape'",
      })
  void refusesWrongConfigurations(String configuration, String reason) {
    assertThatThrownBy(
            () ->
                v3Array(
                    v3With(
                        "chunk_grid",
                        "{'name': 'rectilinear', 'configuration': " + configuration + "}")))
        .isInstanceOf(MetadataException.class)
        .hasMessageStartingWith("Cannot read array /a in memory:store: ")
        .hasMessageContaining(reason);
  }

  @Test
  void edgesAreMadeForTheShape() {
    ArrayMetadata array = array("[[60, 40], [4, 6]]");
    assertThatThrownBy(
            () ->
                ArrayMetadata.of(
                    ZarrFormat.V3,
                    Shape.of(100, 9),
                    array.dataType(),
                    array.grid(),
                    array.keys(),
                    array.fillValue(),
                    array.codecs(),
                    List.of(),
                    Attributes.EMPTY))
        .isInstanceOf(MetadataException.class)
        .hasMessageContaining("dimension 1 are made for 10 indexes, but it has 9");
    assertThatThrownBy(
            () ->
                ArrayMetadata.of(
                    ZarrFormat.V2,
                    array.shape(),
                    array.dataType(),
                    array.grid(),
                    new ChunkKeyEncoding.V2('.'),
                    array.fillValue(),
                    array.codecs(),
                    List.of(),
                    Attributes.EMPTY))
        .isInstanceOf(MetadataException.class)
        .hasMessageContaining("Cannot write a Zarr v2 array: all its chunks have one shape");
  }
}
