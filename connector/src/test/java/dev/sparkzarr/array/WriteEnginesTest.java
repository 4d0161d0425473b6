package dev.sparkzarr.array;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sparkzarr.codec.ChunkBuffer;
import dev.sparkzarr.store.MemoryStore;
import dev.sparkzarr.store.StoreKey;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/**
 * Both engines write the same: over random types, shapes, chunks, shards, codecs, missing objects,
 * and regions one after another, the same objects with the same bytes, and the same values as a
 * plain Java array.
 */
class WriteEnginesTest {
  private static final List<ArrayEngine> ENGINES =
      List.of(ArrayEngines.named("java"), ArrayEngines.named("reference"));

  /** All objects, as they are stored. */
  private static Map<String, ByteBuffer> objects(MemoryStore store) {
    Map<String, ByteBuffer> objects = new TreeMap<>();
    for (StoreKey key : store.keys(Optional.empty()).toList()) {
      objects.put(key.value(), store.get(key, Integer.MAX_VALUE).orElseThrow());
    }
    return objects;
  }

  private static MemoryStore copy(MemoryStore store) {
    MemoryStore copy = MemoryStore.unnamed();
    objects(store).forEach((key, bytes) -> copy.put(new StoreKey(key), bytes));
    return copy;
  }

  @Property(tries = 400)
  void anyRegionsOneAfterAnother(@ForAll long seed) {
    Sample sample = new Sample(seed);
    EmptyChunks empty = sample.anyInt(3) == 0 ? EmptyChunks.WRITE : EmptyChunks.DELETE;
    List<MemoryStore> stores = List.of(copy(sample.store), copy(sample.store));
    for (int i = 0; i < 4; i++) {
      Region region = sample.anyRegion(3);
      ChunkBuffer values = sample.scribble(region);
      for (int e = 0; e < ENGINES.size(); e++) {
        ENGINES
            .get(e)
            .openForWriting(stores.get(e), Sample.PATH, sample.metadata, empty)
            .write(region, values);
      }
      assertThat(objects(stores.get(1)))
          .as("%s with seed %s", sample, seed)
          .isEqualTo(objects(stores.get(0)));
    }
    for (ArrayEngine engine : ENGINES) {
      ChunkBuffer target = new ChunkBuffer(sample.kind);
      engine
          .open(stores.get(0), Sample.PATH, sample.metadata, new ReadCounters())
          .read(Region.all(sample.shape), target);
      assertThat(Sample.bytes(target)).as("%s", sample).isEqualTo(sample.elements);
    }
  }

  /** Objects put as a whole, then changed where only a part of them counts. */
  @Property(tries = 300)
  void anyObjectsPutAndUpdated(@ForAll long seed) {
    Sample sample = new Sample(seed);
    if (sample.shape.elements() == 0) {
      return;
    }
    List<MemoryStore> stores = List.of(copy(sample.store), copy(sample.store));
    Region kept = sample.anyRegion(1);
    ChunkBuffer some = sample.scribble(Region.all(sample.shape));
    for (int e = 0; e < ENGINES.size(); e++) {
      ArrayWriter writer =
          ENGINES
              .get(e)
              .openForWriting(stores.get(e), Sample.PATH, sample.metadata, EmptyChunks.SKIP);
      int[] counts =
          writer.grid().objects().stream().mapToInt(edges -> (int) edges.count()).toArray();
      for (Odometer at = new Odometer(counts); at.valid(); at.advance()) {
        long[] index = new long[counts.length];
        for (int i = 0; i < counts.length; i++) {
          index[i] = at.at(i);
        }
        ChunkIndex object = ChunkIndex.of(index);
        writer.update(
            object,
            kept,
            (values, before) -> {
              int length = Math.min(values.size(), some.size()) / 2 / sample.kind.width();
              System.arraycopy(some.bytes(), 0, values.bytes(), 0, length * sample.kind.width());
            });
      }
    }
    assertThat(objects(stores.get(1))).as("%s", sample).isEqualTo(objects(stores.get(0)));
  }
}
