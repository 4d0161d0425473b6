package dev.sparkzarr.array;

import static dev.sparkzarr.store.StoreRequest.get;
import static dev.sparkzarr.store.StoreRequest.range;
import static dev.sparkzarr.store.StoreRequest.stat;
import static dev.sparkzarr.store.StoreRequest.suffix;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sparkzarr.codec.ChunkBuffer;
import dev.sparkzarr.metadata.ArrayMetadata;
import dev.sparkzarr.metadata.Attributes;
import dev.sparkzarr.metadata.ChunkGrid;
import dev.sparkzarr.metadata.ChunkKeyEncoding;
import dev.sparkzarr.metadata.DataType;
import dev.sparkzarr.metadata.ElementKind;
import dev.sparkzarr.metadata.FillValue;
import dev.sparkzarr.metadata.NodePath;
import dev.sparkzarr.metadata.Shape;
import dev.sparkzarr.metadata.ZarrFormat;
import dev.sparkzarr.store.FaultyStore;
import dev.sparkzarr.store.InterceptedStore;
import dev.sparkzarr.store.MemoryStore;
import dev.sparkzarr.store.RecordingStore;
import dev.sparkzarr.store.Stats;
import dev.sparkzarr.store.Store;
import dev.sparkzarr.store.StoreKey;
import dev.sparkzarr.store.StoreRequest;
import dev.sparkzarr.store.UnavailableException;
import dev.sparkzarr.store.UntaggedStore;
import dev.sparkzarr.store.ValueStat;
import dev.sparkzarr.store.Versions;
import dev.sparkzarr.store.cache.TickingClock;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is asked of a store, and what is kept, with decoded chunks in memory. */
@Timeout(60)
class DecodedReaderTest {
  private static final NodePath PATH = new NodePath("t2m");
  private static final ArrayMetadata PLAIN =
      TestArrays.array(
          ElementKind.UINT8, Shape.of(16), Shape.of(4), TestArrays.plain(), new byte[] {9});
  private static final DecodedSettings ASKING = settings(1 << 20, 0);

  private final MemoryStore memory = MemoryStore.named("decoded-reader");
  private final RecordingStore store = new RecordingStore(memory);
  private final TickingClock clock = new TickingClock();
  private final DecodedCache cache = new DecodedCache(Long.MAX_VALUE);
  private final ReadCounters counters = new ReadCounters();
  private final ChunkBuffer target = new ChunkBuffer(ElementKind.UINT8);

  @AfterEach
  void forget() {
    MemoryStore.forget("decoded-reader");
  }

  private static DecodedSettings settings(long size, long checkAfter) {
    return new DecodedSettings(
        size, Duration.ofMillis(checkAfter), DecodedSettings.FOREVER, false, "");
  }

  private ArrayReader reader(Store from, ArrayMetadata array, DecodedSettings settings) {
    ArrayReader plain =
        new JavaEngine().open(from, PATH, array, new FetchSettings(0, 0, 0, true), counters);
    BoundArray bound = new BoundArray(from, PATH, array);
    return DecodedReader.around(plain, bound, cache, settings, clock, counters);
  }

  private void put(int chunk, int... bytes) {
    byte[] value = new byte[bytes.length];
    for (int i = 0; i < value.length; i++) {
      value[i] = (byte) bytes[i];
    }
    memory.put(new StoreKey("t2m/c/" + chunk), ByteBuffer.wrap(value));
  }

  private byte[] read(ArrayReader reader, long chunk) {
    reader.decode(reader.fetch(chunks(chunk)).get(0), target);
    return Sample.bytes(target);
  }

  private static List<ChunkIndex> chunks(long... numbers) {
    return LongStream.of(numbers).mapToObj(ChunkIndex::of).toList();
  }

  @Test
  void theSecondReaderOnlyAsksForTheVersion() {
    put(1, 1, 2, 3, 4);
    assertThat(read(reader(store, PLAIN, ASKING), 1)).containsExactly(1, 2, 3, 4);
    assertThat(read(reader(store, PLAIN, ASKING), 1)).containsExactly(1, 2, 3, 4);
    assertThat(store.requests()).containsExactly(get("t2m/c/1"), stat("t2m/c/1"));
    assertThat(counters.decodedHits.sum()).isEqualTo(1);
    assertThat(counters.decodedBytesSaved.sum()).isEqualTo(4);
    assertThat(counters.chunksDecoded.sum()).isEqualTo(1);
  }

