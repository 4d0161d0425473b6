package dev.sparkzarr.store.middleware;

import dev.sparkzarr.store.ByteRange;
import dev.sparkzarr.store.Copies;
import dev.sparkzarr.store.Creates;
import dev.sparkzarr.store.Deletes;
import dev.sparkzarr.store.Listing;
import dev.sparkzarr.store.RangeMerge;
import dev.sparkzarr.store.RangeReads;
import dev.sparkzarr.store.RangeWrites;
import dev.sparkzarr.store.ReadsInto;
import dev.sparkzarr.store.Renames;
import dev.sparkzarr.store.Replaces;
import dev.sparkzarr.store.Stats;
import dev.sparkzarr.store.Store;
import dev.sparkzarr.store.StoreKey;
import dev.sparkzarr.store.StoreVerb;
import dev.sparkzarr.store.Version;
import dev.sparkzarr.store.Versions;
import dev.sparkzarr.store.WrappedStore;
import dev.sparkzarr.store.Writes;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/**
 * Base of wrappers that do the same around every call, whatever it is. Has exactly the capabilities
 * of what it wraps. Of a listing, the call is its beginning: what is read of the stream later does
 * not come by here.
 */
public abstract class AroundStore extends WrappedStore {
  /**
   * @param inner closed with this store
   */
  protected AroundStore(Store inner) {
    super(inner);
  }

  /**
   * Makes a call, and does around it what this wrapper is for.
   *
   * @return the call's answer
   */
  protected abstract <T> T around(StoreCall<T> call);

  private <T> T around(
      StoreVerb verb, StoreKey key, long sent, Supplier<T> call, ToLongFunction<T> measure) {
    return around(new StoreCall<>(verb, Optional.of(key), List.of(), sent, call, measure));
  }

  private Optional<List<ByteBuffer>> slices(
      StoreKey key,
      List<ByteRange.Slice> slices,
      RangeMerge merge,
      Supplier<Optional<List<ByteBuffer>>> call) {
    List<ByteRange.Slice> merged = merge.merged(slices);
    if (merged.isEmpty()) {
      return call.get();
    }
    long bytes = merged.stream().mapToLong(ByteRange.Slice::length).sum();
    return around(
        new StoreCall<>(
            StoreVerb.RANGE,
            Optional.of(key),
            merged,
            0,
            call,
            answer -> answer.isPresent() ? bytes : -1));
  }

  private static long sizeOf(Optional<ByteBuffer> answer) {
    return answer.isPresent() ? answer.get().remaining() : -1;
  }

  private static long presence(Optional<?> answer) {
    return answer.isPresent() ? 0 : -1;
  }

  private static long presence(Boolean found) {
    return found ? 0 : -1;
  }

  @Override
  public Optional<ByteBuffer> get(StoreKey key, long limit) {
    return around(StoreVerb.GET, key, 0, () -> inner().get(key, limit), AroundStore::sizeOf);
  }

  @Override
  public Optional<RangeReads> ranges() {
    return inner().ranges().map(Ranges::new);
  }

  @Override
  public Optional<ReadsInto> readsInto() {
    return inner()
        .readsInto()
        .map(
            reads ->
                (key, limit, room) ->
                    around(
                        StoreVerb.GET,
                        key,
                        0,
                        () -> reads.get(key, limit, room),
                        AroundStore::sizeOf));
  }

  @Override
  public Optional<Stats> stats() {
    return inner()
        .stats()
        .map(
            stats ->
                key ->
                    around(StoreVerb.STAT, key, 0, () -> stats.stat(key), AroundStore::presence));
  }

  @Override
  public Optional<Versions> versions() {
    return inner().versions().map(Seen::new);
  }

  @Override
  public Optional<Listing> listing() {
    return inner().listing().map(Keys::new);
  }

  @Override
  public Optional<Writes> writes() {
    return inner()
        .writes()
        .map(
            writes ->
                (key, bytes) ->
                    around(
                        StoreVerb.PUT,
                        key,
                        bytes.remaining(),
                        () -> {
                          writes.put(key, bytes);
                          return true;
                        },
                        AroundStore::presence));
  }

  @Override
  public Optional<Creates> creates() {
    return inner()
        .creates()
        .map(
            creates ->
                (key, bytes) ->
                    around(
                        StoreVerb.CREATE,
                        key,
                        bytes.remaining(),
                        () -> creates.create(key, bytes),
                        won -> 0));
  }

  @Override
  public Optional<Replaces> replaces() {
    return inner()
        .replaces()
        .map(
            replaces ->
                (key, bytes, expected) ->
                    around(
                        StoreVerb.REPLACE,
                        key,
                        bytes.remaining(),
                        () -> replaces.replace(key, bytes, expected),
                        won -> 0));
  }

