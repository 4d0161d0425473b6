package dev.sparkzarr.array;

import static dev.sparkzarr.store.StoreRequest.get;
import static dev.sparkzarr.store.StoreRequest.range;
import static dev.sparkzarr.store.StoreRequest.suffix;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sparkzarr.ZarrException;
import dev.sparkzarr.codec.ChunkBuffer;
import dev.sparkzarr.codec.CodecException;
import dev.sparkzarr.metadata.ArrayMetadata;
import dev.sparkzarr.metadata.ElementKind;
import dev.sparkzarr.metadata.NodePath;
import dev.sparkzarr.metadata.Shape;
import dev.sparkzarr.store.FaultyStore;
import dev.sparkzarr.store.MemoryStore;
import dev.sparkzarr.store.RecordingStore;
import dev.sparkzarr.store.SlowStore;
import dev.sparkzarr.store.StoreException;
import dev.sparkzarr.store.StoreKey;
import dev.sparkzarr.store.StoreVerb;
import dev.sparkzarr.store.UnavailableException;
import dev.sparkzarr.store.UntaggedStore;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the engine {@code java} asks of a store, over objects whose bytes are made by hand. */
@Timeout(60)
class JavaArrayReaderTest {
  private static final NodePath PATH = new NodePath("t2m");

  private final MemoryStore memory = MemoryStore.unnamed();
  private final RecordingStore store = new RecordingStore(memory);
  private final ReadCounters counters = new ReadCounters();
  private final ChunkBuffer target = new ChunkBuffer(ElementKind.UINT8);

  private void put(String key, int... bytes) {
    byte[] value = new byte[bytes.length];
    for (int i = 0; i < value.length; i++) {
      value[i] = (byte) bytes[i];
    }
    memory.put(new StoreKey(key), ByteBuffer.wrap(value));
  }

  private ArrayReader reader(ArrayMetadata array, FetchSettings fetch) {
    return new JavaEngine().open(store, PATH, array, fetch, counters);
  }

  private ArrayReader reader(ArrayMetadata array) {
    return reader(array, FetchSettings.DEFAULT);
  }

  private static ArrayMetadata plain(long length) {
    return TestArrays.array(
        ElementKind.UINT8, Shape.of(length), Shape.of(4), TestArrays.plain(), new byte[] {9});
  }

  private byte[] decode(ArrayReader reader, EncodedChunk chunk) {
    reader.decode(chunk, target);
    return Sample.bytes(target);
  }

  private static List<ChunkIndex> chunks(long... numbers) {
    List<ChunkIndex> chunks = new ArrayList<>();
    for (long number : numbers) {
      chunks.add(ChunkIndex.of(number));
    }
    return chunks;
  }

  @Test
  void aChunkIsOneRequest() {
    put("t2m/c/1", 1, 2, 3, 4);
    ArrayReader reader = reader(plain(10));
    assertThat(decode(reader, reader.fetch(chunks(1)).get(0))).containsExactly(1, 2, 3, 4);
    assertThat(store.requests()).containsExactly(get("t2m/c/1"));
    assertThat(counters.objects.sum()).isEqualTo(1);
    assertThat(counters.bytesFetched.sum()).isEqualTo(4);
    assertThat(counters.bytesDecoded.sum()).isEqualTo(4);
    assertThat(counters.chunksDecoded.sum()).isEqualTo(1);
    assertThat(counters.chunksMissing.sum()).isZero();
  }

  @Test
  void aMissingChunkIsFill() {
    ArrayReader reader = reader(plain(10));
    EncodedChunk chunk = reader.fetch(chunks(0)).get(0);
    assertThat(chunk.bytes()).isEmpty();
    assertThat(reader.decode(chunk, target)).isFalse();
    assertThat(Sample.bytes(target)).containsExactly(9, 9, 9, 9);
    assertThat(counters.chunksMissing.sum()).isEqualTo(1);
    assertThat(counters.chunksDecoded.sum()).isZero();
    assertThat(counters.bytesDecoded.sum()).isZero();
  }

  @Test
  void aRegionAsksOnlyForTheChunksItMeets() {
    put("t2m/c/0", 0, 1, 2, 3);
    put("t2m/c/2", 8, 9, 77, 77);
    ArrayReader reader = reader(plain(10));
    reader.read(new Region(List.of(new Region.Range(9, 4, -3))), target);
    assertThat(Sample.bytes(target)).containsExactly(9, 9, 3, 0);
    assertThat(store.requests()).containsExactly(get("t2m/c/2"), get("t2m/c/1"), get("t2m/c/0"));
    assertThat(counters.chunksMissing.sum()).isEqualTo(1);
    assertThat(counters.chunksDecoded.sum()).isEqualTo(2);
  }