  @Test
  void whatWasKnownToBeCurrentIsNotAskedFor() {
    DecodedSettings settings = settings(1 << 20, 100);
    put(0, 1, 2, 3, 4);
    read(reader(store, PLAIN, settings), 0);
    store.clear();
    clock.tick(99);
    read(reader(store, PLAIN, settings), 0);
    assertThat(store.requests()).isEmpty();
    clock.tick(1);
    read(reader(store, PLAIN, settings), 0);
    clock.tick(99);
    read(reader(store, PLAIN, settings), 0);
    assertThat(store.requests()).containsExactly(stat("t2m/c/0"));
  }

  /** The version in another cache may be old: it is asked for before it is believed. */
  @Test
  void whatComesFromAnotherCacheIsAskedForOnce() {
    DecodedSettings behind =
        new DecodedSettings(1 << 20, Duration.ofMillis(100), DecodedSettings.FOREVER, true, "");
    put(0, 1, 2, 3, 4);
    for (int i = 0; i < 3; i++) {
      read(reader(store, PLAIN, behind), 0);
    }
    assertThat(store.requests()).containsExactly(get("t2m/c/0"), stat("t2m/c/0"));
  }

  @Test
  void aChangedObjectIsReadAnew() {
    put(0, 1, 2, 3, 4);
    read(reader(store, PLAIN, ASKING), 0);
    put(0, 5, 6, 7, 8);
    store.clear();
    assertThat(read(reader(store, PLAIN, ASKING), 0)).containsExactly(5, 6, 7, 8);
    assertThat(store.requests()).containsExactly(stat("t2m/c/0"), get("t2m/c/0"));
    memory.delete(new StoreKey("t2m/c/0"));
    assertThat(read(reader(store, PLAIN, ASKING), 0)).containsOnly(9);
    assertThat(cache.chunks()).as("nothing is kept of what is not stored").isZero();
  }

  /** A question that has no answer is no permission. */
  @Test
  void aFailedQuestionIsAnError() {
    put(0, 1, 2, 3, 4);
    FaultyStore faulty = new FaultyStore(memory);
    read(reader(faulty, PLAIN, ASKING), 0);
    faulty.failWhen(request -> true, FaultyStore.Fault.UNAVAILABLE);
    assertThatThrownBy(() -> read(reader(faulty, PLAIN, ASKING), 0))
        .isInstanceOf(UnavailableException.class)
        .hasMessageContaining("t2m/c/0");
  }

  /** Age counts from when a chunk was kept, asked for or not. */
  @Test
  void whatIsTooOldIsReadAnew() {
    DecodedSettings aged =
        new DecodedSettings(1 << 20, Duration.ofMillis(500), Duration.ofMillis(50), false, "");
    put(0, 1, 2, 3, 4);
    read(reader(store, PLAIN, aged), 0);
    clock.tick(50);
    read(reader(store, PLAIN, aged), 0);
    assertThat(store.requests()).containsExactly(get("t2m/c/0"), get("t2m/c/0"));
    assertThat(cache.chunks()).isEqualTo(1);
  }

  @Test
  void valuesOfAnyLengthAreKeptWithTheirBytes() {
    ArrayMetadata texts =
        ArrayMetadata.of(
            ZarrFormat.V3,
            Shape.of(2),
            new DataType.Text(),
            new ChunkGrid.Regular(Shape.of(2)),
            new ChunkKeyEncoding.Default('/'),
            Optional.of(new FillValue(new byte[0])),
            List.of(TestArrays.codec("vlen-utf8", "{}")),
            List.of(),
            Attributes.EMPTY);
    put(0, 2, 0, 0, 0, 3, 0, 0, 0, 'a', 'b', 'c', 1, 0, 0, 0, 'd');
    for (int i = 0; i < 2; i++) {
      read(reader(store, texts, ASKING), 0);
      assertThat(target.elements()).isEqualTo(2);
      byte[] slots = target.bytes();
      assertThat(target.heap().allEqual(slots, 0, 1, new byte[] {'a', 'b', 'c'})).isTrue();
      assertThat(target.heap().allEqual(slots, 8, 1, new byte[] {'d'})).isTrue();
    }
    assertThat(counters.decodedHits.sum()).isEqualTo(1);
    assertThat(counters.decodedBytesSaved.sum()).isEqualTo(2 * 8 + 3 + 4 + 1 + 4);
  }

  // Of a shard

  private static final ArrayMetadata SHARDS =
      TestArrays.array(
          ElementKind.UINT8,
          Shape.of(16),
          Shape.of(8),
          List.of(
              TestArrays.codec(
                  "sharding_indexed",
                  "{'chunk_shape':[2],'codecs':[{'name':'bytes','configuration':{}}],"
                      + "'index_codecs':[{'name':'bytes','configuration':{'endian':'little'}}],"
                      + "'index_location':'end'}")),
          new byte[] {9});

