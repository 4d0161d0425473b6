package dev.sparkzarr.store.middleware;

import dev.sparkzarr.store.ByteRange;
import dev.sparkzarr.store.Bytes;
import dev.sparkzarr.store.ConflictException;
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
import dev.sparkzarr.store.StoreErrors;
import dev.sparkzarr.store.StoreKey;
import dev.sparkzarr.store.ValueStat;
import dev.sparkzarr.store.Version;
import dev.sparkzarr.store.Versions;
import dev.sparkzarr.store.WrappedStore;
import dev.sparkzarr.store.Writes;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.function.BiFunction;
import java.util.function.LongFunction;
import java.util.function.Supplier;

/**
 * Reads what is large by several requests at the same time, all of one version of the value. What
 * may be larger than a part is asked for its size and version first: one request more. A store that
 * has no versions, or a value without one, is read by one request as ever.
 *
 * <p>A value that is replaced while it is read is read anew, and after {@value #ATTEMPTS} times by
 * one request.
 */
public final class SplitStore extends WrappedStore {
  static final int ATTEMPTS = 3;

  private final long partSize;
  private final int helpers;
  private final ExecutorService threads;

  /**
   * @param inner closed with this store
   * @param partSize bytes of a request at most, at least 1
   * @param atOnce requests at the same time at most, for each read; at least 1
   * @param threads that help the thread that reads; not closed with this store. Where they take no
   *     more work, it reads all parts itself.
   */
  public SplitStore(Store inner, long partSize, int atOnce, ExecutorService threads) {
    super(inner);
    if (partSize < 1 || atOnce < 1) {
      throw new IllegalArgumentException("partSize=" + partSize + " atOnce=" + atOnce);
    }
    this.partSize = Math.min(partSize, Bytes.MAX_LENGTH);
    this.helpers = atOnce - 1;
    this.threads = threads;
  }

  private boolean canSplit() {
    return inner().versions().isPresent() && inner().stats().isPresent();
  }

  @Override
  public Optional<ByteBuffer> get(StoreKey key, long limit) {
    return limit <= partSize
        ? inner().get(key, limit)
        : read(key, whole(key, limit), () -> inner().get(key, limit), (bytes, version) -> bytes);
  }

  private LongFunction<ByteRange.Slice> whole(StoreKey key, long limit) {
    return size -> new ByteRange.Slice(0, Bytes.whole(size, limit, describe(key)));
  }

  private LongFunction<ByteRange.Slice> part(StoreKey key, ByteRange range) {
    return size -> Bytes.within(range, size, describe(key));
  }

  private static long length(ByteRange range) {
    return range instanceof ByteRange.Slice slice
        ? slice.length()
        : ((ByteRange.Suffix) range).length();
  }

  /**
   * Reads what may be more than one part.
   *
   * @param slice of the value of some size, checked to fit into it and into memory
   * @param unsplit reads the same by one request
   */
  private <T> Optional<T> read(
      StoreKey key,
      LongFunction<ByteRange.Slice> slice,
      Supplier<Optional<T>> unsplit,
      BiFunction<ByteBuffer, Version, T> answer) {
    if (!canSplit()) {
      return unsplit.get();
    }
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      Optional<ValueStat> stat = inner().stats().orElseThrow().stat(key);
      if (stat.isEmpty()) {
        return Optional.empty();
      }
      ByteRange.Slice wanted = slice.apply(stat.get().size());
      Optional<Version> version = stat.get().version();
      if (wanted.length() <= partSize || version.isEmpty()) {
        return unsplit.get();
      }
      try {
        return parts(key, wanted, version.get()).map(bytes -> answer.apply(bytes, version.get()));
      } catch (ConflictException e) {
        // Replaced meanwhile: its parts are of no one state.
      }
    }
    return unsplit.get();
  }

  /**
   * @param slice within the value, so that its memory can be taken
   */
  private Optional<ByteBuffer> parts(StoreKey key, ByteRange.Slice slice, Version version) {
    Versions versions = inner().versions().orElseThrow();
    byte[] whole = new byte[(int) slice.length()];
    int count = Math.toIntExact((slice.length() + partSize - 1) / partSize);
    try {
      PartReads.all(
          count,
          part -> {
            long start = part * partSize;
            long length = Math.min(partSize, whole.length - start);
            ByteBuffer bytes =
                versions
                    .read(key, new ByteRange.Slice(slice.offset() + start, length), version)
                    .orElseThrow(GoneException::new);
            bytes.duplicate().get(whole, (int) start, (int) length);
          },
          threads,
          helpers);
    } catch (GoneException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw StoreErrors.interrupted("read", describe(key), e);
    }
    return Optional.of(ByteBuffer.wrap(whole));
  }

  /** The value was deleted while its parts were read: it is absent. */
  private static final class GoneException extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  @Override
  public Optional<RangeReads> ranges() {
    return inner().ranges().map(Ranges::new);
  }

  /** Parts come on several threads. */
  @Override
  public Optional<ReadsInto> readsInto() {
    return Optional.empty();
  }

  @Override
  public Optional<Stats> stats() {
    return inner().stats();
  }

  @Override
  public Optional<Versions> versions() {
    return inner().versions().map(Seen::new);
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
  public Optional<Deletes> deletes() {
    return inner().deletes();
  }

  @Override
  public Optional<Copies> copies() {
    return inner().copies();
  }

  @Override
  public Optional<Renames> renames() {
    return inner().renames();
  }

  private final class Ranges implements RangeReads {
    private final RangeReads ranges;

    private Ranges(RangeReads ranges) {
      this.ranges = ranges;
    }

    @Override
    public Optional<ByteBuffer> read(StoreKey key, ByteRange range) {
      return length(range) <= partSize
          ? ranges.read(key, range)
          : SplitStore.this.read(
              key, part(key, range), () -> ranges.read(key, range), (bytes, version) -> bytes);
    }

    @Override
    public Optional<List<ByteBuffer>> read(
        StoreKey key, List<ByteRange.Slice> slices, RangeMerge merge) {
      boolean isLarge =
          canSplit() && merge.merged(slices).stream().anyMatch(range -> range.length() > partSize);
      return isLarge
          ? merge.read(slices, slice -> read(key, slice))
          : ranges.read(key, slices, merge);
    }
  }

  private final class Seen implements Versions {
    private final Versions versions;

    private Seen(Versions versions) {
      this.versions = versions;
    }

    @Override
    public Optional<Versioned> get(StoreKey key, long limit) {
      return limit <= partSize
          ? versions.get(key, limit)
          : SplitStore.this.read(
              key, whole(key, limit), () -> versions.get(key, limit), Versioned::new);
    }

    @Override
    public Optional<Versioned> read(StoreKey key, ByteRange range) {
      return length(range) <= partSize
          ? versions.read(key, range)
          : SplitStore.this.read(
              key, part(key, range), () -> versions.read(key, range), Versioned::new);
    }

    @Override
    public Optional<ByteBuffer> read(StoreKey key, ByteRange range, Version expected) {
      return versions.read(key, range, expected);
    }

    @Override
    public Optional<List<ByteBuffer>> read(
        StoreKey key, List<ByteRange.Slice> slices, RangeMerge merge, Version expected) {
      return versions.read(key, slices, merge, expected);
    }
  }
}
