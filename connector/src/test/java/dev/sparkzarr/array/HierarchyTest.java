package dev.sparkzarr.array;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sparkzarr.array.Hierarchy.Children;
import dev.sparkzarr.array.Hierarchy.Consolidated;
import dev.sparkzarr.array.Hierarchy.Unreadable;
import dev.sparkzarr.metadata.ArrayMetadata;
import dev.sparkzarr.metadata.GroupMetadata;
import dev.sparkzarr.metadata.MetadataException;
import dev.sparkzarr.metadata.NodePath;
import dev.sparkzarr.metadata.ZarrFormat;
import dev.sparkzarr.store.AccessDeniedException;
import dev.sparkzarr.store.StoreException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which node stands where, and by how many requests that is found out. */
class HierarchyTest {
  private static final String V2_ARRAY =
      "{'zarr_format': 2, 'shape': [4], 'chunks': [2], 'dtype': '<f4', 'compressor': null,"
          + " 'fill_value': 0, 'order': 'C', 'filters': null}";
  private static final String V2_GROUP = "{'zarr_format': 2}";
  private static final String V3_ARRAY =
      "{'zarr_format': 3, 'node_type': 'array', 'shape': [4], 'data_type': 'float32',"
          + " 'chunk_grid': {'name': 'regular', 'configuration': {'chunk_shape': [2]}},"
          + " 'chunk_key_encoding': 'default', 'fill_value': 0, 'codecs': ['bytes']}";
  private static final String V3_GROUP = "{'zarr_format': 3, 'node_type': 'group'}";
  private static final NodePath ROOT = NodePath.ROOT;

  private static NodePath path(String value) {
    return new NodePath(value);
  }

  private static Hierarchy open(FakeStore store) {
    return Hierarchy.open(store, Consolidated.IF_PRESENT);
  }

  private static String v3Consolidated(String metadata) {
    return "{'zarr_format': 3, 'node_type': 'group', 'consolidated_metadata': {'kind': 'inline',"
        + " 'must_understand': false, 'metadata': {"
        + metadata
        + "}}}";
  }

  private static String v2Consolidated(String metadata) {
    return "{'zarr_consolidated_format': 1, 'metadata': {" + metadata + "}}";
  }

  private static FakeStore v3Tree() {
    return new FakeStore()
        .with("zarr.json", V3_GROUP)
        .with("t/zarr.json", V3_ARRAY)
        .with("t/c/0", "")
        .with("t/c/1", "")
        .with("g/zarr.json", V3_GROUP)
        .with("g/h/zarr.json", V3_GROUP)
        .with("g/h/u/zarr.json", V3_ARRAY)
        .with("g/h/u/c/0", "");
  }

  private static FakeStore v2Tree() {
    return new FakeStore()
        .with(".zgroup", V2_GROUP)
        .with(".zattrs", "{'title': 'T'}")
        .with("t/.zarray", V2_ARRAY)
        .with("t/.zattrs", "{'_ARRAY_DIMENSIONS': ['x']}")
        .with("t/0", "")
        .with("t/1", "")
        .with("g/.zgroup", V2_GROUP)
        .with("g/h/.zgroup", V2_GROUP)
        .with("g/h/u/.zarray", V2_ARRAY)
        .with("g/h/u/0", "");
  }

  private static List<String> names(Children children) {
    return children.nodes().keySet().stream().map(NodePath::value).toList();
  }

  @Test
  void openingSendsNothing() {
    FakeStore store = v3Tree();
    assertThat(open(store).store()).isSameAs(store);
    assertThat(store.requests()).isEmpty();
  }

