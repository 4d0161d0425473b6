package dev.sparkzarr.store.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sparkzarr.store.ByteRange.Slice;
import dev.sparkzarr.store.ByteRange.Suffix;
import dev.sparkzarr.store.ConflictException;
import dev.sparkzarr.store.InvalidRangeException;
import dev.sparkzarr.store.Listing;
import dev.sparkzarr.store.MemoryStore;
import dev.sparkzarr.store.OverLimitException;
import dev.sparkzarr.store.RangeMerge;
import dev.sparkzarr.store.Store;
import dev.sparkzarr.store.StoreKey;
import dev.sparkzarr.store.ValueStat;
import dev.sparkzarr.store.Version;
import dev.sparkzarr.store.Versions;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A store beside a map: random requests to both, whose answers are compared. */
final class StoreModel {
  private static final List<String> KEYS = List.of("a", "a/b", "a/b/c", "ab", "d/e", "d/f");
  private static final RangeMerge MERGE = new RangeMerge(5, 40);

  private final Store store;
  private final MemoryStore bottom;
  private final String prefix;
  private final Random random;
  private final Map<String, byte[]> map = new TreeMap<>();
  private final Map<String, Version> seen = new HashMap<>();

  /**
   * @param bottom where the values of {@code store} end up, behind a prefix
   */
  StoreModel(Store store, MemoryStore bottom, String prefix, Random random) {
    this.store = store;
    this.bottom = bottom;
    this.prefix = prefix;
    this.random = random;
  }

  /** Makes a request of any kind that the store has, and compares. */
  void step(String where) {
    String name = KEYS.get(random.nextInt(KEYS.size()));
    StoreKey key = new StoreKey(name);
    Optional<byte[]> value = Optional.ofNullable(map.get(name));
    switch (random.nextInt(15)) {
      case 0, 1 -> put(key);
      case 2 -> create(key, where);
      case 3 -> replace(key, where);
      case 4 -> writeRange(key, value);
      case 5 -> delete(key);
      case 6 -> move(key, new StoreKey(KEYS.get(random.nextInt(KEYS.size()))), where);
      case 7 -> elsewhere(key);
      case 8 -> range(key, value, where);
      case 9 -> slices(key, value, where);
      case 10 -> stat(key, value, where);
      case 11 -> list(where);
      case 12 -> versions(key, value, where);
      case 13 -> overLimit(key, value, where);
      default -> {}
    }
    assertThat(store.get(key, 1000))
        .as(where)
        .isEqualTo(Optional.ofNullable(map.get(name)).map(ByteBuffer::wrap));
  }

  private ByteBuffer bytes() {
    byte[] bytes = new byte[random.nextInt(90)];
    random.nextBytes(bytes);
    return ByteBuffer.wrap(bytes);
  }

  private static byte[] array(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return bytes;
  }

  private void put(StoreKey key) {
    ByteBuffer bytes = bytes();
    store
        .writes()
        .ifPresent(
            writes -> {
              writes.put(key, bytes);
              map.put(key.value(), bytes.array());
            });
  }

  /** By another way than through the stack: a read that begins afterwards has to see it. */
  private void elsewhere(StoreKey key) {
    ByteBuffer bytes = bytes();
    bottom.put(new StoreKey(prefix + key), bytes);
    map.put(key.value(), bytes.array());
  }

  private void create(StoreKey key, String where) {
    ByteBuffer bytes = bytes();
    store
        .creates()
        .ifPresent(
            creates -> {
              boolean isNew = map.putIfAbsent(key.value(), bytes.array()) == null;
              assertThat(creates.create(key, bytes)).as(where).isEqualTo(isNew);
            });
  }

  private void replace(StoreKey key, String where) {
    ByteBuffer bytes = bytes();
    if (store.replaces().isEmpty() || store.stats().isEmpty()) {
      return;
    }
    Optional<Version> current = store.stats().get().stat(key).flatMap(ValueStat::version);
    Version expected = seen.getOrDefault(key.value(), new Version("never"));
    Optional<Version> next = store.replaces().get().replace(key, bytes, expected);
    assertThat(next.isPresent()).as(where).isEqualTo(current.filter(expected::equals).isPresent());
    next.ifPresent(
        version -> {
          map.put(key.value(), bytes.array());
          seen.put(key.value(), version);
        });
  }

  private void writeRange(StoreKey key, Optional<byte[]> value) {
    if (store.rangeWrites().isEmpty() || value.isEmpty() || value.get().length == 0) {
      return;
    }
    byte[] changed = value.get().clone();
    int offset = random.nextInt(changed.length);
    ByteBuffer bytes = bytes();
    bytes.limit(Math.min(bytes.limit(), changed.length - offset));
    store.rangeWrites().get().write(key, offset, bytes);
    System.arraycopy(array(bytes), 0, changed, offset, bytes.remaining());
    map.put(key.value(), changed);
  }

  private void delete(StoreKey key) {
    if (store.deletes().isEmpty()) {
      return;
    }
    switch (random.nextInt(3)) {
      case 0 -> {
        store.deletes().get().delete(key);
        map.remove(key.value());
      }
      case 1 -> {
        store.deletes().get().deleteAll(List.of(key, new StoreKey("ab"), new StoreKey("none")));
        map.keySet().removeAll(List.of(key.value(), "ab"));
      }
      default -> {
        store.deletes().get().deleteBelow(key);
        map.keySet().removeIf(name -> name.startsWith(key + "/"));
      }
    }
  }

