package dev.sparkzarr.store;

import java.util.Optional;

/**
 * One request to a store, as tests compare it; its text is what a list of requests shows.
 *
 * @param key of the value, or the place listed or deleted below; empty for a listing of the root
 * @param range of a {@link StoreVerb#RANGE}, otherwise empty
 */
public record StoreRequest(StoreVerb verb, Optional<StoreKey> key, Optional<ByteRange> range) {
  /** A whole value. */
  public static StoreRequest get(String key) {
    return of(StoreVerb.GET, key);
  }

  /** {@code length} bytes from {@code offset}: one merged range. */
  public static StoreRequest range(String key, long offset, long length) {
    return range(new StoreKey(key), new ByteRange.Slice(offset, length));
  }

  /** The last {@code length} bytes. */
  public static StoreRequest suffix(String key, long length) {
    return range(new StoreKey(key), new ByteRange.Suffix(length));
  }

  static StoreRequest range(StoreKey key, ByteRange range) {
    return new StoreRequest(StoreVerb.RANGE, Optional.of(key), Optional.of(range));
  }

  /** A size. */
  public static StoreRequest stat(String key) {
    return of(StoreVerb.STAT, key);
  }

  /** A listing of either kind; {@code ""} is the root. */
  public static StoreRequest list(String below) {
    return below.isEmpty()
        ? new StoreRequest(StoreVerb.LIST, Optional.empty(), Optional.empty())
        : of(StoreVerb.LIST, below);
  }

  /** A write. */
  public static StoreRequest put(String key) {
    return of(StoreVerb.PUT, key);
  }

  /** A deletion of either kind. */
  public static StoreRequest delete(String key) {
    return of(StoreVerb.DELETE, key);
  }

  private static StoreRequest of(StoreVerb verb, String key) {
    return new StoreRequest(verb, Optional.of(new StoreKey(key)), Optional.empty());
  }

  @Override
  public String toString() {
    return verb
        + " "
        + key.map(StoreKey::value).orElse("")
        + range.map(r -> " " + StoreErrors.text(r)).orElse("");
  }
}
