package dev.sparkzarr.store.cache;

import dev.sparkzarr.store.ByteRange;
import dev.sparkzarr.store.Capability;
import dev.sparkzarr.store.Deletes;
import dev.sparkzarr.store.InvalidRangeException;
import dev.sparkzarr.store.OverLimitException;
import dev.sparkzarr.store.Store;
import dev.sparkzarr.store.StoreException;
import dev.sparkzarr.store.StoreKey;
import dev.sparkzarr.store.Version;
import dev.sparkzarr.store.Writes;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Where the bytes of a cache are: one value for each piece, in any store. A piece of a version
 * always has the same name, {@code origin/../hash of the key/piece-hash of the version}, so that
 * those who share a store write the same value twice rather than two.
 */
final class CacheStorage {
  private static final Pattern NAME =
      Pattern.compile("[0-9a-f]{32}/[0-9a-f]{2}/[0-9a-f]{32}/[wse][0-9-]*\\.[0-9a-f]{32}");

  private final Store store;
  private final Writes writes;
  private final Deletes deletes;

  /**
   * @throws StoreException when the store cannot write and delete
   */
  CacheStorage(Store store) {
    this.store = store;
    this.writes = Capability.WRITES.of(store);
    this.deletes = Capability.DELETES.of(store);
  }

  Store store() {
    return store;
  }

  private static StoreKey name(CacheEntry entry) {
    String key = CachedKey.hash(entry.key().key().value());
    String version = CachedKey.hash(entry.version().map(Version::token).orElse(""));
    return new StoreKey(
        entry.key().origin()
            + "/"
            + key.substring(0, 2)
            + "/"
            + key
            + "/"
            + entry.piece().text()
            + "."
            + version);
  }

  /**
   * @return false when it cannot be stored at all
   */
  boolean put(CacheEntry entry, long checkedAt, ByteBuffer bytes) {
    Optional<ByteBuffer> frame = CacheFrame.encode(entry, checkedAt, bytes);
    frame.ifPresent(whole -> writes.put(name(entry), whole));
    return frame.isPresent();
  }

  /**
   * @return the piece's bytes, verified; empty when they are not there or not whole
   */
  Optional<ByteBuffer> get(CacheEntry entry) {
    long limit = entry.size() + CacheFrame.LONGEST_HEADER + CacheFrame.PREFIX;
    try {
      return store.get(name(entry), limit).flatMap(frame -> CacheFrame.decode(frame, entry));
    } catch (OverLimitException e) {
      return Optional.empty();
    }
  }

  void delete(List<CacheEntry> entries) {
    if (!entries.isEmpty()) {
      deletes.deleteAll(entries.stream().map(CacheStorage::name).toList());
    }
  }

  /**
   * @return whether what is stored can outlive the index, and be found again
   */
  boolean isFindable() {
    return store.listing().isPresent() && store.ranges().isPresent();
  }

  /**
   * Finds what is stored, oldest first. What bears the name of a piece and is none is deleted;
   * anything else is left alone.
   *
   * @param most how many pieces at most
   */
  void scan(int most, Consumer<CacheFrame.Header> found) {
    List<CacheFrame.Header> headers = new ArrayList<>();
    try (Stream<StoreKey> keys = Capability.LISTING.of(store).keys(Optional.empty())) {
      keys.filter(key -> NAME.matcher(key.value()).matches())
          .limit(most)
          .forEach(key -> header(key).ifPresent(headers::add));
    }
    headers.sort(Comparator.comparingLong(header -> header.entry().storedAt()));
    headers.forEach(found);
  }

  private Optional<CacheFrame.Header> header(StoreKey key) {
    try {
      Optional<ByteBuffer> prefix = range(key, CacheFrame.PREFIX);
      if (prefix.isEmpty()) {
        return Optional.empty();
      }
      int end = CacheFrame.headerEnd(prefix.get()).orElse(0);
      Optional<ByteBuffer> header = end > CacheFrame.PREFIX ? range(key, end) : prefix;
      Optional<CacheFrame.Header> read =
          header.flatMap(CacheFrame::decodeHeader).filter(h -> name(h.entry()).equals(key));
      if (read.isPresent()) {
        return read;
      }
    } catch (InvalidRangeException e) {
      // Torn: too short for a header.
    }
    deletes.delete(key);
    return Optional.empty();
  }

  private Optional<ByteBuffer> range(StoreKey key, int length) {
    return Capability.RANGES.of(store).read(key, new ByteRange.Slice(0, length));
  }

  void close() {
    store.close();
  }
}