  @Test
  void aRegionWithoutElementsAsksNothing() {
    reader(plain(10)).read(new Region(List.of(new Region.Range(0, 0, 1))), target);
    assertThat(target.elements()).isZero();
    reader(plain(0)).read(Region.all(Shape.of(0)), target);
    assertThat(target.elements()).isZero();
    assertThat(store.requests()).isEmpty();
  }

  @Test
  void anArrayWithoutDimensionsIsOneChunk() {
    ArrayMetadata scalar =
        TestArrays.array(
            ElementKind.INT16, Shape.of(), Shape.of(), TestArrays.plain(), new byte[2]);
    put("t2m/c", 0x34, 0x12);
    reader(scalar).read(Region.all(Shape.of()), target);
    assertThat(Sample.bytes(target)).containsExactly(0x34, 0x12);
    assertThat(store.requests()).containsExactly(get("t2m/c"));
  }

  /**
   * Four inner chunks of two bytes: the first after the second, a dead byte between, the third not
   * stored, the last far behind; then the index and its checksum.
   */
  private ArrayMetadata shard() {
    ByteBuffer index = ByteBuffer.allocate(68).order(ByteOrder.LITTLE_ENDIAN);
    index.putLong(3).putLong(2).putLong(0).putLong(2).putLong(-1).putLong(-1);
    index.putLong(100).putLong(2);
    CRC32C sum = new CRC32C();
    sum.update(index.array(), 0, 64);
    index.putInt((int) sum.getValue());
    ByteBuffer object = ByteBuffer.allocate(102 + 68);
    object.put(new byte[] {3, 4, 99, 1, 2}).put(100, new byte[] {7, 8}).put(102, index.array());
    memory.put(new StoreKey("t2m/c/0"), object.rewind());
    return TestArrays.array(
        ElementKind.UINT8,
        Shape.of(16),
        Shape.of(8),
        List.of(
            TestArrays.codec(
                "sharding_indexed",
                "{'chunk_shape':[2],'codecs':[{'name':'bytes','configuration':{}}],"
                    + "'index_codecs':[{'name':'bytes','configuration':{'endian':'little'}},"
                    + "{'name':'crc32c'}],'index_location':'end'}")),
        new byte[] {9});
  }

  @Test
  void theIndexOfAShardIsReadOnceThenOnlyItsChunks() {
    ArrayReader reader = reader(shard(), new FetchSettings(0, 0, 1));
    assertThat(reader.grid().largestChunk()).isEqualTo(Shape.of(2));
    assertThat(reader.grid().largestObject()).isEqualTo(Shape.of(8));
    List<EncodedChunk> fetched = reader.fetch(chunks(3, 0, 2, 1));
    assertThat(decode(reader, fetched.get(0))).containsExactly(7, 8);
    assertThat(decode(reader, fetched.get(1))).containsExactly(1, 2);
    assertThat(decode(reader, fetched.get(2))).containsExactly(9, 9);
    assertThat(decode(reader, fetched.get(3))).containsExactly(3, 4);
    assertThat(store.requests())
        .containsExactly(suffix("t2m/c/0", 68), range("t2m/c/0", 0, 5), range("t2m/c/0", 100, 2));
    assertThat(counters.objects.sum()).isEqualTo(1);
    assertThat(counters.bytesFetched.sum()).isEqualTo(68 + 5 + 2);

    store.clear();
    reader.fetch(chunks(0));
    reader.fetch(chunks(2));
    assertThat(store.requests()).containsExactly(range("t2m/c/0", 3, 2));
    assertThat(counters.objects.sum()).isEqualTo(1);
  }

  @Test
  void rangesFurtherApartThanTheGapAreNotMerged() {
    ArrayMetadata array = shard();
    reader(array, new FetchSettings(0, 0, 0)).fetch(chunks(0, 1));
    assertThat(store.requests())
        .containsExactly(suffix("t2m/c/0", 68), range("t2m/c/0", 0, 2), range("t2m/c/0", 3, 2));
    store.clear();
    reader(array, new FetchSettings(0, 0, 95)).fetch(chunks(0, 1, 3));
    assertThat(store.requests()).containsExactly(suffix("t2m/c/0", 68), range("t2m/c/0", 0, 102));
  }

  @Test
  void aMissingShardIsAskedForOnce() {
    ArrayReader reader = reader(shard());
    assertThat(reader.fetch(chunks(4, 7))).allMatch(chunk -> chunk.bytes().isEmpty());
    reader.fetch(chunks(5));
    reader.read(new Region(List.of(Region.Range.of(8, 16))), target);
    assertThat(Sample.bytes(target)).containsOnly(9);
    assertThat(store.requests()).containsExactly(suffix("t2m/c/1", 68));
  }