  @Override
  public Optional<RangeWrites> rangeWrites() {
    return inner()
        .rangeWrites()
        .map(
            writes ->
                (key, offset, bytes) ->
                    around(
                        StoreVerb.RANGE_PUT,
                        key,
                        bytes.remaining(),
                        () -> {
                          writes.write(key, offset, bytes);
                          return true;
                        },
                        AroundStore::presence));
  }

  @Override
  public Optional<Deletes> deletes() {
    return inner().deletes().map(Removal::new);
  }

  @Override
  public Optional<Copies> copies() {
    return inner()
        .copies()
        .map(
            copies ->
                (from, to) ->
                    around(
                        StoreVerb.COPY,
                        from,
                        0,
                        () -> copies.copy(from, to),
                        AroundStore::presence));
  }

  @Override
  public Optional<Renames> renames() {
    return inner()
        .renames()
        .map(
            renames ->
                (from, to) ->
                    around(
                        StoreVerb.RENAME,
                        from,
                        0,
                        () -> renames.rename(from, to),
                        AroundStore::presence));
  }

  private final class Ranges implements RangeReads {
    private final RangeReads ranges;

    private Ranges(RangeReads ranges) {
      this.ranges = ranges;
    }

    @Override
    public Optional<ByteBuffer> read(StoreKey key, ByteRange range) {
      return around(
          new StoreCall<>(
              StoreVerb.RANGE,
              Optional.of(key),
              List.of(range),
              0,
              () -> ranges.read(key, range),
              AroundStore::sizeOf));
    }

    @Override
    public Optional<List<ByteBuffer>> read(
        StoreKey key, List<ByteRange.Slice> slices, RangeMerge merge) {
      return slices(key, slices, merge, () -> ranges.read(key, slices, merge));
    }
  }

  private final class Seen implements Versions {
    private final Versions versions;

    private Seen(Versions versions) {
      this.versions = versions;
    }

    @Override
    public Optional<Versioned> get(StoreKey key, long limit) {
      return around(
          StoreVerb.GET,
          key,
          0,
          () -> versions.get(key, limit),
          answer -> sizeOf(answer.map(Versioned::bytes)));
    }

    @Override
    public Optional<Versioned> read(StoreKey key, ByteRange range) {
      return around(
          new StoreCall<>(
              StoreVerb.RANGE,
              Optional.of(key),
              List.of(range),
              0,
              () -> versions.read(key, range),
              answer -> sizeOf(answer.map(Versioned::bytes))));
    }

    @Override
    public Optional<ByteBuffer> read(StoreKey key, ByteRange range, Version expected) {
      return around(
          new StoreCall<>(
              StoreVerb.RANGE,
              Optional.of(key),
              List.of(range),
              0,
              () -> versions.read(key, range, expected),
              AroundStore::sizeOf));
    }

    @Override
    public Optional<List<ByteBuffer>> read(
        StoreKey key, List<ByteRange.Slice> slices, RangeMerge merge, Version expected) {
      return slices(key, slices, merge, () -> versions.read(key, slices, merge, expected));
    }
  }

  private final class Keys implements Listing {
    private final Listing listing;

    private Keys(Listing listing) {
      this.listing = listing;
    }

    @Override
    public Stream<StoreKey> keys(Optional<StoreKey> below) {
      return listed(below, () -> listing.keys(below));
    }

    @Override
    public Stream<Entry> entries(Optional<StoreKey> below) {
      return listed(below, () -> listing.entries(below));
    }

    private <T> Stream<T> listed(Optional<StoreKey> below, Supplier<Stream<T>> call) {
      return around(new StoreCall<>(StoreVerb.LIST, below, List.of(), 0, call, answer -> 0));
    }
  }

  private final class Removal implements Deletes {
    private final Deletes deletes;

    private Removal(Deletes deletes) {
      this.deletes = deletes;
    }

    private void around(StoreKey key, Runnable call) {
      AroundStore.this.around(
          StoreVerb.DELETE,
          key,
          0,
          () -> {
            call.run();
            return true;
          },
          AroundStore::presence);
    }

    @Override
    public void delete(StoreKey key) {
      around(key, () -> deletes.delete(key));
    }

    @Override
    public void deleteAll(Collection<StoreKey> keys) {
      if (!keys.isEmpty()) {
        around(keys.iterator().next(), () -> deletes.deleteAll(keys));
      }
    }

    @Override
    public void deleteBelow(StoreKey place) {
      around(place, () -> deletes.deleteBelow(place));
    }

    @Override
    public void deleteAbandoned(Optional<StoreKey> place, Instant before) {
      AroundStore.this.around(
          new StoreCall<>(
              StoreVerb.DELETE,
              place,
              List.of(),
              0,
              () -> {
                deletes.deleteAbandoned(place, before);
                return true;
              },
              AroundStore::presence));
    }
  }
}
