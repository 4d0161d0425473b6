package dev.sparkzarr.store.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sparkzarr.store.ByteRange.Slice;
import dev.sparkzarr.store.ByteRange.Suffix;
import dev.sparkzarr.store.FaultyStore;
import dev.sparkzarr.store.LocalStore;
import dev.sparkzarr.store.MemoryStore;
import dev.sparkzarr.store.RangeMerge;
import dev.sparkzarr.store.Store;
import dev.sparkzarr.store.StoreKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/**
 * Reads, writes, changes behind the cache's back, time, faults and restarts, in any order: each
 * answer is one that the origin could have given within the time that the cache may be unasked, and
 * after a write through the cache no older than the write.
 */
class CacheModelTest {
  private static final List<StoreKey> KEYS =
      Stream.of("a/0", "a/1", "b/0", "b/0/x").map(StoreKey::new).toList();

  /** What a key was, and until when. */
  private record Past(Optional<byte[]> value, long until) {}

  private static final class World implements AutoCloseable {
    final Random random;
    final CacheKit kit;
    final long checkAfter;
    final MemoryStore origin = MemoryStore.unnamed();
    final Map<StoreKey, List<Past>> pasts = new HashMap<>();
    final Supplier<Cache> caches;
    Cache cache;
    CacheStore store;
    int counter;

    World(Random random, CacheKit kit, long checkAfter, Supplier<Cache> caches) {
      this.random = random;
      this.kit = kit;
      this.checkAfter = checkAfter;
      this.caches = caches;
      KEYS.forEach(key -> pasts.put(key, new ArrayList<>()));
      open();
    }

    void open() {
      cache = caches.get();
      store = new CacheStore(new Named(origin), cache, key -> false);
    }

    @Override
    public void close() {
      store.close();
    }

    private byte[] current(StoreKey key) {
      return origin.get(key, 1 << 20).map(ByteBuffer::array).orElse(null);
    }

    /** Notes what a key was, before it changes. */
    void changing(StoreKey key, boolean throughTheCache) {
      if (throughTheCache) {
        pasts.get(key).clear();
      } else {
        pasts.get(key).add(new Past(Optional.ofNullable(current(key)), kit.clock.millis()));
      }
    }

    byte[] value() {
      byte[] value = new byte[1 + random.nextInt(12)];
      counter++;
      for (int i = 0; i < value.length; i++) {
        value[i] = (byte) (counter * 16 + i);
      }
      return value;
    }

    void step() {
      StoreKey key = KEYS.get(random.nextInt(KEYS.size()));
      switch (random.nextInt(12)) {
        case 0 -> {
          changing(key, false);
          origin.put(key, ByteBuffer.wrap(value()));
        }
        case 1 -> {
          changing(key, false);
          origin.delete(key);
        }
        case 2 -> {
          changing(key, true);
          store.writes().orElseThrow().put(key, ByteBuffer.wrap(value()));
        }
        case 3 -> {
          changing(key, true);
          store.deletes().orElseThrow().delete(key);
        }
        case 4 -> {
          for (StoreKey each : KEYS) {
            if (each.value().startsWith("b/")) {
              changing(each, true);
            }
          }
          store.deletes().orElseThrow().deleteBelow(new StoreKey("b"));
        }
        case 5 -> kit.clock.tick(random.nextInt(60));
        case 6 -> {
          if (random.nextInt(8) == 0) {
            cache.close();
            open();
          }
        }
        case 7 -> checkSlices(key);
        case 8, 9 -> checkRange(key);
        default -> isOneOf(key, store.get(key, 1 << 20).map(CacheModelTest::bytes), v -> v);
      }
      kit.clock.tick(1);
    }

    private void checkRange(StoreKey key) {
      int offset = random.nextInt(4);
      int length = 1 + random.nextInt(4);
      boolean isSuffix = random.nextBoolean();
      Optional<byte[]> found;
      try {
        found =
            store
                .ranges()
                .orElseThrow()
                .read(key, isSuffix ? new Suffix(length) : new Slice(offset, length))
                .map(CacheModelTest::bytes);
      } catch (dev.sparkzarr.store.InvalidRangeException e) {
        found = Optional.of(new byte[0]); // stands for "too short"
      }
      isOneOf(
          key, found, v -> isSuffix ? cut(v, v.length - length, length) : cut(v, offset, length));
    }