  @Test
  void withoutRangeReadsAShardIsReadWhole() {
    ArrayMetadata array = shard();
    ArrayReader reader = new JavaEngine().open(new WholeReads(store), PATH, array, counters);
    List<EncodedChunk> fetched = reader.fetch(chunks(1, 2));
    assertThat(decode(reader, fetched.get(0))).containsExactly(3, 4);
    assertThat(fetched.get(1).bytes()).isEmpty();
    assertThat(reader.fetch(chunks(6)).get(0).bytes()).isEmpty();
    assertThat(store.requests()).containsExactly(get("t2m/c/0"), get("t2m/c/1"));
    assertThat(counters.bytesFetched.sum()).isEqualTo(170);
  }

  @Test
  void chunksOfTwoObjectsCannotBeFetchedAtOnce() {
    assertThatThrownBy(() -> reader(shard()).fetch(chunks(3, 4)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(store.requests()).isEmpty();
  }

  @Test
  void threadsThatWantOneIndexLoadItOnce() throws Exception {
    ArrayMetadata array = shard();
    SlowStore slow = new SlowStore(store, request -> request.equals(suffix("t2m/c/0", 68)));
    ArrayReader reader = new JavaEngine().open(slow, PATH, array, counters);
    List<FutureTask<List<EncodedChunk>>> tasks = new ArrayList<>();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      long chunk = i;
      tasks.add(new FutureTask<>(() -> reader.fetch(chunks(chunk))));
      threads.add(new Thread(tasks.get(i)));
      threads.get(i).start();
    }
    slow.awaitHeld(1);
    for (Thread thread : threads) {
      while (thread.getState() != Thread.State.WAITING) {
        Thread.onSpinWait();
      }
    }
    slow.release();
    assertThat(decode(reader, tasks.get(1).get().get(0))).containsExactly(3, 4);
    assertThat(decode(reader, tasks.get(3).get().get(0))).containsExactly(7, 8);
    tasks.get(0).get();
    tasks.get(2).get();
    assertThat(store.requests()).hasSize(4).containsOnlyOnce(suffix("t2m/c/0", 68));
  }

  @Test
  void anIndexThatCouldNotBeReadIsTriedAgain() {
    ArrayMetadata array = shard();
    FaultyStore faulty =
        new FaultyStore(store)
            .failWhen(request -> request.verb() == StoreVerb.RANGE, FaultyStore.Fault.UNAVAILABLE);
    ArrayReader reader = new JavaEngine().open(faulty, PATH, array, counters);
    assertThatThrownBy(() -> reader.fetch(chunks(0))).isInstanceOf(UnavailableException.class);
    faulty.heal();
    assertThat(decode(reader, reader.fetch(chunks(0)).get(0))).containsExactly(1, 2);
  }

  @Test
  void aDamagedChunkIsNamed() {
    put("t2m/c/0", 1, 2, 3);
    ArrayReader reader = reader(plain(10));
    EncodedChunk chunk = reader.fetch(chunks(0)).get(0);
    assertThatThrownBy(() -> reader.decode(chunk, target))
        .isInstanceOf(CodecException.class)
        .hasMessageStartingWith(
            "Cannot decode chunk c/0 of array /t2m in memory:(unnamed): it holds 3 bytes where 4");
  }

  @Test
  void aDamagedInnerChunkAndIndexAreNamed() {
    ArrayMetadata array = shard();
    ArrayReader reader = reader(array);
    EncodedChunk cut = new EncodedChunk(ChunkIndex.of(1), Optional.of(ByteBuffer.allocate(1)));
    assertThatThrownBy(() -> reader.decode(cut, target))
        .isInstanceOf(CodecException.class)
        .hasMessageStartingWith(
            "Cannot decode inner chunk [1] of chunk c/0 of array /t2m in memory:(unnamed): ");
    put("t2m/c/1", new int[68]);
    assertThatThrownBy(() -> reader.fetch(chunks(4)))
        .isInstanceOf(CodecException.class)
        .hasMessageStartingWith(
            "Cannot decode the index of chunk c/1 of array /t2m in memory:(unnamed): ");
    put("t2m/c/1", 1, 2, 3);
    assertThatThrownBy(() -> reader.fetch(chunks(4)))
        .isInstanceOf(CodecException.class)
        .hasMessageStartingWith(
            "Cannot decode the index of chunk c/1 of array /t2m in memory:(unnamed): the object is"
                + " shorter");
  }

  @Test
  void aShardReplacedAfterItsIndexWasReadIsAnErrorNotAMixture() {
    ArrayMetadata array = shard();
    ArrayReader reader = reader(array, new FetchSettings(0, 0, 0));
    reader.fetch(chunks(0));
    shard(); // the same bytes, but who knows
    assertThatThrownBy(() -> reader.fetch(chunks(1)))
        .isInstanceOf(StoreException.class)
        .hasMessageStartingWith("Cannot read chunk c/0 of array /t2m in memory:(unnamed): ")
        .hasMessageContaining("the shard was replaced while it was read. Load the table again.");
    assertThatThrownBy(() -> reader.fetch(chunks(0, 1, 3)))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("replaced while it was read");
    ArrayReader again = reader(array);
    assertThat(decode(again, again.fetch(chunks(1)).get(0))).containsExactly(3, 4);
  }

  @Test
  void aShardOfAServerThatGivesNoVersionsIsRead() {
    ArrayMetadata array = shard();
    ArrayReader reader = new JavaEngine().open(new UntaggedStore(memory), PATH, array, counters);
    assertThat(decode(reader, reader.fetch(chunks(3)).get(0))).containsExactly(7, 8);
    assertThat(decode(reader, reader.fetch(chunks(1)).get(0))).containsExactly(3, 4);
  }

  @Test
  void aShardDeletedAfterItsIndexWasReadIsAnErrorNotFill() {
    ArrayReader reader = reader(shard());
    reader.fetch(chunks(0));
    memory.delete(new StoreKey("t2m/c/0"));
    assertThatThrownBy(() -> reader.fetch(chunks(1)))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("chunk c/0 of array /t2m");
  }

  @Test
  void anArrayThatCannotBeDecodedIsNamed() {
    ArrayMetadata array =
        TestArrays.array(
            ElementKind.UINT8,
            Shape.of(4),
            Shape.of(4),
            List.of(TestArrays.codec("nonesuch", "{}")),
            new byte[1]);
    for (String engine : ArrayEngines.names()) {
      assertThatThrownBy(() -> ArrayEngines.named(engine).open(store, PATH, array, counters))
          .isInstanceOf(CodecException.class)
          .hasMessageStartingWith("Cannot read array /t2m in memory:(unnamed): ")
          .hasMessageContaining("nonesuch");
    }
  }

  @Test
  void regionsOutsideTheArrayAreRefused() {
    for (Region region :
        List.of(
            new Region(List.of()),
            new Region(List.of(Region.Range.of(0, 11))),
            new Region(List.of(new Region.Range(10, 1, 1))),
            new Region(List.of(new Region.Range(3, 3, -2))),
            new Region(List.of(new Region.Range(1, Long.MAX_VALUE, Long.MAX_VALUE))),
            new Region(List.of(new Region.Range(1, 2, Long.MIN_VALUE))))) {
      assertThatThrownBy(() -> reader(plain(10)).read(region, target))
          .isInstanceOf(ZarrException.class)
          .hasMessageStartingWith("Cannot read region ")
          .hasMessageContaining("array /t2m in memory:(unnamed)")
          .hasMessageContaining("[10]");
    }
    assertThat(store.requests()).isEmpty();
  }

  @Test
  void aShapeOfTwoToThe62IsReadAtItsEndAndRefusedWhole() {
    long length = 1L << 62;
    ArrayReader reader = reader(plain(length));
    reader.read(new Region(List.of(new Region.Range(length - 1, 3, -1))), target);
    assertThat(Sample.bytes(target)).containsExactly(9, 9, 9);
    assertThat(store.requests()).containsExactly(get("t2m/c/" + (length / 4 - 1)));
    assertThatThrownBy(() -> reader.read(Region.all(Shape.of(length)), target))
        .isInstanceOf(ZarrException.class)
        .hasMessageContaining("2 GiB");
  }

  @Test
  void aPipelineIsBuiltOnceForAStoreWithAnIdentity() {
    MemoryStore named = MemoryStore.named("JavaArrayReaderTest");
    try {
      for (int i = 0; i < 3; i++) {
        new JavaEngine().open(named, PATH, plain(10), counters);
      }
      assertThat(counters.pipelineMisses.sum()).isEqualTo(1);
      assertThat(counters.pipelineHits.sum()).isEqualTo(2);
      reader(plain(10));
      reader(plain(10));
      assertThat(counters.pipelineMisses.sum()).isEqualTo(3);
    } finally {
      MemoryStore.forget("JavaArrayReaderTest");
    }
  }
}
