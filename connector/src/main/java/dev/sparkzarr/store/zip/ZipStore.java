package dev.sparkzarr.store.zip;

import dev.sparkzarr.store.BasicStore;
import dev.sparkzarr.store.ByteRange;
import dev.sparkzarr.store.Listing;
import dev.sparkzarr.store.RangeMerge;
import dev.sparkzarr.store.RangeReads;
import dev.sparkzarr.store.Stats;
import dev.sparkzarr.store.Store;
import dev.sparkzarr.store.StoreErrors;
import dev.sparkzarr.store.StoreException;
import dev.sparkzarr.store.StoreKey;
import dev.sparkzarr.store.ValueStat;
import dev.sparkzarr.store.Version;
import dev.sparkzarr.store.Versions;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The entries of a zip archive, read only. The archive is one value of any store with ranges; it is
 * opened at the first request, with at most two, and its directory is kept. A value is one request;
 * a range of a stored entry is one, or two where it lies far behind the entry's header; a range of
 * a deflated entry inflates the whole entry. Where the archive's store has versions, only the state
 * that was opened is read: an archive that was replaced is a {@link
 * dev.sparkzarr.store.ConflictException}.
 */
public final class ZipStore extends BasicStore implements RangeReads, Stats, Listing {
  private final Store inner;
  private final StoreKey archive;
  private volatile Opened opened;

  private record Opened(ArchiveBytes archive, Directory directory, MemberReads reads) {}

  /**
   * @param inner holds the archive; closed with this store
   * @param archive its key
   * @throws StoreException when the store has no ranges
   */
  public ZipStore(Store inner, StoreKey archive) {
    this.inner = inner;
    this.archive = archive;
    if (inner.ranges().isEmpty()) {
      throw new StoreException(
          "Cannot read archive "
              + inner.describe(archive)
              + ": its store reads whole values only, and an archive is read by ranges. Unpack it.");
    }
  }

  /**
   * Makes a new archive in a local file.
   *
   * @param path of this machine; what is there is replaced when the writer is closed
   * @throws StoreException when no file can be made beside it
   */
  public static ZipWriter create(String path) {
    return ZipWriter.create(path);
  }

  /** Opens once; after a failure the next request tries again. */
  private Opened opened() {
    Opened now = opened;
    if (now == null) {
      synchronized (this) {
        now = opened;
        if (now == null) {
          ArchiveBytes bytes = ArchiveBytes.open(inner, archive);
          Directory directory = Directory.read(bytes);
          now = new Opened(bytes, directory, new MemberReads(bytes, directory));
          opened = now;
        }
      }
    }
    return now;
  }

  private Optional<Member> member(StoreKey key) {
    return Optional.ofNullable(opened().directory.members().get(key.value()));
  }

  @Override
  public Optional<ByteBuffer> get(StoreKey key, long limit) {
    return member(key).map(member -> opened().reads.whole(member, limit, describe(key)));
  }

  @Override
  public Optional<ByteBuffer> read(StoreKey key, ByteRange range) {
    return member(key).map(member -> opened().reads.part(member, range, describe(key)));
  }

  @Override
  public Optional<List<ByteBuffer>> read(
      StoreKey key, List<ByteRange.Slice> slices, RangeMerge merge) {
    Optional<Member> member = member(key);
    if (member.isEmpty() || !member.get().isDeflated()) {
      return RangeReads.super.read(key, slices, merge);
    }
    // Inflated once for all.
    long size = member.get().size();
    slices.forEach(slice -> refusePastEnd(key, slice, size));
    return get(key, Long.MAX_VALUE)
        .map(
            value ->
                slices.stream()
                    .map(slice -> value.slice((int) slice.offset(), (int) slice.length()))
                    .toList());
  }

  private void refusePastEnd(StoreKey key, ByteRange.Slice slice, long size) {
    if (slice.end() > size) {
      throw StoreErrors.pastEnd(describe(key), slice, size);
    }
  }

  @Override
  public Optional<ValueStat> stat(StoreKey key) {
    return member(key).map(member -> new ValueStat(member.size(), opened().archive.version()));
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

  /** '0' is the character after '/'. */
  private NavigableMap<String, Member> below(Optional<StoreKey> place) {
    NavigableMap<String, Member> all = opened().directory.members();
    return place.isEmpty() ? all : all.subMap(place.get() + "/", true, place.get() + "0", false);
  }

  @Override
  public String describe(StoreKey key) {
    return describe() + "/" + key;
  }

  @Override
  public String describe() {
    return "zip::" + inner.describe(archive);
  }

  @Override
  public Optional<String> identity() {
    return inner.identity().map(identity -> "zip::" + identity + "/" + archive);
  }

  @Override
  public Optional<RangeReads> ranges() {
    return Optional.of(this);
  }

  @Override
  public Optional<Stats> stats() {
    return Optional.of(this);
  }

  /** The version of every value is that of the archive. */
  @Override
  public Optional<Versions> versions() {
    return inner.versions().map(versions -> new States());
  }

  @Override
  public Optional<Listing> listing() {
    return Optional.of(this);
  }

  @Override
  public void close() {
    inner.close();
  }

  private final class States implements Versions {
    @Override
    public Optional<Versioned> get(StoreKey key, long limit) {
      return ZipStore.this.get(key, limit).map(this::versioned);
    }

    @Override
    public Optional<Versioned> read(StoreKey key, ByteRange range) {
      return ZipStore.this.read(key, range).map(this::versioned);
    }

    private Versioned versioned(ByteBuffer bytes) {
      return new Versioned(bytes, version());
    }

    @Override
    public Optional<ByteBuffer> read(StoreKey key, ByteRange range, Version expected) {
      Optional<Member> member = member(key);
      if (member.isPresent() && !version().equals(Optional.of(expected))) {
        throw StoreErrors.changed(describe(key));
      }
      return member.flatMap(found -> ZipStore.this.read(key, range));
    }

    private Optional<Version> version() {
      return opened().archive.version();
    }
  }
}