  /** Writes shard 0: eight numbers from the first on. */
  private void putShard(int first) {
    ChunkBuffer elements = new ChunkBuffer(ElementKind.UINT8);
    elements.resize(8);
    for (int i = 0; i < 8; i++) {
      elements.bytes()[i] = (byte) (first + i);
    }
    new JavaEngine()
        .openForWriting(memory, PATH, SHARDS, EmptyChunks.SKIP)
        .writeObject(ChunkIndex.of(0), elements);
  }

  @Test
  void chunksOfAShardAreAskedForTogether() {
    putShard(10);
    ArrayReader first = reader(store, SHARDS, ASKING);
    first.fetch(chunks(0, 1)).forEach(chunk -> first.decode(chunk, target));
    store.clear();
    ArrayReader second = reader(store, SHARDS, ASKING);
    List<EncodedChunk> fetched = second.fetch(chunks(1, 3, 0));
    assertThat(store.requests())
        .containsExactly(stat("t2m/c/0"), suffix("t2m/c/0", 64), range("t2m/c/0", 6, 2));
    List<Integer> values = new ArrayList<>();
    for (EncodedChunk chunk : fetched) {
      second.decode(chunk, target);
      values.add((int) target.bytes()[0]);
    }
    assertThat(values).containsExactly(12, 16, 10);
  }

  /** What is kept and what is fetched beside it are of one state, also where nothing is asked. */
  @Test
  void chunksOfAShardThatWasReplacedAreReadTogether() {
    DecodedSettings unasked = settings(1 << 20, 1000);
    putShard(10);
    ArrayReader first = reader(store, SHARDS, unasked);
    first.decode(first.fetch(chunks(0)).get(0), target);
    putShard(50);
    ArrayReader second = reader(store, SHARDS, unasked);
    for (EncodedChunk chunk : second.fetch(chunks(0, 1))) {
      second.decode(chunk, target);
      assertThat(target.bytes()[0]).isGreaterThanOrEqualTo((byte) 50);
    }
  }

  // What is never kept

  @Test
  void withoutAnIdentityOrVersionsNothingIsKept() {
    MemoryStore nameless = MemoryStore.unnamed();
    assertThat(DecodedReader.obstacle(nameless, ASKING)).hasValue("its store has no identity");
    assertThat(DecodedReader.obstacle(memory, ASKING)).isEmpty();
    Store blind =
        new InterceptedStore(memory) {
          @Override
          protected void before(StoreRequest request) {}

          @Override
          public Optional<Versions> versions() {
            return Optional.empty();
          }

          @Override
          public Optional<Stats> stats() {
            return Optional.empty();
          }
        };
    assertThat(DecodedReader.obstacle(blind, settings(1, 1000)))
        .hasValue("its store has no versions");
    assertThat(reader(blind, PLAIN, settings(1 << 20, 1000))).isInstanceOf(JavaArrayReader.class);
    put(0, 1, 2, 3, 4);
    read(reader(new UntaggedStore(memory), PLAIN, settings(1 << 20, 1000)), 0);
    assertThat(cache.chunks()).isZero();
  }

  /**
   * A file system that tells versions by a question alone: it is asked before the chunk is read.
   */
  @Test
  void whereOnlySizesComeWithVersionsTheyAreAskedForBefore() {
    Store asked =
        new InterceptedStore(store) {
          @Override
          protected void before(StoreRequest request) {}

          @Override
          public Optional<Versions> versions() {
            return Optional.empty();
          }
        };
    put(0, 1, 2, 3, 4);
    read(reader(asked, PLAIN, ASKING), 0);
    read(reader(asked, PLAIN, ASKING), 0);
    assertThat(store.requests()).containsExactly(stat("t2m/c/0"), get("t2m/c/0"), stat("t2m/c/0"));
    assertThat(reader(asked, SHARDS, ASKING)).isInstanceOf(JavaArrayReader.class);
  }

  /** A file system without versions is asked once, and not with every chunk. */
  @Test
  void whoHasNoVersionsIsAskedOnce() {
    Store silent =
        new InterceptedStore(store) {
          @Override
          protected void before(StoreRequest request) {}

          @Override
          public Optional<Versions> versions() {
            return Optional.empty();
          }

          @Override
          public Optional<Stats> stats() {
            return super.stats()
                .map(stats -> key -> stats.stat(key).map(s -> ValueStat.ofSize(s.size())));
          }
        };
    put(0, 1, 2, 3, 4);
    ArrayReader reader = reader(silent, PLAIN, settings(1 << 20, 1000));
    read(reader, 0);
    read(reader, 0);
    assertThat(store.requests()).containsExactly(stat("t2m/c/0"), get("t2m/c/0"), get("t2m/c/0"));
  }

