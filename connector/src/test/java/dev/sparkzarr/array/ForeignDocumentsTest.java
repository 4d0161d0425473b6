package dev.sparkzarr.array;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sparkzarr.array.Hierarchy.Children;
import dev.sparkzarr.array.Hierarchy.Consolidated;
import dev.sparkzarr.array.Hierarchy.Unreadable;
import dev.sparkzarr.metadata.ArrayMetadata;
import dev.sparkzarr.metadata.MetadataException;
import dev.sparkzarr.metadata.NodePath;
import dev.sparkzarr.metadata.ZarrFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Hierarchies as other writers leave them, legal and not. */
class ForeignDocumentsTest {
  private static final String V2_ARRAY =
      "{'zarr_format': 2, 'shape': [4], 'chunks': [2], 'dtype': '<f4', 'compressor': null,"
          + " 'fill_value': NaN, 'order': 'C', 'filters': null}";
  private static final String V2_GROUP = "{'zarr_format': 2}";
  private static final String V3_ARRAY =
      "{'zarr_format': 3, 'node_type': 'array', 'shape': [4], 'data_type': 'float32',"
          + " 'chunk_grid': {'name': 'regular', 'configuration': {'chunk_shape': [2]}},"
          + " 'chunk_key_encoding': 'default', 'fill_value': 0, 'codecs': ['bytes']}";
  private static final String V3_GROUP = "{'zarr_format': 3, 'node_type': 'group'}";
  private static final String REGULAR =
      "{'name': 'regular', 'configuration': {'chunk_shape': [2]}}";

  private static NodePath path(String value) {
    return new NodePath(value);
  }

  private static Hierarchy open(FakeStore store) {
    return Hierarchy.open(store, Consolidated.IF_PRESENT);
  }

  private static List<String> names(Children children) {
    return children.nodes().keySet().stream().map(NodePath::value).toList();
  }

