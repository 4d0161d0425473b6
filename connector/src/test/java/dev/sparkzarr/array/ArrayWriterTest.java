package dev.sparkzarr.array;

import static dev.sparkzarr.store.StoreRequest.delete;
import static dev.sparkzarr.store.StoreRequest.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sparkzarr.codec.ChunkBuffer;
import dev.sparkzarr.codec.CodecException;
import dev.sparkzarr.metadata.ArrayMetadata;
import dev.sparkzarr.metadata.ElementKind;
import dev.sparkzarr.metadata.NodePath;
import dev.sparkzarr.metadata.Shape;
import dev.sparkzarr.store.MemoryStore;
import dev.sparkzarr.store.RecordingStore;
import dev.sparkzarr.store.Store;
import dev.sparkzarr.store.StoreException;
import dev.sparkzarr.store.StoreKey;
import dev.sparkzarr.store.middleware.ReadOnlyStore;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class ArrayWriterTest {
  private static final NodePath PATH = new NodePath("a");
  private static final StoreKey FIRST = new StoreKey("a/c/0");

  private final MemoryStore memory = MemoryStore.unnamed();
  private final RecordingStore store = new RecordingStore(memory);

  private static ArrayMetadata floats(float fill) {
    byte[] pattern =
        ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putFloat(0, fill).array();
    return TestArrays.array(
        ElementKind.FLOAT32,
        Shape.of(5),
        Shape.of(2),
        List.of(TestArrays.codec("bytes", "{'endian':'big'}")),
        pattern);
  }

  private static ChunkBuffer values(int... bits) {
    ChunkBuffer values = new ChunkBuffer(ElementKind.FLOAT32);
    values.resize(bits.length);
    ByteBuffer bytes = ByteBuffer.wrap(values.bytes()).order(ByteOrder.LITTLE_ENDIAN);
    for (int value : bits) {
      bytes.putInt(value);
    }
    return values;
  }

  private ArrayWriter writer(ArrayMetadata array, EmptyChunks emptyChunks) {
    return new JavaEngine().openForWriting(store, PATH, array, emptyChunks);
  }

  private byte[] stored(StoreKey key) {
    ByteBuffer bytes = memory.get(key, 1000).orElseThrow();
    byte[] copy = new byte[bytes.remaining()];
    bytes.get(copy);
    return copy;
  }

  @Test
  void anObjectIsEncodedAndPutOnce() {
    writer(floats(0), EmptyChunks.SKIP)
        .writeObject(ChunkIndex.of(0), values(0x01020304, 0x05060708));
    assertThat(store.requests()).containsExactly(put("a/c/0"));
    assertThat(stored(FIRST)).containsExactly(1, 2, 3, 4, 5, 6, 7, 8);
  }

  @Test
  void encodedBytesAreStoredAsTheyAre() {
    writer(floats(0), EmptyChunks.SKIP)
        .writeEncoded(ChunkIndex.of(0), ByteBuffer.wrap(new byte[] {7, 5, 3}).position(1));
    assertThat(stored(FIRST)).containsExactly(5, 3);
  }

  @Test
  void whatIsFillBitForBitIsNotStored() {
    int minusZero = 0x80000000;
    int nan = 0x7fc00000;
    int otherNan = 0x7fc00001;
    writer(floats(0f), EmptyChunks.SKIP).writeObject(ChunkIndex.of(0), values(0, 0));
    writer(floats(Float.NaN), EmptyChunks.SKIP).writeObject(ChunkIndex.of(0), values(nan, nan));
    assertThat(store.requests()).isEmpty();

    writer(floats(0f), EmptyChunks.SKIP).writeObject(ChunkIndex.of(0), values(0, minusZero));
    writer(floats(0f), EmptyChunks.SKIP)
        .writeObject(ChunkIndex.of(0), values(minusZero, minusZero));
    writer(floats(Float.NaN), EmptyChunks.SKIP)
        .writeObject(ChunkIndex.of(0), values(nan, otherNan));
    writer(floats(0f), EmptyChunks.WRITE).writeObject(ChunkIndex.of(0), values(0, 0));
    assertThat(store.requests()).hasSize(4).containsOnly(put("a/c/0"));

    store.clear();
    writer(floats(0f), EmptyChunks.DELETE).writeObject(ChunkIndex.of(0), values(0, 0));
    assertThat(store.requests()).containsExactly(delete("a/c/0"));
    assertThat(memory.get(FIRST, 1000)).isEmpty();
  }

  @Test
  void anUndefinedFillValueEqualsNothing() {
    ArrayMetadata array = floats(0);
    ArrayMetadata undefined =
        new ArrayMetadata(
            array.format(),
            array.shape(),
            array.dataType(),
            array.grid(),
            array.keys(),
            Optional.empty(),
            array.codecs(),
            array.dimensionNames(),
            array.attributes(),
            array.document());
    writer(undefined, EmptyChunks.SKIP).writeObject(ChunkIndex.of(0), values(0, 0));
    assertThat(store.requests()).containsExactly(put("a/c/0"));
  }

  @Test
  void objectsThatARegionCoversAreNotRead() {
    writer(floats(1f), EmptyChunks.SKIP)
        .write(new Region(List.of(new Region.Range(4, 3, -1))), values(4, 3, 2));
    assertThat(store.requests()).containsExactly(put("a/c/2"), put("a/c/1"));
    // Beyond the array's end stands the fill value.
    assertThat(stored(new StoreKey("a/c/2"))).containsExactly(0, 0, 0, 4, 0x3f, (byte) 0x80, 0, 0);
    assertThat(stored(new StoreKey("a/c/1"))).containsExactly(0, 0, 0, 2, 0, 0, 0, 3);
  }

  @Test
  void objectsThatARegionMeetsInPartAreReadFirst() {
    ArrayWriter writer = writer(floats(1f), EmptyChunks.SKIP);
    writer.write(Region.all(Shape.of(5)), values(10, 11, 12, 13, 14));
    store.clear();
    writer.write(new Region(List.of(Region.Range.of(1, 4))), values(21, 22, 23));
    assertThat(store.requests())
        .extracting(Object::toString)
        .containsExactly("GET a/c/0", "REPLACE a/c/0", "PUT a/c/1");
    assertThat(stored(FIRST)).containsExactly(0, 0, 0, 10, 0, 0, 0, 21);
  }

  @Test
  void aDamagedObjectIsNotOverwrittenInPart() {
    memory.put(FIRST, ByteBuffer.allocate(3));
    ArrayWriter writer = writer(floats(1f), EmptyChunks.SKIP);
    assertThatThrownBy(() -> writer.write(new Region(List.of(Region.Range.of(1, 2))), values(1)))
        .isInstanceOf(CodecException.class)
        .hasMessageStartingWith("Cannot decode chunk c/0 of array /a in memory:(unnamed): ");
    assertThat(stored(FIRST)).hasSize(3);
  }

  @Test
  void valuesOfAnotherSizeOrKindAreRefused() {
    ArrayWriter writer = writer(floats(1f), EmptyChunks.SKIP);
    ChunkBuffer ints = new ChunkBuffer(ElementKind.INT32);
    ints.resize(2);
    assertThatThrownBy(() -> writer.writeObject(ChunkIndex.of(0), ints))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> writer.writeObject(ChunkIndex.of(0), values(1)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> writer.write(Region.all(Shape.of(5)), values(1)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(store.requests()).isEmpty();
  }

  @Test
  void aStoreThatCannotWriteSaysSoBeforeAnythingIsSent() {
    for (String engine : List.of("java", "reference")) {
      for (Store readOnly : List.of(new WholeReads(store), new ReadOnlyStore(store))) {
        assertThatThrownBy(
                () ->
                    ArrayEngines.named(engine)
                        .openForWriting(readOnly, PATH, floats(0), EmptyChunks.SKIP))
            .isInstanceOf(StoreException.class)
            .hasMessageStartingWith(
                "Cannot write array /a in memory:(unnamed): the store cannot be written to.");
      }
    }
    assertThat(store.requests()).isEmpty();
  }

  @Property(tries = 300)
  void anyRegionsWrittenOneAfterAnotherReadBack(@ForAll long seed) {
    Sample sample = new Sample(seed);
    ArrayWriter writer =
        new JavaEngine()
            .openForWriting(sample.store, Sample.PATH, sample.metadata, EmptyChunks.DELETE);
    for (int i = 0; i < 4; i++) {
      Region region = sample.anyRegion(3);
      writer.write(region, sample.scribble(region));
    }
    ChunkBuffer target = new ChunkBuffer(sample.kind);
    new ReferenceEngine()
        .open(sample.store, Sample.PATH, sample.metadata, new ReadCounters())
        .read(Region.all(sample.shape), target);
    assertThat(Sample.bytes(target)).as("%s", sample).isEqualTo(sample.elements);
  }
}
