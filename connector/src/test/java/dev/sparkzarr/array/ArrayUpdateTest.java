package dev.sparkzarr.array;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sparkzarr.ZarrException;
import dev.sparkzarr.codec.ChunkBuffer;
import dev.sparkzarr.codec.CodecException;
import dev.sparkzarr.codec.Compression;
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
import dev.sparkzarr.store.ConflictException;
import dev.sparkzarr.store.FaultyStore;
import dev.sparkzarr.store.MemoryStore;
import dev.sparkzarr.store.RecordingStore;
import dev.sparkzarr.store.Store;
import dev.sparkzarr.store.StoreException;
import dev.sparkzarr.store.StoreKey;
import dev.sparkzarr.store.UntaggedStore;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Objects that are changed, by both engines: conditions, what of the old counts, what is said. */
class ArrayUpdateTest {
  private static final NodePath PATH = new NodePath("a");
  private static final StoreKey SECOND = new StoreKey("a/c/1");
  private static final ChunkIndex OBJECT = ChunkIndex.of(1);

  /** Indexes 0 to 6 in objects of 4; fill 9. */
  private static final ArrayMetadata BYTES =
      TestArrays.array(
          ElementKind.UINT8, Shape.of(7), Shape.of(4), TestArrays.plain(), new byte[] {9});

  private final MemoryStore memory = MemoryStore.unnamed();
  private final RecordingStore store = new RecordingStore(memory);
  private final WriteCounters counters = new WriteCounters();

  private ArrayWriter writer(String engine, Store target, EmptyChunks emptyChunks) {
    return ArrayEngines.named(engine)
        .openForWriting(target, PATH, BYTES, WriteSettings.of(emptyChunks).with(counters));
  }

  private void stored(int... bytes) {
    memory.put(SECOND, buffer(bytes));
  }

  private static ByteBuffer buffer(int... bytes) {
    ByteBuffer buffer = ByteBuffer.allocate(bytes.length);
    for (int value : bytes) {
      buffer.put((byte) value);
    }
    return buffer.flip();
  }

  private List<Integer> found() {
    ByteBuffer bytes = memory.get(SECOND, 100).orElseThrow().duplicate();
    List<Integer> values = new ArrayList<>();
    while (bytes.hasRemaining()) {
      values.add((int) bytes.get());
    }
    return values;
  }

  private List<String> requests() {
    return store.requests().stream().map(Object::toString).toList();
  }

  private static ObjectEdit set(int at, int value) {
    return (values, before) -> values.bytes()[at] = (byte) value;
  }

