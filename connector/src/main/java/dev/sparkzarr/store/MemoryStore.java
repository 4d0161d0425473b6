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
 * an unnamed one is its holder's alone. A key may be a value and a place at once. Has every
 * capability; a range write is a copy of the value, so that nothing changes under its readers, and
 * while a value is renamed both keys have it for an instant.
 */
public final class MemoryStore extends BasicStore
    implements RangeReads,
        Stats,
        Listing,
        Writes,
        Creates,
        Replaces,
        RangeWrites,
        Deletes,
        Copies,
        Renames {
  private static final ConcurrentMap<String, MemoryStore> NAMED = new ConcurrentHashMap<>();
  private static final AtomicLong GENERATIONS = new AtomicLong();
  private static final AtomicLong STATES = new AtomicLong();

  private final String name;
  private final Optional<String> identity;
  private final NavigableMap<String, Value> values = new ConcurrentSkipListMap<>();

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
    return value(key).map(value -> whole(key, value, limit));
  }

  private Optional<Value> value(StoreKey key) {
    return Optional.ofNullable(values.get(key.value()));
  }

  private ByteBuffer whole(StoreKey key, Value value, long limit) {
    Bytes.whole(value.bytes.length, limit, describe(key));
    return ByteBuffer.wrap(value.bytes);
  }

  @Override
  public Optional<ByteBuffer> read(StoreKey key, ByteRange range) {
    return value(key).map(value -> part(key, value, range));
  }

  @Override
  public Optional<List<ByteBuffer>> read(
      StoreKey key, List<ByteRange.Slice> slices, RangeMerge merge) {
    return value(key)
        .flatMap(value -> merge.read(slices, slice -> Optional.of(part(key, value, slice))));
  }

  private ByteBuffer part(StoreKey key, Value value, ByteRange range) {
    ByteRange.Slice slice = Bytes.within(range, value.bytes.length, describe(key));
    return ByteBuffer.wrap(value.bytes).slice((int) slice.offset(), (int) slice.length());
  }

  @Override
  public Optional<ValueStat> stat(StoreKey key) {
    return value(key).map(value -> new ValueStat(value.bytes.length, Optional.of(value.version())));
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
    values.put(key.value(), Value.of(bytes));
  }

  @Override
  public boolean create(StoreKey key, ByteBuffer bytes) {
    return values.putIfAbsent(key.value(), Value.of(bytes)) == null;
  }

  @Override
  public Optional<Version> replace(StoreKey key, ByteBuffer bytes, Version expected) {
    Value seen = values.get(key.value());
    if (seen == null || !seen.version().equals(expected)) {
      return Optional.empty();
    }
    Value next = Value.of(bytes);
    return values.replace(key.value(), seen, next) ? Optional.of(next.version()) : Optional.empty();
  }

  @Override
  public void write(StoreKey key, long offset, ByteBuffer bytes) {
    Value written =
        values.computeIfPresent(
            key.value(),
            (name, value) -> {
              Bytes.toWrite(offset, bytes, value.bytes.length, describe(key));
              byte[] copy = value.bytes.clone();
              bytes.duplicate().get(copy, (int) offset, bytes.remaining());
              return new Value(copy);
            });
    if (written == null) {
      throw StoreErrors.nothingToWriteInto(describe(key));
    }
  }

  @Override
  public boolean copy(StoreKey from, StoreKey to) {
    Optional<Value> value = value(from);
    value.ifPresent(found -> values.put(to.value(), new Value(found.bytes)));
    return value.isPresent();
  }

  @Override
  public boolean rename(StoreKey from, StoreKey to) {
    while (true) {
      Value value = values.get(from.value());
      if (value == null || from.equals(to)) {
        return value != null;
      }
      values.put(to.value(), new Value(value.bytes));
      if (values.remove(from.value(), value)) {
        return true;
      }
    }
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
  private NavigableMap<String, Value> below(Optional<StoreKey> place) {
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
  public Optional<ReadsInto> readsInto() {
    return Optional.of(
        (key, limit, room) ->
            get(key, limit)
                .map(
                    value -> {
                      byte[] target = room.apply(value.remaining());
                      value.get(0, target, 0, value.remaining());
                      return ByteBuffer.wrap(target, 0, value.remaining());
                    }));
  }

  @Override
  public Optional<Stats> stats() {
    return Optional.of(this);
  }

  @Override
  public Optional<Versions> versions() {
    return Optional.of(new States());
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
  public Optional<Creates> creates() {
    return Optional.of(this);
  }

  @Override
  public Optional<Replaces> replaces() {
    return Optional.of(this);
  }

  @Override
  public Optional<RangeWrites> rangeWrites() {
    return Optional.of(this);
  }

  @Override
  public Optional<Deletes> deletes() {
    return Optional.of(this);
  }

  @Override
  public Optional<Copies> copies() {
    return Optional.of(this);
  }

  @Override
  public Optional<Renames> renames() {
    return Optional.of(this);
  }

  @Override
  public void close() {}

  private final class States implements Versions {
    @Override
    public Optional<Versioned> get(StoreKey key, long limit) {
      return value(key).map(value -> new Versioned(whole(key, value, limit), value.version()));
    }

    @Override
    public Optional<Versioned> read(StoreKey key, ByteRange range) {
      return value(key).map(value -> new Versioned(part(key, value, range), value.version()));
    }

    @Override
    public Optional<ByteBuffer> read(StoreKey key, ByteRange range, Version expected) {
      return value(key)
          .map(
              value -> {
                if (!value.version().equals(expected)) {
                  throw StoreErrors.changed(describe(key));
                }
                return part(key, value, range);
              });
    }
  }

  /** One state of a value: equal to itself alone. */
  private static final class Value {
    private final byte[] bytes;
    private final long state = STATES.incrementAndGet();

    /**
     * @param bytes nobody modifies them from here on
     */
    private Value(byte[] bytes) {
      this.bytes = bytes;
    }

    private static Value of(ByteBuffer bytes) {
      byte[] copy = new byte[bytes.remaining()];
      bytes.duplicate().get(copy);
      return new Value(copy);
    }

    private Version version() {
      return new Version(Long.toString(state));
    }
  }
}
