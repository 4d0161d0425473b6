package dev.sparkzarr.array;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sparkzarr.codec.ChunkBuffer;
import dev.sparkzarr.metadata.ArrayMetadata;
import dev.sparkzarr.metadata.ElementKind;
import dev.sparkzarr.metadata.NodePath;
import dev.sparkzarr.metadata.Shape;
import dev.sparkzarr.store.ByteRange;
import dev.sparkzarr.store.Bytes;
import dev.sparkzarr.store.ConflictException;
import dev.sparkzarr.store.InterceptedStore;
import dev.sparkzarr.store.MemoryStore;
import dev.sparkzarr.store.Store;
import dev.sparkzarr.store.StoreKey;
import dev.sparkzarr.store.StoreRequest;
import dev.sparkzarr.store.Version;
import dev.sparkzarr.store.Versions;
import dev.sparkzarr.store.cache.TickingClock;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/**
 * Objects that are replaced and deleted by others at any time, and time that passes: what is
 * fetched was stored within the time that nothing need be asked, and chunks that are fetched
 * together are of one state of their object.
 */
class DecodedModelTest {
  private static final int OBJECT = 8;
  private static final int CHUNK = 2;
  private static final NodePath PATH = new NodePath("a");
  private static final byte FILL = 99;

  private static final ArrayMetadata PLAIN =
      TestArrays.array(
          ElementKind.UINT8,
          Shape.of(3 * OBJECT),
          Shape.of(OBJECT),
          TestArrays.plain(),
          new byte[] {FILL});

  private static final ArrayMetadata SHARDS =
      TestArrays.array(
          ElementKind.UINT8,
          Shape.of(3 * OBJECT),
          Shape.of(OBJECT),
          List.of(
              TestArrays.codec(
                  "sharding_indexed",
                  "{'chunk_shape':[2],'codecs':[{'name':'bytes','configuration':{}}],"
                      + "'index_codecs':[{'name':'bytes','configuration':{'endian':'little'}}],"
                      + "'index_location':'end'}")),
          new byte[] {FILL});

  /** What an object was, and until when. */
  private record Past(byte[] elements, long until) {}

  private static final class World {
    final Random random;
    final ArrayMetadata array;
    final long checkAfter;
    final MemoryStore memory = MemoryStore.unnamed();
    final TickingClock clock = new TickingClock();
    final DecodedCache cache = new DecodedCache(Long.MAX_VALUE);
    final ReadCounters counters = new ReadCounters();
    final Map<Integer, List<Past>> pasts = new HashMap<>();
    final Map<Integer, byte[]> now = new HashMap<>();
    final DecodedSettings settings;
    Store store;

    World(Random random, long checkAfter, boolean isBehindCache) {
      this.random = random;
      this.checkAfter = checkAfter;
      this.array = random.nextBoolean() ? PLAIN : SHARDS;
      this.settings =
          new DecodedSettings(
              4 * 600, Duration.ofMillis(checkAfter), DecodedSettings.FOREVER, isBehindCache, "");
      this.store = new Named(memory);
      for (int object = 0; object < 3; object++) {
        pasts.put(object, new ArrayList<>());
        now.put(object, missing());
      }
    }

    private static byte[] missing() {
      byte[] elements = new byte[OBJECT];
      Arrays.fill(elements, FILL);
      return elements;
    }

    void change(int object) {
      pasts.get(object).add(new Past(now.get(object), clock.millis()));
      StoreKey key = new StoreKey("a/c/" + object);
      if (random.nextInt(4) == 0) {
        memory.delete(key);
        now.put(object, missing());
        return;
      }
      byte[] elements = new byte[OBJECT];
      random.nextBytes(elements);
      if (random.nextBoolean()) {
        elements[0] = FILL; // a chunk that is not in the shard
        elements[1] = FILL;
      }
      ChunkBuffer buffer = new ChunkBuffer(ElementKind.UINT8);
      buffer.resize(OBJECT);
      System.arraycopy(elements, 0, buffer.bytes(), 0, OBJECT);
      new JavaEngine()
          .openForWriting(memory, PATH, array, EmptyChunks.DELETE)
          .writeObject(ChunkIndex.of(object), buffer);
      now.put(object, elements);
    }