  private void move(StoreKey from, StoreKey to, String where) {
    boolean isThere = map.containsKey(from.value());
    if (from.equals(to)) {
      return;
    }
    if (random.nextBoolean()) {
      store
          .copies()
          .ifPresent(
              copies -> {
                assertThat(copies.copy(from, to)).as(where).isEqualTo(isThere);
                if (isThere) {
                  map.put(to.value(), map.get(from.value()));
                }
              });
    } else {
      store
          .renames()
          .ifPresent(
              renames -> {
                assertThat(renames.rename(from, to)).as(where).isEqualTo(isThere);
                if (isThere) {
                  map.put(to.value(), map.remove(from.value()));
                }
              });
    }
  }

  private void range(StoreKey key, Optional<byte[]> value, String where) {
    int size = value.map(bytes -> bytes.length).orElse(50);
    int offset = random.nextInt(size + 1);
    int length = random.nextInt(size - offset + 1);
    var ranges = store.ranges().orElseThrow();
    assertThat(ranges.read(key, new Slice(offset, length)).map(ByteBuffer::duplicate))
        .as(where)
        .isEqualTo(value.map(bytes -> ByteBuffer.wrap(bytes, offset, length)));
    if (size > offset) {
      int last = size - offset;
      assertThat(ranges.read(key, new Suffix(last)))
          .as(where)
          .isEqualTo(value.map(bytes -> ByteBuffer.wrap(bytes, offset, last)));
    }
    if (value.isPresent()) {
      assertThatThrownBy(() -> ranges.read(key, new Slice(offset, size - offset + 1)))
          .as(where)
          .isInstanceOf(InvalidRangeException.class);
    }
  }

  private List<Slice> someSlices(int size) {
    List<Slice> slices = new ArrayList<>();
    for (int i = 1 + random.nextInt(4); i > 0; i--) {
      int offset = random.nextInt(size + 1);
      slices.add(new Slice(offset, random.nextInt(size - offset + 1)));
    }
    return slices;
  }

  private static List<ByteBuffer> parts(byte[] bytes, List<Slice> slices) {
    return slices.stream()
        .map(slice -> ByteBuffer.wrap(bytes, (int) slice.offset(), (int) slice.length()))
        .toList();
  }

  private void slices(StoreKey key, Optional<byte[]> value, String where) {
    List<Slice> slices = someSlices(value.map(bytes -> bytes.length).orElse(50));
    assertThat(store.ranges().orElseThrow().read(key, slices, MERGE))
        .as(where)
        .isEqualTo(value.map(bytes -> parts(bytes, slices)));
  }

  private void stat(StoreKey key, Optional<byte[]> value, String where) {
    Optional<ValueStat> stat = store.stats().orElseThrow().stat(key);
    assertThat(stat.map(ValueStat::size)).as(where).isEqualTo(value.map(v -> (long) v.length));
    stat.flatMap(ValueStat::version).ifPresent(version -> seen.put(key.value(), version));
  }

  private void versions(StoreKey key, Optional<byte[]> value, String where) {
    if (store.versions().isEmpty()) {
      return;
    }
    Versions versions = store.versions().get();
    Optional<Versions.Versioned> whole = versions.get(key, 1000);
    assertThat(whole.map(Versions.Versioned::bytes))
        .as(where)
        .isEqualTo(value.map(ByteBuffer::wrap));
    if (whole.isEmpty()) {
      return;
    }
    Version version = whole.get().version().orElseThrow();
    byte[] bytes = value.orElseThrow();
    List<Slice> slices = someSlices(bytes.length);
    assertThat(versions.read(key, slices.get(0)).orElseThrow())
        .as(where)
        .isEqualTo(new Versions.Versioned(parts(bytes, slices).get(0), version));
    assertThat(versions.read(key, slices, MERGE, version)).as(where).contains(parts(bytes, slices));
    Version other = new Version("other");
    assertThatThrownBy(() -> versions.read(key, slices.get(0), other))
        .as(where)
        .isInstanceOf(ConflictException.class);
    seen.put(key.value(), version);
  }

  private void overLimit(StoreKey key, Optional<byte[]> value, String where) {
    if (value.isPresent() && value.get().length > 0) {
      assertThatThrownBy(() -> store.get(key, value.get().length - 1))
          .as(where)
          .isInstanceOf(OverLimitException.class);
    }
  }

  private void list(String where) {
    Listing listing = store.listing().orElseThrow();
    try (Stream<StoreKey> keys = listing.keys(Optional.empty())) {
      assertThat(keys.map(StoreKey::value))
          .as(where)
          .containsExactlyInAnyOrderElementsOf(map.keySet());
    }
    try (Stream<Listing.Entry> entries = listing.entries(Optional.of(new StoreKey("a")))) {
      List<Listing.Entry> expected = new ArrayList<>();
      if (map.containsKey("a/b")) {
        expected.add(new Listing.Entry("b", true));
      }
      if (map.containsKey("a/b/c")) {
        expected.add(new Listing.Entry("b", false));
      }
      assertThat(entries).as(where).containsExactlyInAnyOrderElementsOf(expected);
    }
  }
}
