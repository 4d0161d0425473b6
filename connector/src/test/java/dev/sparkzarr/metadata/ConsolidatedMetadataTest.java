package dev.sparkzarr.metadata;

import static dev.sparkzarr.metadata.Documents.STORE;
import static dev.sparkzarr.metadata.Documents.V2;
import static dev.sparkzarr.metadata.Documents.V3;
import static dev.sparkzarr.metadata.Documents.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConsolidatedMetadataTest {
  private static final String GROUP = "{'zarr_format': 3, 'node_type': 'group'}";

  @Test
  void readsV2() {
    ConsolidatedMetadata nodes =
        v2(
            "'.zgroup': {'zarr_format': 2, 'consolidated_metadata': {}}, '.zattrs': {'title': 'T'},"
                + "'b/.zgroup': {'zarr_format': 2}, 'b/t/.zattrs': {'_ARRAY_DIMENSIONS':"
                + " ['y', 'x']}, 'b/t/.zarray': "
                + V2
                + ", 's/.zarray': "
                + V2.replace("<f4", "<i3")
                + ", 'x/y/.zgroup': {'zarr_format': 2}, 'x/.zattrs': {'n': 1}");
    assertThat(nodes.nodes().keySet())
        .extracting(NodePath::value)
        .containsExactly("", "b", "b/t", "x", "x/y");
    assertThat(nodes.nodes().get(NodePath.ROOT).attributes().text("title")).contains("T");
    assertThat(((ArrayMetadata) nodes.nodes().get(new NodePath("b/t"))).dimensionNames())
        .hasSize(2);
    assertThat(nodes.nodes().get(new NodePath("x")).attributes().get("n")).isPresent();
    assertThat(nodes.unreadable())
        .containsOnlyKeys(new NodePath("s"))
        .containsValue(
            "Cannot read array /s in memory:store: data type '<i3' is not supported by this"
                + " version. Rewrite the array with another type, or add a jar with a"
                + " dev.sparkzarr.metadata.DataTypeProvider service for it.");
  }

  @Test
  void readsV3RelativeToItsGroup() {
    ConsolidatedMetadata nodes = v3("'t': " + V3 + ", '/u/v': " + GROUP + ", 'w': 5");
    assertThat(nodes.nodes().keySet())
        .extracting(NodePath::value)
        .containsExactly("a/t", "a/u", "a/u/v");
    assertThat(nodes.nodes().get(new NodePath("a/u")))
        .isEqualTo(new GroupMetadata(ZarrFormat.V3, Attributes.EMPTY));
    assertThat(nodes.unreadable())
        .containsOnlyKeys(new NodePath("a/w"))
        .containsValue("Cannot read node /a/w in memory:store: its document is not a JSON object.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "..", "../x", "x/../y", ".", "x/./y", "//x", "x//y", "x/", "", "/", "x\\\\y", "\\u0000"
      })
  void refusesPathsThatAreNotBelowTheGroup(String path) {
    assertThatThrownBy(() -> v3("'" + path + "': " + GROUP))
        .isInstanceOf(MetadataException.class)
        .hasMessageStartingWith(
            "Cannot read consolidated metadata of group /a in memory:store: it lists ")
        .hasMessageContaining("consolidated=false");
  }

  @ParameterizedTest
  @ValueSource(strings = {"../.zarray", "x/../.zgroup", "//x/.zgroup", "x//.zattrs", "../../chunk"})
  void refusesKeysThatAreNotBelowTheRoot(String key) {
    assertThatThrownBy(() -> v2("'" + key + "': {}"))
        .isInstanceOf(MetadataException.class)
        .hasMessageContaining("which is not a path below the group");
  }

  @Test
  void refusesPathsThatStandTwice() {
    assertThatThrownBy(() -> v3("'x': " + GROUP + ", '/x': " + GROUP))
        .isInstanceOf(MetadataException.class)
        .hasMessageContaining("it lists '/a/x' twice");
    assertThatThrownBy(() -> v3("'x': " + GROUP + ", 'x': " + GROUP))
        .isInstanceOf(MetadataException.class)
        .hasMessageContaining("Duplicate");
    assertThatThrownBy(() -> v2("'x/.zgroup': {}, '/x/.zgroup': {}"))
        .isInstanceOf(MetadataException.class)
        .hasMessageContaining("twice");
  }

  @Test
  void refusesPathsThatAreTooLongOrNeedTooManyGroups() {
    String deep = "x/".repeat(100) + "y";
    assertThatThrownBy(() -> v3("'" + deep + "': " + GROUP)).hasMessageContaining("too long");
    String wide = "x".repeat(5000);
    assertThatThrownBy(() -> v3("'" + wide + "': " + GROUP)).hasMessageContaining("too long");
    String many =
        IntStream.range(0, 400)
            .mapToObj(i -> "'" + i + "/x".repeat(40) + "': " + GROUP)
            .collect(Collectors.joining(","));
    assertThatThrownBy(() -> v3(many)).hasMessageContaining("more than 10000 groups");
  }

  @Test
  void refusesOtherKindsUnlessTheyNeedNotBeUnderstood() {
    String document = "{'zarr_format': 3, 'node_type': 'group', 'consolidated_metadata': ";
    assertThatThrownBy(() -> Documents.v3(document + "{'kind': 'remote', 'metadata': {}}}"))
        .isInstanceOf(MetadataException.class)
        .hasMessageContaining("'kind' is not 'inline' but 'remote'");
    assertThat(
            Documents.v3(document + "{'kind': 'remote', 'must_understand': false}}").consolidated())
        .isEmpty();
    assertThatThrownBy(() -> Documents.v3(document + "{'kind': 'inline'}}"))
        .hasMessageContaining("lacks 'metadata'");
    assertThatThrownBy(() -> Documents.v3(document + "5}"))
        .hasMessageContaining("'consolidated_metadata' is not an object");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'metadata': {}}",
        "{'zarr_consolidated_format': 2, 'metadata': {}}",
        "{'zarr_consolidated_format': 1}",
        "{'zarr_consolidated_format': 1, 'metadata': []}"
      })
  void refusesBrokenZmetadata(String document) {
    assertThatThrownBy(() -> ZmetadataParser.parse(bytes(document), STORE))
        .isInstanceOf(MetadataException.class)
        .hasMessageStartingWith("Cannot read consolidated metadata of group / in memory:store: ");
  }

  private static ConsolidatedMetadata v2(String metadata) {
    return ZmetadataParser.parse(
        bytes("{'zarr_consolidated_format': 1, 'metadata': {" + metadata + "}}"), STORE);
  }

  private static ConsolidatedMetadata v3(String metadata) {
    return Documents.v3(
            "{'zarr_format': 3, 'node_type': 'group', 'consolidated_metadata':"
                + " {'kind': 'inline', 'must_understand': false, 'metadata': {"
                + metadata
                + "}}}")
        .consolidated()
        .orElseThrow();
  }
}
