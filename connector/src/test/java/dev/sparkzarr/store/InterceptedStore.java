package dev.sparkzarr.store;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Base of stores that do something before each request. Slices read together are told as the ranges
 * they merge to, one request each.
 */
public abstract class InterceptedStore extends WrappedStore {
  /**
   * @param inner closed with this store
   */
  protected InterceptedStore(Store inner) {
    super(inner);
  }

  /** Called before a request is sent; what it throws is what the caller gets. */
  protected abstract void before(StoreRequest request);

  private void before(StoreVerb verb, StoreKey key) {
    before(new StoreRequest(verb, Optional.of(key), Optional.empty()));
  }

  @Override
  public Optional<ByteBuffer> get(StoreKey key, long limit) {
    before(StoreVerb.GET, key);
    return inner().get(key, limit);
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
                  before(StoreVerb.STAT, key);
                  return stats.size(key);
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
                  before(StoreVerb.PUT, key);
                  writes.put(key, bytes);
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
      before(StoreRequest.range(key, range));
      return ranges.read(key, range);
    }

    @Override
    public Optional<List<ByteBuffer>> read(
        StoreKey key, List<ByteRange.Slice> slices, RangeMerge merge) {
      merge.merged(slices).forEach(range -> before(StoreRequest.range(key, range)));
      return ranges.read(key, slices, merge);
    }
  }

  private final class Keys implements Listing {
    private final Listing listing;

    private Keys(Listing listing) {
      this.listing = listing;
    }

    @Override
    public Stream<StoreKey> keys(Optional<StoreKey> below) {
      before(new StoreRequest(StoreVerb.LIST, below, Optional.empty()));
      return listing.keys(below);
    }

    @Override
    public Stream<Entry> entries(Optional<StoreKey> below) {
      before(new StoreRequest(StoreVerb.LIST, below, Optional.empty()));
      return listing.entries(below);
    }
  }

  private final class Removal implements Deletes {
    private final Deletes deletes;

    private Removal(Deletes deletes) {
      this.deletes = deletes;
    }

    @Override
    public void delete(StoreKey key) {
      before(StoreVerb.DELETE, key);
      deletes.delete(key);
    }

    @Override
    public void deleteBelow(StoreKey place) {
      before(StoreVerb.DELETE, place);
      deletes.deleteBelow(place);
    }
  }
}