  @Test
  void aConsolidatedV3StoreTakesOneRequest() {
    FakeStore store =
        new FakeStore()
            .with(
                "zarr.json",
                v3Consolidated(
                    "'t': "
                        + V3_ARRAY
                        + ", 'g/h': "
                        + V3_GROUP
                        + ", 'g': "
                        + V3_GROUP
                        + ", 'g/h/u': "
                        + V3_ARRAY
                        + ", 'gg': "
                        + V3_GROUP))
            .withoutListing();
    Hierarchy hierarchy = open(store);
    assertThat(hierarchy.node(path("g/h/u"))).get().isInstanceOf(ArrayMetadata.class);
    assertThat(hierarchy.node(ROOT)).get().isInstanceOf(GroupMetadata.class);
    assertThat(names(hierarchy.children(ROOT))).containsExactly("g", "gg", "t");
    assertThat(names(hierarchy.children(path("g")))).containsExactly("g/h");
    assertThat(names(hierarchy.children(path("g/h")))).containsExactly("g/h/u");
    assertThat(names(hierarchy.children(path("gg")))).isEmpty();
    assertThat(names(hierarchy.descendants(ROOT))).containsExactly("g", "g/h", "g/h/u", "gg", "t");
    assertThat(names(hierarchy.descendants(path("g")))).containsExactly("g/h", "g/h/u");
    assertThat(store.requests()).containsExactly("get zarr.json");
  }

  @Test
  void aConsolidatedV2StoreTakesTwoRequests() {
    FakeStore store =
        new FakeStore()
            .with(
                ".zmetadata",
                v2Consolidated(
                    "'.zgroup': "
                        + V2_GROUP
                        + ", '.zattrs': {'title': 'T'}, 't/.zarray': "
                        + V2_ARRAY
                        + ", 'g/u/.zarray': "
                        + V2_ARRAY
                        + ", 'g/u/.zattrs': {'_ARRAY_DIMENSIONS': ['x']}"))
            .withoutListing();
    Hierarchy hierarchy = open(store);
    assertThat(hierarchy.node(ROOT).orElseThrow().attributes().text("title")).contains("T");
    assertThat(names(hierarchy.children(ROOT))).containsExactly("g", "t");
    assertThat(hierarchy.node(path("g"))).get().isInstanceOf(GroupMetadata.class);
    assertThat(names(hierarchy.children(path("g")))).containsExactly("g/u");
    assertThat(store.requests()).containsExactly("get zarr.json", "get .zmetadata");
  }

  @Test
  void aV3TreeTakesOneListingPerGroupAndOneRequestPerNode() {
    FakeStore store = v3Tree();
    Hierarchy hierarchy = open(store);
    assertThat(names(hierarchy.children(ROOT))).containsExactly("g", "t");
    assertThat(store.requests())
        .containsExactly("get zarr.json", "list ", "get g/zarr.json", "get t/zarr.json");
    assertThat(names(hierarchy.descendants(ROOT))).containsExactly("g", "g/h", "g/h/u", "t");
    assertThat(store.requests())
        .containsExactly("list g/", "get g/h/zarr.json", "list g/h/", "get g/h/u/zarr.json");
    hierarchy.descendants(ROOT);
    assertThat(hierarchy.node(path("t"))).isPresent();
    assertThat(hierarchy.children(path("t"))).isEqualTo(Children.NONE);
    assertThat(store.requests()).isEmpty();
  }

  @Test
  void aV2TreeTakesTwoRequestsPerArrayAndThreePerGroup() {
    FakeStore store = v2Tree();
    Hierarchy hierarchy = open(store);
    assertThat(names(hierarchy.children(ROOT))).containsExactly("g", "t");
    assertThat(store.requests())
        .containsExactly(
            "get zarr.json",
            "get .zmetadata",
            "get .zarray",
            "get .zgroup",
            "get .zattrs",
            "list ",
            "get g/.zarray",
            "get g/.zgroup",
            "get g/.zattrs",
            "get t/.zarray",
            "get t/.zattrs");
    assertThat(names(hierarchy.descendants(ROOT))).containsExactly("g", "g/h", "g/h/u", "t");
  }

