package dev.sparkzarr.array;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sparkzarr.codec.ChunkBuffer;
import dev.sparkzarr.codec.CodecException;
import dev.sparkzarr.metadata.ArrayMetadata;
import dev.sparkzarr.metadata.CodecSpec;
import dev.sparkzarr.metadata.ElementKind;
import dev.sparkzarr.metadata.NodePath;
import dev.sparkzarr.metadata.Shape;
import dev.sparkzarr.store.MemoryStore;
import dev.sparkzarr.store.RecordingStore;
import dev.sparkzarr.store.Store;
import dev.sparkzarr.store.StoreException;
import dev.sparkzarr.store.StoreKey;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Inner chunks written where they stand. */
class InPlaceShardsTest {
  private static final NodePath PATH = new NodePath("a");
  private static final StoreKey SHARD = new StoreKey("a/c/0");
  private static final String BYTES = "{'name':'bytes','configuration':{'endian':'little'}}";
  private static final String CHECKED = BYTES + ",{'name':'crc32c'}";

  private final MemoryStore memory = MemoryStore.unnamed();
  private final RecordingStore store = new RecordingStore(memory);

  /** Indexes 0 to 13 in shards of 8, inner chunks of 2; fill 0. */
  private static ArrayMetadata array(String inner, String location, String... around) {
    List<CodecSpec> codecs = new ArrayList<>();
    codecs.add(
        TestArrays.codec(
            "sharding_indexed",
            "{'chunk_shape':[2],'codecs':["
                + inner
                + "],'index_codecs':["
                + CHECKED
                + "],'index_location':'"
                + location
                + "'}"));
    for (String codec : around) {
      codecs.add(TestArrays.codec(codec, "{}"));
    }
    return TestArrays.array(ElementKind.UINT8, Shape.of(14), Shape.of(8), codecs, new byte[] {0});
  }

  private ArrayWriter writer(Store target, ArrayMetadata array, ShardWrites shards) {
    return new JavaEngine()
        .openForWriting(target, PATH, array, WriteSettings.of(EmptyChunks.SKIP).with(shards));
  }

  private static ChunkBuffer values(int... bytes) {
    ChunkBuffer values = new ChunkBuffer(ElementKind.UINT8);
    values.resize(bytes.length);
    for (int i = 0; i < bytes.length; i++) {
      values.bytes()[i] = (byte) bytes[i];
    }
    return values;
  }

  private static Region range(long start, long stop) {
    return new Region(List.of(Region.Range.of(start, stop)));
  }

  private byte[] read(ArrayMetadata array) {
    return Sample.bytes(ZarrArray.of(memory, PATH, array, new JavaEngine()).readAll());
  }

  @ParameterizedTest
  @CsvSource({"start", "end"})
  void onlyTheBytesOfTheInnerChunksAreWritten(String location) {
    ArrayMetadata array = array(CHECKED, location);
    ArrayWriter writer = writer(store, array, ShardWrites.IN_PLACE);
    writer.write(range(0, 14), values(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14));
    int size = memory.get(SHARD, 1000).orElseThrow().remaining();
    store.clear();
    writer.write(range(1, 4), values(21, 22, 0));
    assertThat(store.requests())
        .extracting(request -> request.toString().split(" bytes| the last")[0])
        .containsExactly(
            "RANGE a/c/0", // the index
            "RANGE a/c/0", // the inner chunk of which only the second half is written
            "RANGE_PUT a/c/0",
            "RANGE_PUT a/c/0");
    assertThat(read(array)).containsExactly(1, 21, 22, 0, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14);
    assertThat(memory.get(SHARD, 1000).orElseThrow().remaining()).isEqualTo(size);
  }

