package dev.sparkzarr.array;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sparkzarr.ZarrException;
import dev.sparkzarr.codec.ChunkBuffer;
import dev.sparkzarr.metadata.ChunkEdges;
import dev.sparkzarr.metadata.DataType;
import dev.sparkzarr.metadata.ElementKind;
import dev.sparkzarr.metadata.Shape;
import dev.sparkzarr.store.FaultyStore;
import dev.sparkzarr.store.Store;
import dev.sparkzarr.store.StoreKey;
import dev.sparkzarr.store.TruncatingStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/**
 * Both engines against a plain Java array, over random types, shapes, chunks, shards, codecs,
 * missing objects and regions.
 */
class EnginesTest {
  private static final List<ArrayEngine> ENGINES =
      List.of(ArrayEngines.named("java"), ArrayEngines.named("reference"));

  @Property(tries = 600)
  void anyRegionReadsWhatWasWritten(@ForAll long seed) {
    Sample sample = new Sample(seed);
    for (ArrayEngine engine : ENGINES) {
      ReadCounters counters = new ReadCounters();
      ArrayReader reader =
          engine.open(
              sample.anyStore(), Sample.PATH, sample.metadata, sample.anySettings(), counters);
      ChunkBuffer target = new ChunkBuffer(ElementKind.INT8);
      for (int i = 0; i < 4; i++) {
        Region region = i == 0 ? Region.all(sample.shape) : sample.anyRegion(1 + 2 * (i % 2));
        reader.read(region, target);
        assertThat(target.type()).isEqualTo(new DataType.Numeric(sample.kind));
        assertThat(Sample.bytes(target))
            .as("%s reads %s of %s", engine.name(), region, sample)
            .isEqualTo(sample.slice(region));
      }
    }
  }

  @Property(tries = 200)
  void everyChunkDecodesToWhatWasWritten(@ForAll long seed) {
    Sample sample = new Sample(seed);
    for (ArrayEngine engine : ENGINES) {
      ArrayReader reader =
          engine.open(sample.anyStore(), Sample.PATH, sample.metadata, new ReadCounters());
      int rank = sample.shape.rank();
      int[] counts = new int[rank];
      for (int i = 0; i < rank; i++) {
        counts[i] = (int) reader.grid().chunks().get(i).count();
      }
      ChunkBuffer chunk = new ChunkBuffer(ElementKind.INT8);
      for (Odometer at = new Odometer(counts); at.valid(); at.advance()) {
        long[] index = new long[rank];
        List<Region.Range> within = new ArrayList<>();
        long[] clipped = new long[rank];
        for (int i = 0; i < rank; i++) {
          index[i] = at.at(i);
          ChunkEdges chunks = reader.grid().chunks().get(i);
          within.add(Region.Range.of(chunks.start(index[i]), chunks.stop(index[i])));
          clipped[i] = chunks.stop(index[i]) - chunks.start(index[i]);
        }
        EncodedChunk encoded = reader.fetch(List.of(ChunkIndex.of(index))).get(0);
        assertThat(reader.decode(encoded, chunk)).isEqualTo(encoded.bytes().isPresent());
        Shape chunkShape = reader.grid().chunkShape(encoded.index());
        assertThat(chunk.elements()).isEqualTo((int) chunkShape.elements());
        byte[] part = new byte[(int) new Region(within).shape().elements() * sample.kind.width()];
        StridedCopy.copy(
            chunk.bytes(),
            0,
            StridedCopy.strides(chunkShape.toArray()),
            part,
            0,
            StridedCopy.strides(clipped),
            clipped,
            sample.kind.width());
        assertThat(part)
            .as("%s reads chunk %s of %s", engine.name(), encoded.index(), sample)
            .isEqualTo(sample.slice(new Region(within)));
      }
    }
  }

  @Property(tries = 300)
  void aTruncatedObjectIsAnErrorOrTheRightAnswer(@ForAll long seed) {
    Sample sample = new Sample(seed);
    Optional<StoreKey> object = sample.anyObject();
    if (object.isEmpty() || sample.hasUncheckedIndex()) {
      return; // the last bytes of a truncated shard may read as an index
    }
    int size = (int) sample.store.size(object.get()).orElseThrow();
    Store truncated =
        new TruncatingStore(sample.anyStore(), object.get()::equals, sample.anyInt(size));
    for (ArrayEngine engine : ENGINES) {
      assertRightOrError(sample, truncated, engine);
    }
  }

  @Property(tries = 300)
  void aStoreThatFailsNowAndThenGivesAnErrorOrTheRightAnswer(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 10) int every) {
    Sample sample = new Sample(seed);
    FaultyStore faulty =
        new FaultyStore(sample.anyStore()).failEvery(every, FaultyStore.Fault.UNAVAILABLE);
    for (ArrayEngine engine : ENGINES) {
      for (int i = 0; i < 3; i++) {
        assertRightOrError(sample, faulty, engine);
      }
    }
  }

  private static void assertRightOrError(Sample sample, Store store, ArrayEngine engine) {
    ArrayReader reader = engine.open(store, Sample.PATH, sample.metadata, new ReadCounters());
    ChunkBuffer target = new ChunkBuffer(ElementKind.INT8);
    Region region = sample.anyRegion(2);
    try {
      reader.read(region, target);
    } catch (ZarrException e) {
      assertThat(e).hasMessageContaining("Cannot ").hasMessageContaining("memory:");
      return;
    }
    assertThat(Sample.bytes(target))
        .as("%s reads %s of %s", engine.name(), region, sample)
        .isEqualTo(sample.slice(region));
  }
}
