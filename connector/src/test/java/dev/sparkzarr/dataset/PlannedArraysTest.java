package dev.sparkzarr.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sparkzarr.array.Hierarchy.Consolidated;
import dev.sparkzarr.array.Nodes;
import dev.sparkzarr.array.ZarrArray;
import dev.sparkzarr.metadata.ArrayMetadata;
import dev.sparkzarr.metadata.NodePath;
import dev.sparkzarr.store.AccessDeniedException;
import dev.sparkzarr.store.FaultyStore;
import dev.sparkzarr.store.MemoryStore;
import dev.sparkzarr.store.RecordingStore;
import dev.sparkzarr.store.StoreKey;
import dev.sparkzarr.store.StoreRequest;
import dev.sparkzarr.store.UnavailableException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PlannedArraysTest {
  private static final NodePath PATH = new NodePath("t");
  private static final StoreKey DOCUMENT = new StoreKey("t/zarr.json");

  private final MemoryStore memory = MemoryStore.unnamed();
  private final RecordingStore recording = new RecordingStore(memory);
  private ArrayHandle planned;

  @BeforeEach
  void write() {
    put("zarr.json", "{\"zarr_format\":3,\"node_type\":\"group\"}");
    put("t/zarr.json", array(10));
    ArrayMetadata metadata = ZarrArray.open(memory, PATH).metadata();
    planned = new ArrayHandle(PATH, metadata.document(), ArrayHandle.Elements.STORED);
  }

  private void put(String key, String text) {
    memory.put(new StoreKey(key), ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static String array(int length) {
    return """
    {"zarr_format":3,"node_type":"array","shape":[%d],"data_type":"int32","fill_value":0,
     "chunk_grid":{"name":"regular","configuration":{"chunk_shape":[5]}},
     "chunk_key_encoding":{"name":"default","configuration":{"separator":"/"}},
     "codecs":[{"name":"bytes","configuration":{"endian":"little"}}],
     "attributes":{"written":%d}}
    """
        .formatted(length, length);
  }

  private PlannedArrays arrays(Consolidated consolidated) {
    return new PlannedArrays(recording, consolidated);
  }

  @Test
  void anArrayThatIsStillThereIsAskedForOnce() {
    for (Consolidated from : Consolidated.values()) {
      recording.clear();
      PlannedArrays arrays = arrays(from);
      arrays.check(planned);
      arrays.check(planned);
      assertThat(recording.requests()).containsExactly(StoreRequest.get("t/zarr.json"));
    }
  }

  @Test
  void anArrayWithOtherAttributesIsTheSame() {
    put("t/zarr.json", array(10).replace("\"written\":10", "\"written\":11"));
    arrays(Consolidated.IF_PRESENT).check(planned);
  }

  @Test
  void anotherArrayIsAnError() {
    put("t/zarr.json", array(11));
    for (Consolidated from : new Consolidated[] {Consolidated.IF_PRESENT, Consolidated.IGNORED}) {
      PlannedArrays arrays = arrays(from);
      for (int i = 0; i < 2; i++) {
        assertThatThrownBy(() -> arrays.check(planned))
            .isInstanceOf(DatasetException.class)
            .hasMessageContaining("array /t in " + memory.describe())
            .hasMessageContaining("the store changed while it was read. Load it again.");
      }
    }
  }

  @Test
  void anArrayThatIsGoneIsAnError() {
    memory.delete(DOCUMENT);
    assertThatThrownBy(() -> arrays(Consolidated.IF_PRESENT).check(planned))
        .isInstanceOf(DatasetException.class)
        .hasMessageContaining("array /t in " + memory.describe())
        .hasMessageContaining("use a path that every executor reaches");
  }

  @Test
  void anEmptyStoreIsAnError() {
    for (Consolidated from : new Consolidated[] {Consolidated.IF_PRESENT, Consolidated.IGNORED}) {
      assertThatThrownBy(() -> new PlannedArrays(MemoryStore.unnamed(), from).check(planned))
          .isInstanceOf(DatasetException.class)
          .hasMessageContaining("use a path that every executor reaches");
    }
  }

  @Test
  void whatConsolidatedMetadataListIsThePlan() {
    Nodes.consolidate(memory);
    put("t/zarr.json", array(11));
    arrays(Consolidated.IF_PRESENT).check(planned);
    arrays(Consolidated.REQUIRED).check(planned);
    assertThatThrownBy(() -> arrays(Consolidated.IGNORED).check(planned))
        .hasMessageContaining("changed");
    memory.delete(DOCUMENT);
    arrays(Consolidated.IF_PRESENT).check(planned);
  }

  @Test
  void changedConsolidatedMetadataAreAnError() {
    put("t/zarr.json", array(11));
    Nodes.consolidate(memory);
    assertThatThrownBy(() -> arrays(Consolidated.IF_PRESENT).check(planned))
        .isInstanceOf(DatasetException.class)
        .hasMessageContaining("changed");
  }

  @Test
  void whatCouldNotBeFoundOutIsAnErrorOfItsOwn() {
    FaultyStore faulty = new FaultyStore(memory);
    faulty.failKey("t/zarr.json", FaultyStore.Fault.UNAVAILABLE);
    PlannedArrays arrays = new PlannedArrays(faulty, Consolidated.IF_PRESENT);
    assertThatThrownBy(() -> arrays.check(planned)).isInstanceOf(UnavailableException.class);
    faulty.failKey("t/zarr.json", FaultyStore.Fault.DENIED);
    assertThatThrownBy(() -> arrays.check(planned)).isInstanceOf(AccessDeniedException.class);
    Nodes.consolidate(memory);
    arrays.check(planned);
  }
}