  @Test
  void anArrayNeedsNoGroup() {
    FakeStore v3 = new FakeStore().with("x/t/zarr.json", V3_ARRAY).withoutListing();
    assertThat(open(v3).node(path("x/t"))).get().isInstanceOf(ArrayMetadata.class);
    assertThat(v3.requests())
        .containsExactly("get zarr.json", "get .zmetadata", "get x/t/zarr.json");
    FakeStore v2 = new FakeStore().with("x/t/.zarray", V2_ARRAY).withoutListing();
    assertThat(open(v2).node(path("x/t"))).get().isInstanceOf(ArrayMetadata.class);
    assertThat(v2.requests())
        .containsExactly(
            "get zarr.json",
            "get .zmetadata",
            "get x/t/zarr.json",
            "get x/t/.zarray",
            "get x/t/.zattrs");
    FakeStore root = new FakeStore().with("zarr.json", V3_ARRAY).withoutListing();
    assertThat(open(root).node(ROOT)).get().isInstanceOf(ArrayMetadata.class);
    assertThat(open(root).children(ROOT)).isEqualTo(Children.NONE);
  }

  @Test
  void consolidatedMetadataAreIgnoredOnDemand() {
    FakeStore store = v3Tree().with("zarr.json", v3Consolidated("'old': " + V3_ARRAY));
    assertThat(names(open(store).children(ROOT))).containsExactly("old");
    Hierarchy direct = Hierarchy.open(store, Consolidated.IGNORED);
    assertThat(names(direct.children(ROOT))).containsExactly("g", "t");
    store.requests();
    assertThat(Hierarchy.open(store, Consolidated.IGNORED).node(path("t"))).isPresent();
    assertThat(store.requests()).containsExactly("get t/zarr.json");
    FakeStore broken = v3Tree().with("zarr.json", v3Consolidated("'..': " + V3_ARRAY));
    assertThat(names(Hierarchy.open(broken, Consolidated.IGNORED).children(ROOT)))
        .containsExactly("g", "t");
  }