  @Test
  void aShardThatDoesNotHoldAnInnerChunkIsPutAsAWhole() {
    ArrayMetadata array = array(BYTES, "end");
    ArrayWriter writer = writer(store, array, ShardWrites.IN_PLACE);
    writer.write(range(0, 3), values(1, 2, 3));
    assertThat(store.requests()).extracting(Object::toString).contains("CREATE a/c/0");
    store.clear();
    writer.write(range(3, 5), values(4, 5));
    assertThat(store.requests()).extracting(Object::toString).contains("REPLACE a/c/0");
    assertThat(read(array)).containsExactly(1, 2, 3, 4, 5, 0, 0, 0, 0, 0, 0, 0, 0, 0);
  }

  @Test
  void whatHasNoPlaceOfItsOwnIsRefused() {
    assertRefused(store, array("{'name':'bytes'},{'name':'zstd'}", "end"), "depends on their");
    assertRefused(store, array(BYTES, "end", "crc32c"), "codecs around the shard");
    assertRefused(
        store,
        TestArrays.array(
            ElementKind.UINT8, Shape.of(3), Shape.of(2), TestArrays.plain(), new byte[1]),
        "its objects are not shards");
    assertThatThrownBy(
            () -> writer(new PlainWrites(store), array(BYTES, "end"), ShardWrites.IN_PLACE))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("array /a in memory:(unnamed)")
        .hasMessageContaining("the store cannot write inside a value. Write whole shards.");
    assertThatThrownBy(
            () ->
                new ReferenceEngine()
                    .openForWriting(
                        store,
                        PATH,
                        array(BYTES, "end"),
                        WriteSettings.of(EmptyChunks.SKIP).with(ShardWrites.IN_PLACE)))
        .isInstanceOf(CodecException.class)
        .hasMessageContaining("engine 'reference' puts whole shards only");
    assertThat(store.requests()).isEmpty();
  }

  private void assertRefused(Store target, ArrayMetadata array, String reason) {
    assertThatThrownBy(() -> writer(target, array, ShardWrites.IN_PLACE))
        .isInstanceOf(CodecException.class)
        .hasMessageStartingWith("Cannot write into the shards of array /a in memory:(unnamed)")
        .hasMessageContaining(reason);
  }

  @Test
  void aDamagedInnerChunkIsNotOverwrittenInPart() {
    ArrayMetadata array = array(CHECKED, "start");
    ArrayWriter writer = writer(store, array, ShardWrites.IN_PLACE);
    writer.write(range(0, 8), values(1, 2, 3, 4, 5, 6, 7, 8));
    ByteBuffer shard = memory.get(SHARD, 1000).orElseThrow();
    byte[] bytes = new byte[shard.remaining()];
    shard.duplicate().get(bytes);
    bytes[4 * 16 + 4] ^= 1; // the first byte after the index
    memory.put(SHARD, ByteBuffer.wrap(bytes));
    assertThatThrownBy(() -> writer.write(range(1, 2), values(9)))
        .isInstanceOf(CodecException.class)
        .hasMessageStartingWith("Cannot decode inner chunk [0] of chunk c/0 of array /a in");
    writer.write(range(0, 2), values(9, 9)); // replaces it
    assertThat(read(array)).startsWith(9, 9, 3, 4);
  }

  /** The same values as with whole shards, whatever is written. */
  @Property(tries = 200)
  void anyRegionsReadBack(@ForAll long seed) {
    Random random = new Random(seed);
    ArrayMetadata array =
        array(random.nextBoolean() ? BYTES : CHECKED, random.nextBoolean() ? "start" : "end");
    ArrayWriter writer = writer(memory, array, ShardWrites.IN_PLACE);
    byte[] expected = new byte[14];
    for (int i = 0; i < 6; i++) {
      int step = 1 + random.nextInt(3);
      int start = random.nextInt(14);
      int count = 1 + random.nextInt((13 - start) / step + 1);
      int[] values = new int[count];
      for (int k = 0; k < count; k++) {
        values[k] = random.nextInt(3);
        expected[start + k * step] = (byte) values[k];
      }
      writer.write(new Region(List.of(new Region.Range(start, count, step))), values(values));
      assertThat(read(array)).isEqualTo(expected);
    }
    memory.keys(Optional.empty()).toList().forEach(memory::delete);
  }
}