  /** A store whose root lists its nodes, in one document or each by itself. */
  private static FakeStore v3Store(boolean consolidated, String... namesAndDocuments) {
    FakeStore store = new FakeStore().with("zarr.json", V3_GROUP);
    StringBuilder listing = new StringBuilder();
    for (int i = 0; i < namesAndDocuments.length; i += 2) {
      store.with(namesAndDocuments[i] + "/zarr.json", namesAndDocuments[i + 1]);
      listing.append(i == 0 ? "" : ", ").append("'" + namesAndDocuments[i] + "': ");
      listing.append(namesAndDocuments[i + 1]);
    }
    if (consolidated) {
      store.with(
          "zarr.json",
          "{'zarr_format': 3, 'node_type': 'group', 'consolidated_metadata': {'kind': 'inline',"
              + " 'must_understand': false, 'metadata': {"
              + listing
              + "}}}");
    }
    return store;
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void anUnknownGridOrKeyEncodingConcernsItsArrayAlone(boolean consolidated) {
    FakeStore store =
        v3Store(
            consolidated,
            "good",
            V3_ARRAY,
            "grid",
            V3_ARRAY.replace(REGULAR, "{'name': 'hexagonal', 'must_understand': false}"),
            "keys",
            V3_ARRAY.replace("'default'", "{'name': 'hilbert', 'must_understand': false}"),
            "transformed",
            V3_ARRAY.replace(
                "'fill_value'",
                "'storage_transformers': [{'name': 'chunk-manifest-json',"
                    + " 'must_understand': false}], 'fill_value'"),
            "type",
            V3_ARRAY.replace("'float32'", "{'name': 'posit8', 'must_understand': false}"));
    Hierarchy hierarchy = open(store);
    Children children = hierarchy.children(NodePath.ROOT);
    assertThat(names(children)).containsExactly("good");
    assertThat(children.unreadable())
        .extracting(Unreadable::path)
        .containsExactly(path("grid"), path("keys"), path("transformed"), path("type"));
    assertThat(children.unreadable())
        .extracting(Unreadable::reason)
        .satisfiesExactly(
            reason -> assertThat(reason).contains("/grid in fake:store: chunk grid 'hexagonal' is"),
            reason -> assertThat(reason).contains("/keys in fake:store: chunk key encoding 'hil"),
            reason ->
                assertThat(reason).contains("storage transformers, 'chunk-manifest-json', which"),
            reason -> assertThat(reason).contains("data type 'posit8' is not supported"));
    for (Unreadable each : children.unreadable()) {
      assertThatThrownBy(() -> hierarchy.node(each.path()))
          .isInstanceOf(MetadataException.class)
          .hasMessage(each.reason());
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aRectilinearArrayIsOneAmongOthers(boolean consolidated) {
    String grid =
        "{'name': 'rectilinear', 'configuration': {'kind': 'inline', 'chunk_shapes': [[1, 3]]}}";
    FakeStore store =
        v3Store(consolidated, "even", V3_ARRAY, "uneven", V3_ARRAY.replace(REGULAR, grid));
    Children children = open(store).children(NodePath.ROOT);
    assertThat(names(children)).containsExactly("even", "uneven");
    ArrayMetadata uneven = (ArrayMetadata) children.nodes().get(path("uneven"));
    assertThat(uneven.grid().edges(uneven.shape()).get(0).chunkAt(3)).isEqualTo(1);
  }

  @Test
  void consolidatedNullIsNoneAtAll() {
    FakeStore store =
        v3Store(false, "t", V3_ARRAY, "g", V3_GROUP)
            .with(
                "zarr.json",
                "{'zarr_format': 3, 'node_type': 'group', 'consolidated_metadata': null}")
            .with(
                "g/zarr.json",
                "{'zarr_format': 3, 'node_type': 'group', 'consolidated_metadata': null}")
            .with(
                "g/u/zarr.json",
                V3_ARRAY.replace("{'zarr", "{'consolidated_metadata': null, 'zarr"));
    assertThat(names(open(store).descendants(NodePath.ROOT))).containsExactly("g", "g/u", "t");
    assertThatThrownBy(() -> Hierarchy.open(store, Consolidated.REQUIRED).node(NodePath.ROOT))
        .isInstanceOf(MetadataException.class)
        .hasMessageContaining("it has no consolidated metadata");
  }

  @Test
  void netcdfCsStoresAreRead() {
    // As netCDF-C 4.8 writes: its own keys beside those of Zarr, dimensions by full name.
    FakeStore store =
        new FakeStore()
            .with(".zgroup", "{'zarr_format': 2, '_NCZARR_SUPERBLOCK': {'version': '2.0.0'}}")
            .with(".nczarr", "{'version': '2.0.0'}")
            .with(
                ".zattrs",
                "{'title': 'T', '_nczarr_group': {'dims': {'x': 4}}, '_NCProperties': 'version=2'}")
            .with(".nczgroup", "{'dims': {'x': 4}}")
            .with(
                "t/.zarray",
                V2_ARRAY.replace(
                    "{'zarr", "{'_NCZARR_ARRAY': {'dimrefs': ['/x'], 'storage': 'chunked'}, 'zarr"))
            .with(
                "t/.zattrs",
                "{'_NCZARR_ATTR': {'types': {}}, 'units': 'K', 'valid': [NaN, Infinity]}")
            .with("t/.nczarray", "{'dimrefs': ['/x'], 'storage': 'chunked'}");
    Hierarchy hierarchy = open(store);
    assertThat(hierarchy.node(NodePath.ROOT).orElseThrow().attributes().names())
        .containsExactly("title");
    assertThat(names(hierarchy.children(NodePath.ROOT))).containsExactly("t");
    ArrayMetadata array = (ArrayMetadata) hierarchy.node(path("t")).orElseThrow();
    assertThat(array.dimensionNames()).isEqualTo(List.of(Optional.of("x")));
    assertThat(array.attributes().names()).containsExactly("units", "valid");
    assertThat(array.attributes().get("valid").orElseThrow().get(1).doubleValue())
        .isEqualTo(Double.POSITIVE_INFINITY);
  }

  @Test
  void nestedV2GroupsNeedNoDocuments() {
    FakeStore store =
        new FakeStore()
            .with("0/.zarray", V2_ARRAY)
            .with("labels/cells/0/.zarray", V2_ARRAY)
            .with("labels/.zattrs", "{'labels': ['cells']}");
    Hierarchy hierarchy = open(store);
    assertThat(names(hierarchy.descendants(NodePath.ROOT)))
        .containsExactly("0", "labels", "labels/cells", "labels/cells/0");
    assertThat(hierarchy.node(path("labels")).orElseThrow().attributes().get("labels")).isPresent();
    FakeStore blind = new FakeStore().with("labels/cells/0/.zarray", V2_ARRAY).withoutListing();
    assertThat(open(blind).node(path("labels/cells/0"))).isPresent();
  }

  @ParameterizedTest
  @CsvSource({"IF_PRESENT", "IGNORED"})
  void v3IsReadWhereBothFormatsAre(Consolidated consolidated) {
    FakeStore store =
        new FakeStore()
            .with(".zgroup", V2_GROUP)
            .with("zarr.json", V3_GROUP)
            .with("t/.zarray", V2_ARRAY)
            .with("t/zarr.json", V3_ARRAY.replace("[4]", "[6]"))
            .with("old/.zarray", V2_ARRAY)
            .with("new/zarr.json", V3_ARRAY);
    Hierarchy hierarchy = Hierarchy.open(store, consolidated);
    assertThat(
            hierarchy.children(NodePath.ROOT).nodes().entrySet().stream()
                .map(node -> node.getKey() + " " + node.getValue().format())
                .collect(Collectors.joining(", ")))
        .isEqualTo("/new V3, /old V2, /t V3");
    assertThat(((ArrayMetadata) hierarchy.node(path("t")).orElseThrow()).shape().length(0))
        .isEqualTo(6);
  }

  @Test
  void aDraftOfV3IsRefused() {
    // The layout of the drafts of 2020 to 2022: an entry document, nodes below meta/root.
    FakeStore store =
        new FakeStore()
            .with(
                "zarr.json",
                "{'zarr_format': 'https://purl.org/zarr/spec/protocol/core/3.0',"
                    + " 'metadata_encoding': 'https://purl.org/zarr/spec/protocol/core/3.0',"
                    + " 'metadata_key_suffix': '.json', 'extensions': []}")
            .with("meta/root.group.json", "{'attributes': {}}")
            .with("meta/root/t.array.json", "{'shape': [4], 'attributes': {}}")
            .with("data/root/t/c0", "");
    for (Consolidated consolidated : Consolidated.values()) {
      for (String node : Stream.of("", "t").toList()) {
        if (consolidated != Consolidated.IGNORED || node.isEmpty()) {
          assertThatThrownBy(() -> Hierarchy.open(store, consolidated).node(path(node)))
              .isInstanceOf(MetadataException.class)
              .hasMessageContaining("fake:store: ")
              .hasMessageContaining("draft of Zarr v3")
              .hasMessageContaining("Convert it");
        }
      }
    }
  }

  @Test
  void shortNamesAndTypesWithoutConfigurationAreRead() {
    String shorthand =
        "{'zarr_format': 3, 'node_type': 'array', 'shape': [], 'data_type': {'name': 'int16'},"
            + " 'chunk_grid': {'name': 'regular', 'configuration': {'chunk_shape': []}},"
            + " 'chunk_key_encoding': 'v2', 'fill_value': 7, 'codecs': [{'name': 'bytes',"
            + " 'configuration': {'endian': 'big'}}, 'crc32c', {'name': 'zstd'}]}";
    FakeStore store = v3Store(true, "s", shorthand);
    ArrayMetadata array = (ArrayMetadata) open(store).node(path("s")).orElseThrow();
    assertThat(array.format()).isEqualTo(ZarrFormat.V3);
    assertThat(array.keys().encode(new long[0])).isEqualTo("0");
    ZarrArray opened = ZarrArray.of(store, path("s"), array, new JavaEngine());
    assertThat(Sample.bytes(opened.readAll())).containsExactly(7, 0);
  }
}
