package dev.sparkzarr.store;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.Predicate;

/** Shows the values of some keys cut off after so many bytes, as if they were stored like that. */
public final class TruncatingStore extends WrappedStore {
  private final Predicate<StoreKey> picks;
  private final int most;

  /**
   * @param inner closed with this store
   * @param picks whose values are cut
   * @param most how many bytes they keep
   */
  public TruncatingStore(Store inner, Predicate<StoreKey> picks, int most) {
    super(inner);
    this.picks = picks;
    this.most = most;
  }

  @Override
  public Optional<String> identity() {
    return Optional.empty();
  }

  @Override
  public Optional<ByteBuffer> get(StoreKey key, long limit) {
    if (!picks.test(key)) {
      return inner().get(key, limit);
    }
    Optional<ByteBuffer> found = inner().get(key, Long.MAX_VALUE).map(this::cut);
    found.ifPresent(bytes -> Bytes.whole(bytes.remaining(), limit, describe(key)));
    return found;
  }

  private ByteBuffer cut(ByteBuffer value) {
    return value.slice(0, Math.min(most, value.remaining()));
  }

  @Override
  public Optional<ReadsInto> readsInto() {
    return Optional.empty();
  }

  @Override
  public Optional<RangeReads> ranges() {
    return inner()
        .ranges()
        .map(
            ranges ->
                (key, range) -> {
                  if (!picks.test(key)) {
                    return ranges.read(key, range);
                  }
                  return get(key, Long.MAX_VALUE)
                      .map(
                          value -> {
                            ByteRange.Slice slice =
                                Bytes.within(range, value.remaining(), describe(key));
                            return value.slice((int) slice.offset(), (int) slice.length());
                          });
                });
  }

  @Override
  public Optional<Stats> stats() {
    return inner()
        .stats()
        .map(
            stats ->
                key -> {
                  Optional<ValueStat> stat = stats.stat(key);
                  return picks.test(key)
                      ? stat.map(s -> new ValueStat(Math.min(most, s.size()), s.version()))
                      : stat;
                });
  }

  /** Absent: what is cut is of no version. */
  @Override
  public Optional<Versions> versions() {
    return Optional.empty();
  }

  @Override
  public Optional<Listing> listing() {
    return inner().listing();
  }

  @Override
  public Optional<Writes> writes() {
    return inner().writes();
  }

  @Override
  public Optional<Deletes> deletes() {
    return inner().deletes();
  }

  @Override
  public Optional<Creates> creates() {
    return inner().creates();
  }

  @Override
  public Optional<Replaces> replaces() {
    return inner().replaces();
  }

  @Override
  public Optional<RangeWrites> rangeWrites() {
    return inner().rangeWrites();
  }

  @Override
  public Optional<Copies> copies() {
    return inner().copies();
  }

  @Override
  public Optional<Renames> renames() {
    return inner().renames();
  }
}
