package dev.sparkzarr.array;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sparkzarr.codec.ChunkBuffer;
import dev.sparkzarr.codec.CodecException;
import dev.sparkzarr.metadata.ArrayMetadata;
import dev.sparkzarr.metadata.ChunkEdges;
import dev.sparkzarr.metadata.ChunkGrid;
import dev.sparkzarr.metadata.CodecSpec;
import dev.sparkzarr.metadata.ElementKind;
import dev.sparkzarr.metadata.NodePath;
import dev.sparkzarr.metadata.Shape;
import dev.sparkzarr.store.MemoryStore;
import dev.sparkzarr.store.StoreKey;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Grids whose chunks differ in shape, and stores of such arrays written by hand. */
class ArrayGridTest {
  private static final NodePath PATH = new NodePath("a");
  private static final List<CodecSpec> SHARDS =
      List.of(
          TestArrays.codec(
              "sharding_indexed",
              "{'chunk_shape':[2],'codecs':[{'name':'bytes'}],"
                  + "'index_codecs':[{'name':'bytes','configuration':{'endian':'little'}}]}"));

  private static ArrayMetadata array(Shape shape, List<CodecSpec> codecs, ChunkEdges... edges) {
    return TestArrays.array(
        ElementKind.UINT8,
        shape,
        new ChunkGrid.Rectilinear(List.of(edges)),
        codecs,
        new byte[] {9});
  }

  private static void put(MemoryStore store, String key, int... bytes) {
    ByteBuffer value = ByteBuffer.allocate(bytes.length);
    for (int each : bytes) {
      value.put((byte) each);
    }
    store.writes().orElseThrow().put(new StoreKey(key), value.flip());
  }

  private static byte[] read(MemoryStore store, ArrayMetadata metadata, String engine) {
    ChunkBuffer target = ZarrArray.of(store, PATH, metadata, ArrayEngines.named(engine)).readAll();
    return Sample.bytes(target);
  }

  @Test
  void everyChunkIsStoredWithTheShapeThatIsDeclared() {
    MemoryStore store = MemoryStore.unnamed();
    ArrayMetadata metadata =
        array(
            Shape.of(3, 4),
            List.of(CodecSpec.of("bytes")),
            ChunkEdges.of(3, 1, 2),
            ChunkEdges.of(4, 3, 2));
    put(store, "a/c/0/0", 1, 2, 3);
    put(store, "a/c/0/1", 4, 77); // the second column of this chunk is beyond the array
    put(store, "a/c/1/0", 5, 6, 7, 8, 10, 11);
    for (String engine : List.of("java", "reference")) {
      assertThat(read(store, metadata, engine))
          .containsExactly(1, 2, 3, 4, 5, 6, 7, 9, 8, 10, 11, 9);
    }
    put(store, "a/c/1/1", 0, 0);
    for (String engine : List.of("java", "reference")) {
      assertThatThrownBy(() -> read(store, metadata, engine))
          .isInstanceOf(CodecException.class)
          .hasMessageContaining("chunk c/1/1 of array /a in memory:");
    }
  }

  @Test
  void shardsOfManyLengthsHaveIndexesOfTheirOwn() {
    MemoryStore store = MemoryStore.unnamed();
    ArrayMetadata metadata = array(Shape.of(7), SHARDS, ChunkEdges.of(7, 2, 6));
    int[] one = new int[2 + 16];
    one[0] = 1;
    one[1] = 2;
    one[2 + 8] = 2; // offset 0, length 2
    put(store, "a/c/0", one);
    int[] three = new int[4 + 3 * 16];
    three[0] = 6;
    three[1] = 7;
    three[2] = 3;
    three[3] = 4;
    three[4] = 2; // first inner chunk: offset 2
    three[4 + 8] = 2;
    for (int i = 4 + 16; i < 4 + 32; i++) {
      three[i] = 0xff; // second: not stored
    }
    three[4 + 32 + 8] = 2; // third: offset 0
    put(store, "a/c/1", three);
    for (String engine : List.of("java", "reference")) {
      assertThat(read(store, metadata, engine)).containsExactly(1, 2, 3, 4, 9, 9, 6);
    }
    ArrayGrid grid = ZarrArray.of(store, PATH, metadata, new JavaEngine()).reader().grid();
    assertThat(grid.isSharded()).isTrue();
    assertThat(LongStream.range(0, 4).mapToObj(i -> grid.objectOf(ChunkIndex.of(i)).at(0)))
        .containsExactly(0L, 1L, 1L, 1L);
    assertThat(grid.objectShape(ChunkIndex.of(0))).isEqualTo(Shape.of(2));
    assertThat(grid.chunkShape(ChunkIndex.of(3))).isEqualTo(Shape.of(2));
    assertThat(grid.largestObject()).isEqualTo(Shape.of(6));
  }

  @Test
  void everyShardIsMadeOfWholeInnerChunks() {
    ArrayMetadata metadata = array(Shape.of(9), SHARDS, ChunkEdges.of(9, 3, 6));
    assertThatThrownBy(
            () -> new JavaEngine().open(MemoryStore.unnamed(), PATH, metadata, new ReadCounters()))
        .isInstanceOf(CodecException.class)
        .hasMessageStartingWith("Cannot read array /a in memory:")
        .hasMessageContaining("inner chunks of [2] do not divide every shard of dimension 0");
    ArrayMetadata beyond = array(Shape.of(6), SHARDS, ChunkEdges.of(6, 6, 3));
    assertThat(read(MemoryStore.unnamed(), beyond, "java")).containsOnly(9).hasSize(6);
  }

  @Test
  void writesChunksOfTheirOwnShapes() {
    MemoryStore store = MemoryStore.unnamed();
    ArrayMetadata metadata =
        array(Shape.of(5), List.of(CodecSpec.of("bytes")), ChunkEdges.of(5, 1, 2, 4));
    ArrayWriter writer =
        ZarrArray.of(store, PATH, metadata, new JavaEngine()).writer(EmptyChunks.WRITE);
    ChunkBuffer values = new ChunkBuffer(ElementKind.UINT8);
    values.resize(5);
    System.arraycopy(new byte[] {1, 2, 3, 4, 5}, 0, values.bytes(), 0, 5);
    writer.write(Region.all(Shape.of(5)), values);
    assertThat(stored(store, "a/c/0")).containsExactly(1);
    assertThat(stored(store, "a/c/1")).containsExactly(2, 3);
    assertThat(stored(store, "a/c/2")).containsExactly(4, 5, 9, 9);
    values.resize(4);
    assertThatThrownBy(() -> writer.writeObject(ChunkIndex.of(1), values))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static byte[] stored(MemoryStore store, String key) {
    ByteBuffer value = store.get(new StoreKey(key), 1000).orElseThrow();
    byte[] bytes = new byte[value.remaining()];
    value.get(bytes);
    return bytes;
  }
}