    void read(int object) {
      ArrayReader plain =
          new JavaEngine().open(store, PATH, array, new FetchSettings(0, 0, 0, true), counters);
      ArrayReader reader =
          DecodedReader.around(
              plain, new BoundArray(store, PATH, array), cache, settings, clock, counters);
      int chunks = reader.grid().isSharded() ? OBJECT / CHUNK : 1;
      int length = OBJECT / chunks;
      List<ChunkIndex> wanted = new ArrayList<>();
      for (int chunk = 0; chunk < chunks; chunk++) {
        if (chunks == 1 || random.nextBoolean()) {
          wanted.add(ChunkIndex.of((long) object * chunks + chunk));
        }
      }
      List<byte[]> allowed = allowed(object);
      List<EncodedChunk> fetched = reader.fetch(wanted);
      if (random.nextInt(4) == 0) {
        change(object); // between fetching and decoding
        clock.tick(1);
      }
      ChunkBuffer target = new ChunkBuffer(ElementKind.UINT8);
      for (EncodedChunk chunk : fetched) {
        reader.decode(chunk, target);
        int start = (int) (chunk.index().at(0) % chunks) * length;
        byte[] found = Sample.bytes(target);
        allowed.removeIf(state -> !Arrays.equals(state, start, start + length, found, 0, length));
      }
      assertThat(allowed).as("states that object %s may be read in", object).isNotEmpty();
    }

    private List<byte[]> allowed(int object) {
      List<byte[]> allowed = new ArrayList<>(List.of(now.get(object)));
      for (Past past : pasts.get(object)) {
        if (past.until > clock.millis() - checkAfter) {
          allowed.add(past.elements);
        }
      }
      return allowed;
    }

    void run() {
      for (int i = 0; i < 300; i++) {
        int object = random.nextInt(3);
        switch (random.nextInt(8)) {
          case 0 -> change(object);
          case 1 -> clock.tick(random.nextInt(60));
          default -> read(object);
        }
        clock.tick(1);
      }
      assertThat(cache.bytes()).isLessThanOrEqualTo(settings.size());
    }
  }

  /** A store that has an identity. */
  private static class Named extends InterceptedStore {
    Named(Store inner) {
      super(inner);
    }

    @Override
    protected void before(StoreRequest request) {}

    @Override
    public Optional<String> identity() {
      return Optional.of("model");
    }
  }

  /** Gives values as a cache does: those that it read a while ago, with the version of then. */
  private static final class Lagging extends Named {
    private final long lag;
    private final TickingClock clock;
    private final Map<StoreKey, Versions.Versioned> values = new HashMap<>();
    private final Map<StoreKey, Long> readAt = new HashMap<>();

    Lagging(MemoryStore inner, long lag, TickingClock clock) {
      super(inner);
      this.lag = lag;
      this.clock = clock;
    }

    @Override
    public Optional<Versions> versions() {
      return Optional.of(new Late());
    }

    private final class Late implements Versions {
      @Override
      public Optional<Versioned> get(StoreKey key, long limit) {
        if (!values.containsKey(key) || clock.millis() - readAt.get(key) >= lag) {
          Optional<Versioned> read = inner().versions().orElseThrow().get(key, limit);
          readAt.put(key, clock.millis());
          read.ifPresentOrElse(found -> values.put(key, found), () -> values.remove(key));
        }
        return Optional.ofNullable(values.get(key));
      }

      @Override
      public Optional<Versioned> read(StoreKey key, ByteRange range) {
        return get(key, Long.MAX_VALUE)
            .map(
                whole -> {
                  int size = whole.bytes().remaining();
                  ByteRange.Slice slice = Bytes.within(range, size, describe(key));
                  return new Versioned(
                      whole.bytes().slice((int) slice.offset(), (int) slice.length()),
                      whole.version());
                });
      }

      @Override
      public Optional<ByteBuffer> read(StoreKey key, ByteRange range, Version expected) {
        Optional<Versioned> read = read(key, range);
        if (read.isPresent() && !read.get().version().equals(Optional.of(expected))) {
          throw new ConflictException("changed", null);
        }
        return read.map(Versioned::bytes);
      }
    }
  }

  @Property(tries = 100, seed = "1511")
  void askedEachTimeItIsWhatIsStored(@ForAll Random random) {
    World world = new World(random, 0, false);
    world.run();
    assertThat(world.counters.decodedHits.sum()).isPositive();
  }

  @Property(tries = 100, seed = "1511")
  void unaskedItIsNoOlderThanAllowed(@ForAll Random random) {
    World world = new World(random, 1 + random.nextInt(100), false);
    world.run();
    assertThat(world.counters.decodedHits.sum()).isPositive();
  }

  /** Two caches, one before the other, keep nothing for longer than one of them may. */
  @Property(tries = 100, seed = "1511")
  void behindAnotherCacheItIsNoOlderEither(@ForAll Random random) {
    long checkAfter = 1 + random.nextInt(100);
    World world = new World(random, checkAfter, true);
    world.store = new Lagging(world.memory, checkAfter, world.clock);
    world.run();
    assertThat(world.counters.decodedHits.sum()).isPositive();
  }
}
