package dev.sparkzarr.store;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The part of a store below a place, as a store of its own. */
public final class PrefixStore extends WrappedStore {
  private final StoreKey prefix;

  /**
   * @param inner closed with this store
   * @param prefix becomes the root; need not exist
   */
  public PrefixStore(Store inner, StoreKey prefix) {
    super(inner);
    this.prefix = prefix;
  }

  private StoreKey full(StoreKey key) {
    return prefix.resolve(key.value());
  }

  @Override
  public Optional<ByteBuffer> get(StoreKey key, long limit) {
    return inner().get(full(key), limit);
  }

  @Override
  public String describe(StoreKey key) {
    return inner().describe(full(key));
  }

  @Override
  public String describe() {
    return inner().describe(prefix);
  }

  @Override
  public Optional<String> identity() {
    return inner().identity().map(identity -> identity + "/" + prefix);
  }

  @Override
  public Optional<RangeReads> ranges() {
    return inner().ranges().map(Ranges::new);
  }

  @Override
  public Optional<ReadsInto> readsInto() {
    return inner()
        .readsInto()
        .map(reads -> (key, limit, room) -> reads.get(full(key), limit, room));
  }

  @Override
  public Optional<Stats> stats() {
    return inner().stats().map(stats -> key -> stats.stat(full(key)));
  }

  @Override
  public Optional<Listing> listing() {
    return inner().listing().map(Keys::new);
  }

  @Override
  public Optional<Writes> writes() {
    return inner().writes().map(writes -> (key, bytes) -> writes.put(full(key), bytes));
  }

  @Override
  public Optional<Versions> versions() {
    return inner().versions().map(Seen::new);
  }

  @Override
  public Optional<Creates> creates() {
    return inner().creates().map(creates -> (key, bytes) -> creates.create(full(key), bytes));
  }

  @Override
  public Optional<Replaces> replaces() {
    return inner()
        .replaces()
        .map(replaces -> (key, bytes, seen) -> replaces.replace(full(key), bytes, seen));
  }

  @Override
  public Optional<RangeWrites> rangeWrites() {
    return inner()
        .rangeWrites()
        .map(writes -> (key, offset, bytes) -> writes.write(full(key), offset, bytes));
  }

  @Override
  public Optional<Deletes> deletes() {
    return inner().deletes().map(Removal::new);
  }

  @Override
  public Optional<Copies> copies() {
    return inner().copies().map(copies -> (from, to) -> copies.copy(full(from), full(to)));
  }

  @Override
  public Optional<Renames> renames() {
    return inner().renames().map(renames -> (from, to) -> renames.rename(full(from), full(to)));
  }

  private final class Seen implements Versions {
    private final Versions versions;

    private Seen(Versions versions) {
      this.versions = versions;
    }

    @Override
    public Optional<Versioned> get(StoreKey key, long limit) {
      return versions.get(full(key), limit);
    }

    @Override
    public Optional<Versioned> read(StoreKey key, ByteRange range) {
      return versions.read(full(key), range);
    }

    @Override
    public Optional<ByteBuffer> read(StoreKey key, ByteRange range, Version expected) {
      return versions.read(full(key), range, expected);
    }

    @Override
    public Optional<List<ByteBuffer>> read(
        StoreKey key, List<ByteRange.Slice> slices, RangeMerge merge, Version expected) {
      return versions.read(full(key), slices, merge, expected);
    }
  }

  private final class Ranges implements RangeReads {
    private final RangeReads ranges;

    private Ranges(RangeReads ranges) {
      this.ranges = ranges;
    }

    @Override
    public Optional<ByteBuffer> read(StoreKey key, ByteRange range) {
      return ranges.read(full(key), range);
    }

    @Override
    public Optional<List<ByteBuffer>> read(
        StoreKey key, List<ByteRange.Slice> slices, RangeMerge merge) {
      return ranges.read(full(key), slices, merge);
    }
  }

  private final class Keys implements Listing {
    private final Listing listing;

    private Keys(Listing listing) {
      this.listing = listing;
    }

    @Override
    public Stream<StoreKey> keys(Optional<StoreKey> below) {
      int start = prefix.value().length() + 1;
      return listing
          .keys(Optional.of(place(below)))
          .map(key -> new StoreKey(key.value().substring(start)));
    }

    @Override
    public Stream<Entry> entries(Optional<StoreKey> below) {
      return listing.entries(Optional.of(place(below)));
    }

    private StoreKey place(Optional<StoreKey> below) {
      return below.map(PrefixStore.this::full).orElse(prefix);
    }
  }

  private final class Removal implements Deletes {
    private final Deletes deletes;

    private Removal(Deletes deletes) {
      this.deletes = deletes;
    }

    @Override
    public void delete(StoreKey key) {
      deletes.delete(full(key));
    }

    @Override
    public void deleteAll(Collection<StoreKey> keys) {
      deletes.deleteAll(keys.stream().map(PrefixStore.this::full).toList());
    }

    @Override
    public void deleteBelow(StoreKey place) {
      deletes.deleteBelow(full(place));
    }

    @Override
    public void deleteAbandoned(Optional<StoreKey> place, Instant before) {
      deletes.deleteAbandoned(
          Optional.of(place.map(PrefixStore.this::full).orElse(prefix)), before);
    }
  }
}
