package dev.sparkzarr.array;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.sparkzarr.ZarrException;
import dev.sparkzarr.codec.ChunkBuffer;
import dev.sparkzarr.codec.CodecException;
import dev.sparkzarr.metadata.ArrayMetadata;
import dev.sparkzarr.metadata.Attributes;
import dev.sparkzarr.metadata.ElementKind;
import dev.sparkzarr.metadata.GroupMetadata;
import dev.sparkzarr.metadata.NodePath;
import dev.sparkzarr.metadata.Shape;
import dev.sparkzarr.metadata.ZarrFormat;
import dev.sparkzarr.store.MemoryStore;
import dev.sparkzarr.store.RecordingStore;
import dev.sparkzarr.store.StoreException;
import dev.sparkzarr.store.StoreKey;
import dev.sparkzarr.store.StoreRequest;
import dev.sparkzarr.store.middleware.ReadOnlyStore;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NodesTest {
  private static final NodePath GROUP = new NodePath("g");
  private static final NodePath ARRAY = new NodePath("g/a");
  private static final GroupMetadata V3 = new GroupMetadata(ZarrFormat.V3, Attributes.EMPTY);
  private static final GroupMetadata V2 = new GroupMetadata(ZarrFormat.V2, Attributes.EMPTY);
  private static final ArrayMetadata BYTES =
      TestArrays.array(
          ElementKind.UINT8, Shape.of(3), Shape.of(2), TestArrays.plain(), new byte[] {5});

  private final MemoryStore store = MemoryStore.unnamed();

  private List<String> keys() {
    return store.keys(Optional.empty()).map(StoreKey::value).sorted().toList();
  }

  @Test
  void whatIsCreatedIsRead() {
    Attributes attributes =
        new Attributes(JsonNodeFactory.instance.objectNode().put("title", "weather"));
    GroupMetadata titled = new GroupMetadata(ZarrFormat.V3, attributes);
    Nodes.create(store, NodePath.ROOT, titled);
    Nodes.create(store, GROUP, V3);
    Nodes.create(store, ARRAY, BYTES);
    assertThat(keys()).containsExactly("g/a/zarr.json", "g/zarr.json", "zarr.json");
    assertThat(Nodes.readGroup(store, NodePath.ROOT)).isEqualTo(titled);
    assertThat(Nodes.readArray(store, ARRAY)).isEqualTo(BYTES);
    assertThat(Nodes.children(store, GROUP).nodes()).containsOnlyKeys(ARRAY);
  }

  @Test
  void whatIsNotThereIsItsOwnError() {
    assertThatThrownBy(() -> Nodes.read(store, ARRAY))
        .isInstanceOf(NodeNotFoundException.class)
        .hasMessageContaining("/g/a")
        .hasMessageContaining("memory:(unnamed)");
    Nodes.create(store, GROUP, V3);
    assertThatThrownBy(() -> ZarrGroup.open(store, GROUP).array("a"))
        .isInstanceOf(NodeNotFoundException.class);
  }

  @Test
  void theOtherKindOfNodeIsAnError() {
    Nodes.create(store, GROUP, V3);
    Nodes.create(store, ARRAY, BYTES);
    assertThatThrownBy(() -> Nodes.readArray(store, GROUP))
        .isInstanceOf(ZarrException.class)
        .hasMessage("Cannot open /g in memory:(unnamed) as an array: it is a group.");
    assertThatThrownBy(() -> Nodes.readGroup(store, ARRAY))
        .isInstanceOf(ZarrException.class)
        .hasMessage("Cannot open /g/a in memory:(unnamed) as a group: it is an array.");
  }

  @Test
  void whereSomethingIsNothingIsCreated() {
    for (GroupMetadata group : List.of(V2, V3)) {
      Nodes.overwrite(store, GROUP, group);
      List<String> before = keys();
      assertThatThrownBy(() -> Nodes.create(store, GROUP, V3))
          .isInstanceOf(NodeExistsException.class)
          .hasMessageStartingWith("Cannot create /g in memory:(unnamed): ");
      assertThatThrownBy(() -> Nodes.create(store, GROUP, BYTES))
          .isInstanceOf(NodeExistsException.class);
      assertThat(keys()).isEqualTo(before);
    }
  }

  @Test
  void aStrayChunkKeepsAnArrayFromBeingCreated() {
    store.put(new StoreKey("g/a/c/0"), ByteBuffer.allocate(2));
    assertThatThrownBy(() -> ZarrArray.create(store, ARRAY, BYTES))
        .isInstanceOf(NodeExistsException.class);
    assertThat(keys()).containsExactly("g/a/c/0");
  }

  @Test
  void anArrayThatCouldNotBeReadIsNotCreated() {
    ArrayMetadata unknown =
        TestArrays.array(
            ElementKind.UINT8,
            Shape.of(3),
            Shape.of(2),
            List.of(TestArrays.codec("nonesuch", "{}")),
            new byte[1]);
    assertThatThrownBy(() -> ZarrArray.create(store, ARRAY, unknown))
        .isInstanceOf(CodecException.class);
    assertThat(keys()).isEmpty();
  }

  @Test
  void overwritingTakesEverythingBelowAndNothingBeside() {
    Nodes.create(store, GROUP, V2);
    store.put(new StoreKey("g/a/c/0"), ByteBuffer.allocate(2));
    store.put(new StoreKey("gg/zarr.json"), ByteBuffer.allocate(2));
    Nodes.overwrite(store, GROUP, V3);
    assertThat(keys()).containsExactly("g/zarr.json", "gg/zarr.json");
    Nodes.overwrite(store, NodePath.ROOT, V2);
    assertThat(keys()).containsExactly(".zattrs", ".zgroup");
  }

  @Test
  void aStoreThatCannotWriteSaysSoBeforeAnythingIsSent() {
    Nodes.create(store, GROUP, V3);
    RecordingStore recording = new RecordingStore(store);
    ReadOnlyStore readOnly = new ReadOnlyStore(recording);
    String cannot = "Cannot write /g in memory:(unnamed): the store cannot be written to.";
    assertThatThrownBy(() -> Nodes.create(readOnly, GROUP, V3))
        .isInstanceOf(StoreException.class)
        .hasMessage(cannot);
    assertThatThrownBy(() -> Nodes.overwrite(readOnly, GROUP, V3))
        .isInstanceOf(StoreException.class)
        .hasMessage(cannot);
    assertThatThrownBy(() -> Nodes.writeMetadata(readOnly, GROUP, V3))
        .isInstanceOf(StoreException.class)
        .hasMessage(cannot);
    assertThatThrownBy(() -> Nodes.consolidate(readOnly)).isInstanceOf(StoreException.class);
    assertThatThrownBy(() -> Nodes.delete(readOnly, GROUP))
        .isInstanceOf(StoreException.class)
        .hasMessage("Cannot delete /g in memory:(unnamed): the store cannot delete.");
    assertThat(recording.requests()).isEmpty();
  }

  @Test
  void aNodeGoesWithAllBelowItAndNothingBeside() {
    for (GroupMetadata format : List.of(V2, V3)) {
      Nodes.overwrite(store, NodePath.ROOT, format);
      Nodes.create(store, GROUP, format);
      Nodes.create(store, new NodePath("gg"), format);
      ArrayMetadata array =
          format == V3
              ? BYTES
              : TestArrays.v2(
                  ElementKind.UINT8, Shape.of(3), Shape.of(2), TestArrays.plain(), new byte[1]);
      ZarrArray.create(store, ARRAY, array)
          .writer(EmptyChunks.WRITE)
          .writeEncoded(ChunkIndex.of(0), ByteBuffer.allocate(2));
      Nodes.create(store, new NodePath("g/ab"), array);
      Nodes.delete(store, ARRAY);
      assertThat(keys()).noneMatch(key -> key.startsWith("g/a/")).anyMatch(k -> k.contains("g/ab"));
      assertThatThrownBy(() -> Nodes.delete(store, ARRAY))
          .isInstanceOf(NodeNotFoundException.class)
          .hasMessageContaining("/g/a");
      ZarrGroup.open(store, NodePath.ROOT).delete("g");
      assertThat(keys()).noneMatch(key -> key.startsWith("g/")).anyMatch(k -> k.startsWith("gg/"));
      Nodes.delete(store, NodePath.ROOT);
      assertThat(keys()).isEmpty();
    }
  }

  /** Whoever reads meanwhile, or after a failure, finds no array whose chunks are gone. */
  @Test
  void documentsGoBeforeChunks() {
    Nodes.create(store, GROUP, V3);
    ZarrArray.create(store, ARRAY, BYTES)
        .writer(EmptyChunks.WRITE)
        .writeEncoded(ChunkIndex.of(0), ByteBuffer.allocate(2));
    RecordingStore recording = new RecordingStore(store);
    Nodes.delete(recording, GROUP);
    assertThat(recording.requests())
        .filteredOn(request -> request.toString().startsWith("DELETE"))
        .extracting(Object::toString)
        .containsExactly("DELETE g/zarr.json", "DELETE g/a/zarr.json", "DELETE g");
    assertThat(keys()).isEmpty();
  }

  @Test
  void consolidatedMetadataOpenAStoreWithFewRequests() {
    for (GroupMetadata format : List.of(V2, V3)) {
      Nodes.overwrite(store, NodePath.ROOT, format);
      Nodes.create(store, GROUP, format);
      ArrayMetadata array =
          format == V3
              ? BYTES
              : TestArrays.v2(
                  ElementKind.UINT8, Shape.of(3), Shape.of(2), TestArrays.plain(), new byte[1]);
      Nodes.create(store, ARRAY, array);
      Nodes.consolidate(store);
      RecordingStore recording = new RecordingStore(store);
      Hierarchy hierarchy = Hierarchy.open(recording, Hierarchy.Consolidated.REQUIRED);
      assertThat(hierarchy.node(ARRAY)).contains(array);
      assertThat(recording.requests())
          .hasSizeLessThanOrEqualTo(2)
          .last()
          .isEqualTo(StoreRequest.get(format == V3 ? "zarr.json" : ".zmetadata"));
    }
  }

  @Test
  void boundArraysReadAndWrite() {
    ZarrGroup root = ZarrGroup.create(store, NodePath.ROOT, V3);
    ZarrArray array = root.createGroup("g", V3).createArray("a", BYTES);
    ChunkBuffer values = new ChunkBuffer(ElementKind.UINT8);
    values.resize(2);
    values.bytes()[0] = 1;
    values.bytes()[1] = 2;
    array.writer(EmptyChunks.SKIP).writeObject(ChunkIndex.of(0), values);

    ZarrArray again = root.group("g").array("a");
    assertThat(again.metadata()).isEqualTo(BYTES);
    assertThat(again.path()).isEqualTo(ARRAY);
    assertThat(Sample.bytes(again.readAll())).containsExactly(1, 2, 5);
    assertThat(Sample.bytes(again.readChunk(ChunkIndex.of(1)))).containsExactly(5, 5);
    assertThat(again.readEncoded(ChunkIndex.of(0)).orElseThrow().get(1)).isEqualTo((byte) 2);
    assertThat(again.readEncoded(ChunkIndex.of(1))).isEmpty();
    assertThat(again.counters().chunksMissing.sum()).isEqualTo(2);
    assertThat(again).hasToString("array /g/a in memory:(unnamed)");
    assertThat(root.children().nodes()).containsOnlyKeys(GROUP);
  }
}