    private void checkSlices(StoreKey key) {
      int first = random.nextInt(3);
      int second = random.nextInt(6);
      List<Slice> slices = List.of(new Slice(first, 2), new Slice(second, 1));
      Optional<byte[]> found;
      try {
        found =
            store
                .ranges()
                .orElseThrow()
                .read(key, slices, new RangeMerge(random.nextInt(3), 100))
                .map(all -> join(bytes(all.get(0)), bytes(all.get(1))));
      } catch (dev.sparkzarr.store.InvalidRangeException e) {
        found = Optional.of(new byte[0]);
      }
      isOneOf(key, found, v -> join(cut(v, first, 2), cut(v, second, 1)));
    }

    private interface Part {
      byte[] of(byte[] value);
    }

    private void isOneOf(StoreKey key, Optional<byte[]> found, Part part) {
      long oldest = kit.clock.millis() - checkAfter;
      List<Optional<byte[]>> allowed = new ArrayList<>();
      allowed.add(Optional.ofNullable(current(key)));
      for (Past past : pasts.get(key)) {
        if (past.until > oldest) {
          allowed.add(past.value);
        }
      }
      assertThat(allowed.stream().map(value -> value.map(part::of).map(java.util.Arrays::toString)))
          .as("%s", key)
          .contains(found.map(java.util.Arrays::toString));
    }
  }

  /** An origin that outlives its wrapper and has an identity. */
  private static final class Named extends dev.sparkzarr.store.middleware.AroundStore {
    private Named(Store inner) {
      super(inner);
    }

    @Override
    protected <T> T around(dev.sparkzarr.store.middleware.StoreCall<T> call) {
      return call.send();
    }

    @Override
    public Optional<String> identity() {
      return Optional.of("model");
    }
  }

  private static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return bytes;
  }

  /** Nothing where the part is not within the value. */
  private static byte[] cut(byte[] value, int offset, int length) {
    return offset < 0 || offset + length > value.length
        ? new byte[0]
        : java.util.Arrays.copyOfRange(value, offset, offset + length);
  }

  private static byte[] join(byte[] a, byte[] b) {
    if (a.length == 0 || b.length == 0) {
      return new byte[0];
    }
    byte[] joined = java.util.Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, joined, a.length, b.length);
    return joined;
  }

  private static void run(World world) {
    try (world) {
      for (int i = 0; i < 300; i++) {
        world.step();
      }
    }
  }

  @Property(tries = 60, seed = "1511")
  void askedEachTimeItIsTheOrigin(@ForAll Random random) {
    CacheKit kit = new CacheKit().size(4000);
    run(new World(random, kit, 0, kit::cache));
  }

  @Property(tries = 60, seed = "1511")
  void unaskedItIsNoOlderThanAllowed(@ForAll Random random) {
    long checkAfter = 1 + random.nextInt(100);
    CacheKit kit = new CacheKit().size(4000).checkAfter(checkAfter);
    run(new World(random, kit, checkAfter, kit::cache));
  }

  /** The index dies with each restart, the storage stays, and half of what it is asked fails. */
  @Property(tries = 25, seed = "1511")
  void restartsAndFaultsMakeItNoOlder(@ForAll Random random) throws IOException {
    long checkAfter = random.nextInt(100);
    CacheKit kit = new CacheKit().size(4000).checkAfter(checkAfter);
    Path directory = Files.createTempDirectory("cache-model");
    try {
      Supplier<Cache> caches =
          () -> {
            FaultyStore disk = new FaultyStore(LocalStore.at(directory.toString()));
            if (random.nextBoolean()) {
              disk.failWhen(
                  request ->
                      request.verb() != dev.sparkzarr.store.StoreVerb.DELETE
                          && random.nextBoolean(),
                  FaultyStore.Fault.UNAVAILABLE);
            }
            return kit.cache(disk, new MemoryCacheIndex(CachePolicy.LFU));
          };
      run(new World(random, kit, checkAfter, caches));
    } finally {
      delete(directory);
    }
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      files
          .sorted(java.util.Comparator.reverseOrder())
          .forEach(
              path -> {
                try {
                  Files.delete(path);
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
    }
  }
}