  /** Others may be denied what one was given. */
  @Test
  void readersWithOtherSettingsHaveChunksOfTheirOwn() {
    DecodedSettings mine =
        new DecodedSettings(1 << 20, Duration.ofHours(1), DecodedSettings.FOREVER, false, "me");
    DecodedSettings yours =
        new DecodedSettings(1 << 20, Duration.ofHours(1), DecodedSettings.FOREVER, false, "you");
    put(0, 1, 2, 3, 4);
    read(reader(store, PLAIN, mine), 0);
    read(reader(store, PLAIN, yours), 0);
    read(reader(store, PLAIN, mine), 0);
    assertThat(store.requests()).containsExactly(get("t2m/c/0"), get("t2m/c/0"));
  }

  /** The same bytes under another document are other elements. */
  @Test
  void anArrayThatWasMadeAnewHasChunksOfItsOwn() {
    ArrayMetadata signed =
        TestArrays.array(
            ElementKind.INT16, Shape.of(8), Shape.of(2), TestArrays.plain(), new byte[] {9, 9});
    put(0, 1, 2, 3, 4);
    read(reader(store, PLAIN, ASKING), 0);
    read(reader(store, signed, ASKING), 0);
    assertThat(target.elements()).isEqualTo(2);
    assertThat(store.requests()).containsExactly(get("t2m/c/0"), get("t2m/c/0"));
  }

  // Room

  /** Each of these takes 516 bytes: four fit. */
  @Test
  void theEldestMakesRoom() {
    DecodedSettings four = settings(4 * 516, 1000);
    for (int chunk = 0; chunk < 4; chunk++) {
      put(chunk, chunk, chunk, chunk, chunk);
      read(reader(store, PLAIN, four), chunk);
    }
    read(reader(store, PLAIN, four), 0);
    ArrayMetadata other =
        TestArrays.array(
            ElementKind.UINT8, Shape.of(20), Shape.of(4), TestArrays.plain(), new byte[] {9});
    read(reader(store, other, four), 0); // a fifth entry
    assertThat(cache.bytes()).isEqualTo(4 * 516);
    store.clear();
    read(reader(store, PLAIN, four), 0);
    read(reader(store, PLAIN, four), 2);
    assertThat(store.requests()).isEmpty();
    read(reader(store, PLAIN, four), 1);
    assertThat(store.requests()).containsExactly(get("t2m/c/1"));
  }

  @Test
  void whatIsMoreThanAQuarterIsNotKept() {
    put(0, 1, 2, 3, 4);
    read(reader(store, PLAIN, settings(4 * 516 - 1, 1000)), 0);
    assertThat(cache.chunks()).isZero();
    DecodedCache half = new DecodedCache(4 * 516 - 1);
    ArrayReader plain =
        new JavaEngine().open(store, PATH, PLAIN, new FetchSettings(0, 0, 0, true), counters);
    ArrayReader reader =
        DecodedReader.around(
            plain, new BoundArray(store, PATH, PLAIN), half, settings(1 << 30, 0), clock, counters);
    read(reader, 0);
    assertThat(half.chunks()).as("whatever is asked for").isZero();
  }

  // Many at once

  @Test
  void manyReadersSeeWhatIsStored() throws Exception {
    for (int chunk = 0; chunk < 4; chunk++) {
      put(chunk, chunk, chunk + 10, chunk + 20, chunk + 30);
    }
    DecodedSettings narrow = settings(4 * 516, 1000);
    Callable<Boolean> work =
        () -> {
          ChunkBuffer own = new ChunkBuffer(ElementKind.UINT8);
          for (int i = 0; i < 2000; i++) {
            int chunk = i * 7 % 4;
            ArrayReader reader = reader(memory, PLAIN, i % 3 == 0 ? ASKING : narrow);
            reader.decode(reader.fetch(chunks(chunk)).get(0), own);
            byte[] wanted = {
              (byte) chunk, (byte) (chunk + 10), (byte) (chunk + 20), (byte) (chunk + 30)
            };
            if (!Arrays.equals(Sample.bytes(own), wanted)) {
              return false;
            }
          }
          return true;
        };
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      for (Future<Boolean> done : threads.invokeAll(List.of(work, work, work, work))) {
        assertThat(done.get()).isTrue();
      }
    } finally {
      threads.shutdown();
    }
    assertThat(counters.decodedHits.sum() + counters.chunksDecoded.sum()).isEqualTo(8000);
    assertThat(counters.decodedHits.sum()).isGreaterThan(7000);
    assertThat(cache.bytes()).isEqualTo(cache.chunks() * 516L);
  }
}