  private static Region first(long count) {
    return new Region(List.of(Region.Range.of(0, count)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"java", "reference"})
  void whatWasStoredIsReplacedOnItsVersion(String engine) {
    stored(1, 2, 3, 9);
    List<ObjectEdit.Before> seen = new ArrayList<>();
    writer(engine, store, EmptyChunks.SKIP)
        .update(
            OBJECT,
            (values, before) -> {
              seen.add(before);
              values.bytes()[1] = 5;
            });
    assertThat(found()).containsExactly(1, 5, 3, 9);
    assertThat(requests()).containsExactly("GET a/c/1", "REPLACE a/c/1");
    assertThat(seen).containsExactly(ObjectEdit.Before.STORED);
    assertThat(counters.objectsPut.sum()).isEqualTo(1);
    assertThat(counters.bytesPut.sum()).isEqualTo(4);
  }

  @ParameterizedTest
  @ValueSource(strings = {"java", "reference"})
  void whatWasAbsentIsCreated(String engine) {
    List<ObjectEdit.Before> seen = new ArrayList<>();
    writer(engine, store, EmptyChunks.SKIP)
        .update(
            OBJECT,
            (values, before) -> {
              seen.add(before);
              values.bytes()[0] = 5;
            });
    assertThat(found()).containsExactly(5, 9, 9, 9);
    assertThat(requests()).containsExactly("GET a/c/1", "CREATE a/c/1");
    assertThat(seen).containsExactly(ObjectEdit.Before.FILL);
  }

  @ParameterizedTest
  @ValueSource(strings = {"java", "reference"})
  void anotherWriterIsNotOverwritten(String engine) {
    stored(1, 2, 3, 9);
    ArrayWriter writer = writer(engine, store, EmptyChunks.SKIP);
    assertThatThrownBy(
            () ->
                writer.update(
                    OBJECT,
                    (values, before) -> {
                      values.bytes()[1] = 5;
                      stored(7, 7, 7, 7);
                    }))
        .isInstanceOf(ConflictException.class)
        .hasMessageStartingWith(
            "Cannot write chunk c/1 of array /a in memory:(unnamed): another writer changed it");
    assertThat(found()).containsExactly(7, 7, 7, 7);
    assertThat(counters.objectsPut.sum()).isZero();

    memory.delete(SECOND);
    assertThatThrownBy(
            () ->
                writer.update(
                    OBJECT,
                    (values, before) -> {
                      values.bytes()[1] = 5;
                      stored(7, 7, 7, 7);
                    }))
        .isInstanceOf(ConflictException.class)
        .hasMessageContaining("another writer created it");
    assertThat(found()).containsExactly(7, 7, 7, 7);
  }

  @ParameterizedTest
  @ValueSource(strings = {"java", "reference"})
  void aStoreWithoutVersionsIsPutTo(String engine) {
    stored(1, 2, 3, 9);
    Store plain = new PlainWrites(store);
    writer(engine, plain, EmptyChunks.SKIP).update(OBJECT, set(1, 5));
    assertThat(found()).containsExactly(1, 5, 3, 9);
    assertThat(requests()).containsExactly("GET a/c/1", "PUT a/c/1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"java", "reference"})
  void aValueWithoutAVersionIsPutTo(String engine) {
    stored(1, 2, 3, 9);
    writer(engine, new UntaggedStore(store), EmptyChunks.SKIP).update(OBJECT, set(1, 5));
    assertThat(found()).containsExactly(1, 5, 3, 9);
  }

  @ParameterizedTest
  @ValueSource(strings = {"java", "reference"})
  void cellsThatDoNotCountAreTheFillValue(String engine) {
    stored(1, 2, 3, 77); // the last lies beyond the array
    ArrayWriter writer = writer(engine, store, EmptyChunks.SKIP);
    writer.update(OBJECT, set(0, 8));
    assertThat(found()).containsExactly(8, 2, 3, 9);
    writer.update(OBJECT, first(5), set(2, 4)); // only index 4 is of the old array
    assertThat(found()).containsExactly(8, 9, 4, 9);
    writer.update(OBJECT, first(100), set(1, 6));
    assertThat(found()).containsExactly(8, 6, 4, 9);
  }

  @ParameterizedTest
  @ValueSource(strings = {"java", "reference"})
  void aRegionCleansWhatLiesBeyondTheArray(String engine) {
    stored(1, 2, 3, 77);
    ChunkBuffer value = new ChunkBuffer(ElementKind.UINT8);
    value.resize(1);
    value.bytes()[0] = 8;
    writer(engine, store, EmptyChunks.SKIP)
        .write(new Region(List.of(Region.Range.of(5, 6))), value);
    assertThat(found()).containsExactly(1, 8, 3, 9);
  }

  @Test
  void anObjectOfWhichNothingCountsIsNotRead() {
    ArrayWriter writer = writer("java", store, EmptyChunks.SKIP);
    writer.update(OBJECT, first(0), set(0, 1));
    assertThat(found()).containsExactly(1, 9, 9, 9);
    writer.update(OBJECT, first(0), set(0, 2));
    assertThat(found()).containsExactly(2, 9, 9, 9);
    assertThat(requests())
        .containsExactly("STAT a/c/1", "CREATE a/c/1", "STAT a/c/1", "REPLACE a/c/1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"java", "reference"})
  void damagedBytesStopAnUpdateUnlessNothingOfThemCounts(String engine) {
    stored(1, 2);
    ArrayWriter writer = writer(engine, store, EmptyChunks.SKIP);
    assertThatThrownBy(() -> writer.update(OBJECT, set(0, 1)))
        .isInstanceOf(CodecException.class)
        .hasMessageStartingWith("Cannot decode chunk c/1 of array /a in memory:(unnamed): ");
    assertThat(found()).containsExactly(1, 2);
    writer.update(
        OBJECT,
        first(4),
        (values, before) -> {
          assertThat(before).isEqualTo(ObjectEdit.Before.FILL);
          values.bytes()[0] = 1;
        });
    assertThat(found()).containsExactly(1, 9, 9, 9);
    assertThat(requests()).endsWith("REPLACE a/c/1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"java", "reference"})
  void whatHasBecomeFillIsDroppedDeletedOrReplaced(String engine) {
    ObjectEdit clear = (values, before) -> Arrays.fill(values.bytes(), (byte) 9);
    ArrayWriter writer = writer(engine, store, EmptyChunks.SKIP);
    writer.update(OBJECT, clear);
    assertThat(requests()).containsExactly("GET a/c/1");
    assertThat(counters.emptyDropped.sum()).isEqualTo(1);

    stored(1, 2, 3, 9);
    writer.update(OBJECT, clear); // a delete cannot be conditional
    assertThat(found()).containsExactly(9, 9, 9, 9);
    assertThat(requests()).endsWith("REPLACE a/c/1");

    writer(engine, new PlainWrites(store), EmptyChunks.SKIP).update(OBJECT, clear);
    assertThat(memory.get(SECOND, 100)).isEmpty();
    assertThat(requests()).endsWith("GET a/c/1", "DELETE a/c/1");
    assertThat(counters.deleted.sum()).isEqualTo(1);

    writer(engine, store, EmptyChunks.WRITE).update(OBJECT, clear);
    assertThat(found()).containsExactly(9, 9, 9, 9);
  }

  @ParameterizedTest
  @ValueSource(strings = {"java", "reference"})
  void anEditThatFailsChangesNothing(String engine) {
    stored(1, 2, 3, 9);
    assertThatThrownBy(
            () ->
                writer(engine, store, EmptyChunks.SKIP)
                    .update(
                        OBJECT,
                        (values, before) -> {
                          throw new ZarrException("Cannot: duplicate cell.");
                        }))
        .hasMessage("Cannot: duplicate cell.");
    assertThat(requests()).containsExactly("GET a/c/1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"java", "reference"})
  void aFailedReadIsNotTakenForAbsence(String engine) {
    stored(1, 2, 3, 9);
    FaultyStore faulty = new FaultyStore(store).failKey("a/c/1", FaultyStore.Fault.UNAVAILABLE);
    assertThatThrownBy(() -> writer(engine, faulty, EmptyChunks.SKIP).update(OBJECT, set(0, 8)))
        .isInstanceOf(StoreException.class);
    assertThat(found()).containsExactly(1, 2, 3, 9);
  }

  @ParameterizedTest
  @ValueSource(strings = {"java", "reference"})
  void anInterruptedThreadPutsNothing(String engine) {
    ArrayWriter writer = writer(engine, store, EmptyChunks.DELETE);
    ObjectEdit interrupting =
        (values, before) -> {
          values.bytes()[0] = 1;
          Thread.currentThread().interrupt();
        };
    try {
      assertThatThrownBy(() -> writer.update(OBJECT, interrupting))
          .isInstanceOf(StoreException.class)
          .hasMessage(
              "Cannot write chunk c/1 of array /a in memory:(unnamed): the thread was interrupted."
                  + " Nothing was sent.");
      assertThatThrownBy(() -> writer.writeEncoded(OBJECT, buffer(1, 2, 3, 4)))
          .isInstanceOf(StoreException.class);
      assertThatThrownBy(() -> writer.delete(OBJECT)).isInstanceOf(StoreException.class);
      assertThat(Thread.currentThread().isInterrupted()).isTrue();
    } finally {
      Thread.interrupted();
    }
    assertThat(requests()).containsExactly("GET a/c/1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"java", "reference"})
  void aGuardIsAskedBeforeEachChangeAndNotBeforeReads(String engine) {
    List<String> asked = new ArrayList<>();
    ArrayWriter writer =
        ArrayEngines.named(engine)
            .openForWriting(
                store,
                PATH,
                BYTES,
                WriteSettings.of(EmptyChunks.SKIP)
                    .with(
                        () -> {
                          asked.addAll(requests());
                          throw new ZarrException("Cannot write: the claim is lost.");
                        }));
    assertThatThrownBy(() -> writer.update(OBJECT, set(0, 1))).hasMessageContaining("claim");
    assertThatThrownBy(() -> writer.writeEncoded(OBJECT, buffer(1, 2, 3, 4)))
        .hasMessageContaining("claim");
    assertThatThrownBy(() -> writer.delete(OBJECT)).hasMessageContaining("claim");
    assertThat(asked).containsExactly("GET a/c/1", "GET a/c/1", "GET a/c/1");
    assertThat(requests()).containsExactly("GET a/c/1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"java", "reference"})
  void whatNoReaderWouldAcceptIsNotPut(String engine) {
    ArrayWriter writer = writer(engine, store, EmptyChunks.SKIP);
    assertThatThrownBy(() -> writer.writeEncoded(OBJECT, buffer(1, 2, 3, 4, 5)))
        .isInstanceOf(CodecException.class)
        .hasMessageStartingWith(
            "Cannot write chunk c/1 of array /a in memory:(unnamed): it has 5 encoded bytes, and"
                + " readers accept at most 4.");
    assertThatThrownBy(() -> writer.writeEncoded(ChunkIndex.of(2), buffer(1, 2, 3, 4)))
        .isInstanceOf(ZarrException.class)
        .hasMessageStartingWith(
            "Cannot write chunk [2] of array /a in memory:(unnamed): there is no");
    assertThatThrownBy(() -> writer.update(ChunkIndex.of(2), set(0, 1)))
        .isInstanceOf(ZarrException.class);
    assertThat(requests()).isEmpty();
    writer.delete(ChunkIndex.of(2)); // strays may go
    assertThat(requests()).containsExactly("DELETE a/c/2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"java", "reference"})
  void textsAreChanged(String engine) {
    DataType text = new DataType.Text();
    ArrayMetadata texts =
        ArrayMetadata.of(
            ZarrFormat.V3,
            Shape.of(3),
            text,
            new ChunkGrid.Regular(Shape.of(4)),
            new ChunkKeyEncoding.Default('/'),
            Optional.of(new FillValue("-".getBytes(StandardCharsets.UTF_8))),
            Compression.chain("zstd", text, ZarrFormat.V3),
            List.of(),
            Attributes.EMPTY);
    ArrayWriter writer =
        ArrayEngines.named(engine).openForWriting(store, PATH, texts, EmptyChunks.DELETE);
    ChunkBuffer two = texts("ä", "four");
    writer.write(new Region(List.of(new Region.Range(2, 2, -2))), two);
    assertThat(read(texts)).containsExactly("four", "-", "ä");
    writer.write(new Region(List.of(Region.Range.of(1, 2))), texts("x"));
    assertThat(read(texts)).containsExactly("four", "x", "ä");
    writer.update(ChunkIndex.of(0), first(1), (values, before) -> {});
    assertThat(read(texts)).containsExactly("four", "-", "-");
    store.clear();
    writer.write(first(3), texts("-", "-", "-"));
    assertThat(requests()).containsExactly("DELETE a/c/0");
  }

  private static ChunkBuffer texts(String... values) {
    ChunkBuffer buffer = new ChunkBuffer(new DataType.Text());
    buffer.resize(values.length);
    for (int i = 0; i < values.length; i++) {
      byte[] slot = buffer.element(values[i].getBytes(StandardCharsets.UTF_8));
      System.arraycopy(slot, 0, buffer.bytes(), i * 8, 8);
    }
    return buffer;
  }

  private List<String> read(ArrayMetadata metadata) {
    ChunkBuffer all = ZarrArray.of(memory, PATH, metadata, new JavaEngine()).readAll();
    List<String> texts = new ArrayList<>();
    ByteBuffer slots = ByteBuffer.wrap(all.bytes()).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < all.elements(); i++) {
      texts.add(
          new String(
              all.heap().bytes(),
              slots.getInt(8 * i),
              slots.getInt(8 * i + 4),
              StandardCharsets.UTF_8));
    }
    return texts;
  }
}
