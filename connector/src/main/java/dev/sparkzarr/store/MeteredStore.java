package dev.sparkzarr.store;

import java.nio.ByteBuffer;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Counts what is asked of a store. Changes nothing else. */
public final class MeteredStore extends WrappedStore {
  private final Map<StoreVerb, LongAdder> requests = new EnumMap<>(StoreVerb.class);
  private final LongAdder bytesRead = new LongAdder();
  private final LongAdder bytesWritten = new LongAdder();
  private final LongAdder absent = new LongAdder();
  private final LongAdder failures = new LongAdder();

  /**
   * @param inner closed with this store
   */
  public MeteredStore(Store inner) {
    super(inner);
    for (StoreVerb verb : StoreVerb.values()) {
      requests.put(verb, new LongAdder());
    }
  }

  /**
   * @return the counts so far; requests under way may be counted in part
   */
  public StoreMetrics metrics() {
    Map<StoreVerb, Long> counts = new EnumMap<>(StoreVerb.class);
    requests.forEach((verb, count) -> counts.put(verb, count.sum()));
    return new StoreMetrics(
        counts, bytesRead.sum(), bytesWritten.sum(), absent.sum(), failures.sum());
  }

  private <T> T counted(StoreVerb verb, Supplier<T> request) {
    requests.get(verb).increment();
    try {
      return request.get();
    } catch (RuntimeException | Error e) {
      failures.increment();
      throw e;
    }
  }

  private Optional<ByteBuffer> counted(Optional<ByteBuffer> found) {
    if (found.isPresent()) {
      bytesRead.add(found.get().remaining());
    } else {
      absent.increment();
    }
    return found;
  }

  @Override
  public Optional<ByteBuffer> get(StoreKey key, long limit) {
    return counted(counted(StoreVerb.GET, () -> inner().get(key, limit)));
  }

  @Override
  public Optional<RangeReads> ranges() {
    return inner().ranges().map(Ranges::new);
  }

  @Override
  public Optional<Stats> stats() {
    return inner()
        .stats()
        .map(
            stats ->
                key -> {
                  OptionalLong size = counted(StoreVerb.STAT, () -> stats.size(key));
                  if (size.isEmpty()) {
                    absent.increment();
                  }
                  return size;
                });
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
                (key, bytes) -> {
                  int length = bytes.remaining();
                  counted(
                      StoreVerb.PUT,
                      () -> {
                        writes.put(key, bytes);
                        return null;
                      });
                  bytesWritten.add(length);
                });
  }

  @Override
  public Optional<Deletes> deletes() {
    return inner().deletes().map(Removal::new);
  }

  private final class Ranges implements RangeReads {
    private final RangeReads ranges;

    private Ranges(RangeReads ranges) {
      this.ranges = ranges;
    }

    @Override
    public Optional<ByteBuffer> read(StoreKey key, ByteRange range) {
      return counted(counted(StoreVerb.RANGE, () -> ranges.read(key, range)));
    }

    @Override
    public Optional<List<ByteBuffer>> read(
        StoreKey key, List<ByteRange.Slice> slices, RangeMerge merge) {
      List<ByteRange.Slice> merged = merge.merged(slices);
      if (merged.isEmpty()) {
        return ranges.read(key, slices, merge);
      }
      Optional<List<ByteBuffer>> found =
          counted(StoreVerb.RANGE, () -> ranges.read(key, slices, merge));
      if (found.isPresent()) {
        requests.get(StoreVerb.RANGE).add(merged.size() - 1L);
        merged.forEach(range -> bytesRead.add(range.length()));
      } else {
        absent.increment();
      }
      return found;
    }
  }

  private final class Keys implements Listing {
    private final Listing listing;

    private Keys(Listing listing) {
      this.listing = listing;
    }

    @Override
    public Stream<StoreKey> keys(Optional<StoreKey> below) {
      return counted(StoreVerb.LIST, () -> listing.keys(below));
    }

    @Override
    public Stream<Entry> entries(Optional<StoreKey> below) {
      return counted(StoreVerb.LIST, () -> listing.entries(below));
    }
  }

  private final class Removal implements Deletes {
    private final Deletes deletes;

    private Removal(Deletes deletes) {
      this.deletes = deletes;
    }

    @Override
    public void delete(StoreKey key) {
      counted(
          StoreVerb.DELETE,
          () -> {
            deletes.delete(key);
            return null;
          });
    }

    @Override
    public void deleteBelow(StoreKey place) {
      counted(
          StoreVerb.DELETE,
          () -> {
            deletes.deleteBelow(place);
            return null;
          });
    }
  }
}