  @Test
  void aNodeThatConsolidatedMetadataMissIsFoundByItsPathUnlessTheyAreRequired() {
    FakeStore store = v3Tree().with("zarr.json", v3Consolidated("'g': " + V3_GROUP));
    assertThat(open(store).node(path("t"))).isPresent();
    assertThat(Hierarchy.open(store, Consolidated.REQUIRED).node(path("t"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "t", "g"})
  void requiredConsolidatedMetadataMustBeThere(String node) {
    for (FakeStore store : List.of(v3Tree(), v2Tree(), new FakeStore())) {
      assertThatThrownBy(() -> Hierarchy.open(store, Consolidated.REQUIRED).node(path(node)))
          .isInstanceOf(MetadataException.class)
          .hasMessage(
              "Cannot read node /"
                  + node
                  + " in fake:store: it has no consolidated metadata, which option"
                  + " consolidated=true requires. Leave the option out, or consolidate the"
                  + " metadata at the store's root.");
    }
  }

  @Test
  void brokenConsolidatedMetadataStopEveryPath() {
    FakeStore store = v2Tree().with(".zmetadata", v2Consolidated("'../x/.zgroup': " + V2_GROUP));
    for (NodePath path : List.of(ROOT, path("t"))) {
      assertThatThrownBy(() -> open(store).node(path))
          .isInstanceOf(MetadataException.class)
          .hasMessageContaining("consolidated=false");
    }
    FakeStore unfit = v3Tree().with("zarr.json", "{'zarr_format': 3}");
    assertThatThrownBy(() -> open(unfit).node(path("t")))
        .isInstanceOf(MetadataException.class)
        .hasMessageStartingWith("Cannot read node /t in fake:store: consolidated metadata are")
        .hasMessageContaining("lacks 'node_type'");
  }

  @Test
  void aSubgroupsOwnConsolidatedMetadataAreUsed() {
    FakeStore store =
        v3Tree().with("g/zarr.json", v3Consolidated("'h': " + V3_GROUP + ", 'h/u': " + V3_ARRAY));
    Hierarchy hierarchy = open(store);
    assertThat(hierarchy.node(path("g"))).isPresent();
    store.requests();
    assertThat(names(hierarchy.descendants(path("g")))).containsExactly("g/h", "g/h/u");
    assertThat(store.requests()).isEmpty();
  }

  @Test
  void groupsWithoutDocumentsAreFoundByListing() {
    FakeStore store =
        new FakeStore()
            .with("g/h/u/.zarray", V2_ARRAY)
            .with("g/h/u/0", "")
            .with("g/.zattrs", "{'n': 1}")
            .with("notes/readme.txt", "hello");
    Hierarchy hierarchy = open(store);
    assertThat(hierarchy.node(ROOT).orElseThrow().format()).isEqualTo(ZarrFormat.V2);
    assertThat(names(hierarchy.children(ROOT))).containsExactly("g");
    assertThat(hierarchy.node(path("g")).orElseThrow().attributes().get("n")).isPresent();
    assertThat(names(hierarchy.descendants(ROOT))).containsExactly("g", "g/h", "g/h/u");
    assertThat(hierarchy.node(path("notes"))).isEmpty();
    assertThat(hierarchy.children(ROOT).unreadable()).isEmpty();
    FakeStore v3 = new FakeStore().with("zarr.json", V3_GROUP).with("a/b/zarr.json", V3_ARRAY);
    assertThat(names(open(v3).descendants(ROOT))).containsExactly("a", "a/b");
  }

  @Test
  void aSearchForGroupsWithoutDocumentsEnds() {
    FakeStore store = v2Tree();
    for (int i = 0; i < 100; i++) {
      store.with("junk/" + i + "/file", "");
    }
    Hierarchy hierarchy = open(store);
    Children children = hierarchy.children(ROOT);
    assertThat(names(children)).containsExactly("g", "t");
    assertThat(children.unreadable()).extracting(Unreadable::path).containsExactly(path("junk"));
    assertThat(children.unreadable().get(0).reason()).contains("too much lies below it");
    assertThat(store.requests().stream().filter(r -> r.startsWith("list junk"))).hasSize(64);
  }

  @Test
  void aBrokenChildLeavesItsSiblings() {
    for (FakeStore store :
        List.of(
            v3Tree()
                .with("bad/zarr.json", "{'zarr_format': 3")
                .with("text/zarr.json", V3_ARRAY.replace("float32", "text")),
            v2Tree()
                .with("bad/.zarray", "{'zarr_format': 2")
                .with("text/.zarray", V2_ARRAY.replace("<f4", "<i3")))) {
      Hierarchy hierarchy = open(store);
      Children children = hierarchy.children(ROOT);
      assertThat(names(children)).containsExactly("g", "t");
      assertThat(children.unreadable())
          .extracting(Unreadable::path)
          .containsExactly(path("bad"), path("text"));
      String reason = children.unreadable().get(1).reason();
      assertThat(reason)
          .startsWith("Cannot read array /text in fake:store: data type '")
          .contains("' is not supported by this version.");
      assertThatThrownBy(() -> hierarchy.node(path("text")))
          .isInstanceOf(MetadataException.class)
          .hasMessage(reason);
      assertThat(hierarchy.descendants(ROOT).unreadable()).isEqualTo(children.unreadable());
    }
  }

  @Test
  void aBrokenConsolidatedChildLeavesItsSiblings() {
    FakeStore store =
        new FakeStore()
            .with(
                "zarr.json",
                v3Consolidated(
                    "'t': "
                        + V3_ARRAY
                        + ", 'g/s': "
                        + V3_ARRAY.replace("float32", "text")
                        + ", 'g/bad': 5"));
    Hierarchy hierarchy = open(store);
    assertThat(names(hierarchy.children(ROOT))).containsExactly("g", "t");
    assertThat(hierarchy.children(ROOT).unreadable()).isEmpty();
    assertThat(hierarchy.children(path("g")).unreadable())
        .extracting(Unreadable::path)
        .containsExactly(path("g/bad"), path("g/s"));
    assertThat(hierarchy.descendants(ROOT).unreadable()).hasSize(2);
    assertThatThrownBy(() -> hierarchy.node(path("g/s")))
        .isInstanceOf(MetadataException.class)
        .hasMessageContaining("'text' is not supported");
  }

  @ParameterizedTest
  @EnumSource(Consolidated.class)
  void aFailedRequestIsNotAnAbsentNode(Consolidated consolidated) {
    for (String key : List.of("zarr.json", "t/zarr.json", "")) {
      FakeStore store = v3Tree().withDenied(key);
      Hierarchy hierarchy = Hierarchy.open(store, consolidated);
      if (consolidated != Consolidated.REQUIRED || key.equals("zarr.json")) {
        assertThatThrownBy(() -> hierarchy.children(ROOT))
            .isInstanceOf(AccessDeniedException.class)
            .hasMessageContaining("403");
      }
    }
    FakeStore v2 = v2Tree().withDenied("t/.zattrs");
    if (consolidated != Consolidated.REQUIRED) {
      assertThatThrownBy(() -> Hierarchy.open(v2, consolidated).children(ROOT))
          .isInstanceOf(AccessDeniedException.class)
          .hasMessageContaining("/t in fake:store: access to its '.zattrs' is denied");
    }
  }

  /** Object stores that may not be listed deny what does not exist. */
  private static FakeStore denyingAbsent(FakeStore store) {
    for (String place : List.of("", "t/", "g/")) {
      for (String name : List.of("zarr.json", ".zmetadata", ".zarray", ".zgroup", ".zattrs")) {
        store.withDeniedIfAbsent(place + name);
      }
    }
    return store.withoutListing();
  }

  @Test
  void aDeniedV3DocumentBesideAReadableV2OneIsV2() {
    String attributes = "{'units': 'K'}";
    FakeStore consolidated =
        denyingAbsent(
            new FakeStore()
                .with(
                    ".zmetadata",
                    v2Consolidated("'.zgroup': " + V2_GROUP + ", 't/.zarray': " + V2_ARRAY)));
    for (Consolidated use : List.of(Consolidated.IF_PRESENT, Consolidated.REQUIRED)) {
      Hierarchy hierarchy = Hierarchy.open(consolidated, use);
      assertThat(names(hierarchy.children(ROOT))).containsExactly("t");
      assertThat(consolidated.requests()).containsExactly("get zarr.json", "get .zmetadata");
    }
    FakeStore plain =
        denyingAbsent(
            new FakeStore()
                .with("t/.zarray", V2_ARRAY)
                .with("t/.zattrs", attributes)
                .with("g/.zgroup", V2_GROUP)
                .with("g/.zattrs", attributes));
    for (Consolidated use : List.of(Consolidated.IF_PRESENT, Consolidated.IGNORED)) {
      Hierarchy hierarchy = Hierarchy.open(plain, use);
      assertThat(hierarchy.node(path("t"))).get().isInstanceOf(ArrayMetadata.class);
      assertThat(hierarchy.node(path("g"))).get().isInstanceOf(GroupMetadata.class);
      assertThat(hierarchy.node(path("g")).orElseThrow().format()).isEqualTo(ZarrFormat.V2);
      assertThatThrownBy(() -> hierarchy.node(ROOT))
          .isInstanceOf(AccessDeniedException.class)
          .hasMessageContaining("Zarr node / in fake:store: access to its 'zarr.json' is denied");
    }
    assertThatThrownBy(() -> Hierarchy.open(plain, Consolidated.REQUIRED).node(path("t")))
        .isInstanceOf(AccessDeniedException.class);
  }

  @Test
  void aDenialIsTheErrorWhereThereIsNothingElse() {
    FakeStore nothing = denyingAbsent(new FakeStore());
    for (Consolidated use : Consolidated.values()) {
      for (NodePath path : List.of(ROOT, path("t"))) {
        assertThatThrownBy(() -> Hierarchy.open(nothing, use).node(path))
            .isInstanceOf(AccessDeniedException.class)
            .hasMessageContaining("access to its 'zarr.json' is denied")
            .hasMessageContaining("403");
      }
    }
    // The root may list a node whose own documents are not there.
    FakeStore root = new FakeStore().withDenied("zarr.json").withoutListing();
    assertThatThrownBy(() -> open(root).node(path("t"))).isInstanceOf(AccessDeniedException.class);
    // Attributes that cannot be read may say how values are decoded.
    FakeStore attributes = v2Tree().withDenied("zarr.json").withDenied("t/.zattrs");
    assertThatThrownBy(() -> open(attributes).node(path("t")))
        .isInstanceOf(AccessDeniedException.class)
        .hasMessageContaining("'.zattrs'");
    // A listing shows v3 documents that are denied: this is no v2 store.
    FakeStore v3 = v3Tree().withDenied("g/zarr.json");
    assertThatThrownBy(() -> open(v3).node(path("g"))).isInstanceOf(AccessDeniedException.class);
    assertThatThrownBy(() -> open(v3).children(ROOT)).isInstanceOf(AccessDeniedException.class);
  }

  @Test
  void aDeniedV2ArrayDocumentBesideAReadableGroupIsTheGroup() {
    FakeStore store = v2Tree().withDenied(".zarray");
    assertThat(names(open(store).children(ROOT))).containsExactly("g", "t");
    FakeStore array = v2Tree().withDenied("t/.zarray");
    assertThatThrownBy(() -> open(array).node(path("t")))
        .isInstanceOf(AccessDeniedException.class)
        .hasMessageContaining("access to its '.zarray' is denied");
  }

  @Test
  void aStoreThatCannotListNeedsConsolidatedMetadata() {
    FakeStore store = v3Tree().withoutListing();
    assertThat(open(store).node(path("g/h/u"))).isPresent();
    assertThatThrownBy(() -> open(store).children(path("g")))
        .isInstanceOf(StoreException.class)
        .hasMessage(
            "Cannot find the children of group /g in fake:store: the store cannot list, and there"
                + " is no consolidated metadata. Name an array's path, or consolidate the store's"
                + " metadata.");
  }

  @Test
  void v3IsPreferredAtOnePath() {
    FakeStore store = v3Tree().with(".zgroup", V2_GROUP).with("t/.zarray", "broken");
    Hierarchy hierarchy = open(store);
    assertThat(hierarchy.node(path("t")).orElseThrow().format()).isEqualTo(ZarrFormat.V3);
    assertThat(hierarchy.node(ROOT).orElseThrow().format()).isEqualTo(ZarrFormat.V3);
    assertThat(names(hierarchy.children(ROOT))).containsExactly("g", "t");
  }

  @Test
  void aChildOfTheOtherFormatIsFound() {
    FakeStore v2 = v2Tree().with("new/zarr.json", V3_ARRAY);
    assertThat(open(v2).children(ROOT).nodes().get(path("new")).format()).isEqualTo(ZarrFormat.V3);
    FakeStore v3 = v3Tree().with("old/.zarray", V2_ARRAY);
    assertThat(open(v3).children(ROOT).nodes().get(path("old")).format()).isEqualTo(ZarrFormat.V2);
  }

  @Test
  void whatIsNotThereIsNotFound() {
    Hierarchy hierarchy = open(v3Tree());
    assertThat(hierarchy.node(path("nothing"))).isEmpty();
    assertThatThrownBy(() -> hierarchy.children(path("nothing")))
        .isInstanceOf(NodeNotFoundException.class)
        .hasMessage(
            "Cannot find a Zarr group or array at /nothing in fake:store. Check the path; names are"
                + " case-sensitive.");
    assertThat(open(new FakeStore()).node(ROOT)).isEmpty();
  }

  @Test
  void aStoreOfFormat1IsRefused() {
    FakeStore store =
        new FakeStore()
            .with("meta", "{'zarr_format': 1, 'shape': [4], 'chunks': [2], 'dtype': '<f4'}")
            .with("attrs", "{}");
    assertThatThrownBy(() -> open(store).node(ROOT))
        .isInstanceOf(MetadataException.class)
        .hasMessageContaining("it is Zarr format 1, which is not supported");
    assertThat(open(new FakeStore().with("meta", "hello")).node(ROOT)).isEmpty();
  }

  @Test
  void namesAreNeverPatternsOrAddresses() {
    FakeStore store = v3Tree();
    for (String name : List.of("[10ms]", "(level5)", "a b", "ü", "100%", "a%2Fb", "*")) {
      store.with(name + "/zarr.json", V3_ARRAY);
    }
    store.with("__hidden/zarr.json", V3_ARRAY);
    assertThat(names(open(store).children(ROOT)))
        .containsExactly("(level5)", "*", "100%", "[10ms]", "a b", "a%2Fb", "g", "t", "ü");
  }
}
