package dev.sparkzarr.store;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * Values in this JVM's memory. A named store is one for the whole JVM and outlives {@link #close};
 * an unnamed one is its holder's alone. A key may be a value and a place at once.
 */
public final class MemoryStore extends BasicStore
    implements RangeReads, Stats, Listing, Writes, Deletes {
  private static final ConcurrentMap<String, MemoryStore> NAMED = new ConcurrentHashMap<>();
  private static final AtomicLong GENERATIONS = new AtomicLong();

  private final String name;
  private final Optional<String> identity;
  private final NavigableMap<String, byte[]> values = new ConcurrentSkipListMap<>();

  private MemoryStore(String name, Optional<String> identity) {
    this.name = name;
    this.identity = identity;
  }

  /**
   * @param name as in {@code memory:name}; one segment
   * @return the store of this name, made when there is none
   * @throws StoreException when the name is not valid
   */
  public static MemoryStore named(String name) {
    if (name.indexOf('/') >= 0 || !StoreKey.isValid(name)) {
      throw new StoreException(
          "Cannot open store memory:" + name + ": its name is not one valid segment.");
    }
    return NAMED.computeIfAbsent(
        name,
        n -> new MemoryStore(n, Optional.of("memory:" + n + "#" + GENERATIONS.incrementAndGet())));
  }

  /** Drops the store of this name with all its values; the next of this name is another one. */
  public static void forget(String name) {
    NAMED.remove(name);
  }

  /**
   * @return a new store without a name and without an identity
   */
  public static MemoryStore unnamed() {
    return new MemoryStore("(unnamed)", Optional.empty());
  }

  @Override
  public Optional<ByteBuffer> get(StoreKey key, long limit) {
    byte[] value = values.get(key.value());
    if (value == null) {
      return Optional.empty();
    }
    Bytes.whole(value.length, limit, describe(key));
    return Optional.of(ByteBuffer.wrap(value));
  }

  @Override
  public Optional<ByteBuffer> read(StoreKey key, ByteRange range) {
    byte[] value = values.get(key.value());
    return value == null ? Optional.empty() : Optional.of(read(key, value, range));
  }

  @Override
  public Optional<List<ByteBuffer>> read(
      StoreKey key, List<ByteRange.Slice> slices, RangeMerge merge) {
    byte[] value = values.get(key.value());
    return value == null
        ? Optional.empty()
        : merge.read(slices, slice -> Optional.of(read(key, value, slice)));
  }

  private ByteBuffer read(StoreKey key, byte[] value, ByteRange range) {
    ByteRange.Slice slice = Bytes.within(range, value.length, describe(key));
    return ByteBuffer.wrap(value).slice((int) slice.offset(), (int) slice.length());
  }

  @Override
  public Optional<ValueStat> stat(StoreKey key) {
    byte[] value = values.get(key.value());
    return value == null ? Optional.empty() : Optional.of(ValueStat.ofSize(value.length));
  }

  @Override
  public Stream<StoreKey> keys(Optional<StoreKey> below) {
    return below(below).keySet().stream().map(StoreKey::new);
  }

  @Override
  public Stream<Entry> entries(Optional<StoreKey> below) {
    int start = below.map(place -> place.value().length() + 1).orElse(0);
    return below(below).keySet().stream().map(key -> entry(key.substring(start))).distinct();
  }

  private static Entry entry(String relative) {
    int slash = relative.indexOf('/');
    return slash < 0 ? new Entry(relative, true) : new Entry(relative.substring(0, slash), false);
  }

  @Override
  public void put(StoreKey key, ByteBuffer bytes) {
    byte[] value = new byte[bytes.remaining()];
    bytes.duplicate().get(value);
    values.put(key.value(), value);
  }

  @Override
  public void delete(StoreKey key) {
    values.remove(key.value());
  }

  @Override
  public void deleteBelow(StoreKey place) {
    below(Optional.of(place)).clear();
  }

  /** '0' is the character after '/'. */
  private NavigableMap<String, byte[]> below(Optional<StoreKey> place) {
    return place.isEmpty()
        ? values
        : values.subMap(place.get() + "/", true, place.get() + "0", false);
  }

  @Override
  public String describe(StoreKey key) {
    return describe() + "/" + key;
  }

  @Override
  public String describe() {
    return "memory:" + name;
  }

  @Override
  public Optional<String> identity() {
    return identity;
  }

  @Override
  public Optional<RangeReads> ranges() {
    return Optional.of(this);
  }

  @Override
  public Optional<Stats> stats() {
    return Optional.of(this);
  }

  @Override
  public Optional<Listing> listing() {
    return Optional.of(this);
  }

  @Override
  public Optional<Writes> writes() {
    return Optional.of(this);
  }

  @Override
  public Optional<Deletes> deletes() {
    return Optional.of(this);
  }

  @Override
  public void close() {}
}
