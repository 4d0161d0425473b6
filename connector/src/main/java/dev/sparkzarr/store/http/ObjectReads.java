package dev.sparkzarr.store.http;

import dev.sparkzarr.store.ByteRange;
import dev.sparkzarr.store.Bytes;
import dev.sparkzarr.store.RangeMerge;
import dev.sparkzarr.store.StoreErrors;
import dev.sparkzarr.store.StoreException;
import dev.sparkzarr.store.StoreKey;
import dev.sparkzarr.store.ValueStat;
import dev.sparkzarr.store.Version;
import dev.sparkzarr.store.Versions;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * Reads of an {@link ObjectEndpoint}, each a GET of its own: nothing is remembered between two, so
 * nothing stale can come back. No method blocks. Safe for many threads.
 */
public final class ObjectReads {
  private static final Map<String, String> PLAIN = Map.of();

  // Some servers cannot read longer numbers.
  private static final long LARGEST_OFFSET = 1L << 50;

  private final ObjectEndpoint endpoint;
  private final int rangesAtOnce;

  /**
   * @param rangesAtOnce of one call
   */
  public ObjectReads(ObjectEndpoint endpoint, int rangesAtOnce) {
    this.endpoint = endpoint;
    this.rangesAtOnce = rangesAtOnce;
  }

  ObjectEndpoint endpoint() {
    return endpoint;
  }

  /** As {@link dev.sparkzarr.store.Store#get}. */
  public CompletableFuture<Optional<ByteBuffer>> get(Flight flight, StoreKey key, long limit) {
    return whole(flight, key, limit, HttpReply::body);
  }

  /** As {@link Versions#get}. */
  public CompletableFuture<Optional<Versions.Versioned>> getVersioned(
      Flight flight, StoreKey key, long limit) {
    return whole(
        flight, key, limit, reply -> new Versions.Versioned(reply.body(), reply.version()));
  }

  private <T> CompletableFuture<Optional<T>> whole(
      Flight flight, StoreKey key, long limit, Function<HttpReply, T> taken) {
    String place = endpoint.describe(key);
    return endpoint
        .ask(flight, "GET", key, PLAIN, ReplyLimit.ofWhole(limit))
        .thenApply(
            reply -> {
              if (endpoint.isAbsent(reply)) {
                return Optional.empty();
              }
              check(reply, 200, place);
              if (!reply.complete()) {
                throw tooLarge(reply, limit, place);
              }
              return Optional.of(taken.apply(reply));
            });
  }

  private static StoreException tooLarge(HttpReply reply, long limit, String place) {
    OptionalLong size = reply.contentLength();
    if (size.isPresent()) {
      Bytes.whole(size.getAsLong(), limit, place);
    }
    return StoreErrors.overLimit(place, Math.min(limit, Bytes.MAX_LENGTH) + 1, limit);
  }

  /** As {@link dev.sparkzarr.store.Stats#stat}. */
  public CompletableFuture<Optional<ValueStat>> stat(Flight flight, StoreKey key) {
    String place = endpoint.describe(key);
    return endpoint
        .ask(flight, "HEAD", key, PLAIN, ReplyLimit.NOTHING)
        .thenApply(
            reply -> {
              if (endpoint.isAbsent(reply)) {
                return Optional.empty();
              }
              check(reply, 200, place);
              long size =
                  reply
                      .contentLength()
                      .orElseThrow(
                          () ->
                              new StoreException(
                                  "Cannot read the size of "
                                      + place
                                      + ": the server does not state it (Content-Length)."));
              return Optional.of(new ValueStat(size, reply.version()));
            });
  }

  /** A part of a value, and the version it is of where the server says so. */
  private record Part(ByteBuffer bytes, Optional<Version> version) {}

  /** As {@link dev.sparkzarr.store.RangeReads#read(StoreKey, ByteRange)}. */
  public CompletableFuture<Optional<ByteBuffer>> read(
      Flight flight, StoreKey key, ByteRange range) {
    return part(flight, key, range, Optional.empty()).thenApply(part -> part.map(Part::bytes));
  }

  /** As {@link Versions#read(StoreKey, ByteRange)}. */
  public CompletableFuture<Optional<Versions.Versioned>> readVersioned(
      Flight flight, StoreKey key, ByteRange range) {
    return part(flight, key, range, Optional.empty())
        .thenApply(part -> part.map(p -> new Versions.Versioned(p.bytes(), p.version())));
  }

  /** As {@link Versions#read(StoreKey, ByteRange, Version)}. */
  public CompletableFuture<Optional<ByteBuffer>> read(
      Flight flight, StoreKey key, ByteRange range, Version expected) {
    return part(flight, key, range, Optional.of(expected)).thenApply(part -> part.map(Part::bytes));
  }

  private CompletableFuture<Optional<Part>> part(
      Flight flight, StoreKey key, ByteRange range, Optional<Version> expected) {
    String place = endpoint.describe(key);
    if (!isAskable(range)) {
      return stat(flight, key).thenApply(stat -> stat.map(s -> empty(s, range, expected, place)));
    }
    Map<String, String> headers = new HashMap<>();
    headers.put("Range", RangeReply.header(range));
    expected.ifPresent(version -> headers.put("If-Match", version.token()));
    return endpoint
        .ask(
            flight, "GET", key, headers, new ReplyLimit(RangeReply.WHOLE, RangeReply.length(range)))
        .thenApply(
            reply -> {
              if (endpoint.isAbsent(reply)) {
                return Optional.empty();
              }
              if (reply.status() == 412 && expected.isPresent()) {
                throw StoreErrors.changed(place);
              }
              if (reply.status() != 416) {
                check(reply, reply.status() == 206 ? 206 : 200, place);
                // Not every server heeds the condition.
                expected.ifPresent(version -> same(version, version(reply, place), place));
              }
              return Optional.of(new Part(RangeReply.bytes(reply, range, place), reply.version()));
            });
  }

  /** A range that no request can be made for: it is empty, or passes every end. */
  private static boolean isAskable(ByteRange range) {
    long length = RangeReply.length(range);
    return length > 0
        && length <= Bytes.MAX_LENGTH
        && !(range instanceof ByteRange.Slice slice && slice.end() > LARGEST_OFFSET);
  }

  private static Part empty(
      ValueStat stat, ByteRange range, Optional<Version> expected, String place) {
    expected.ifPresent(
        version -> same(version, stat.version().orElseThrow(() -> untagged(place)), place));
    ByteRange.Slice slice = Bytes.within(range, stat.size(), place);
    if (slice.length() > 0) {
      throw new StoreException(
          "Cannot read "
              + place
              + " at byte "
              + slice.offset()
              + ": offsets over "
              + LARGEST_OFFSET
              + " are not asked for.");
    }
    return new Part(ByteBuffer.allocate(0), stat.version());
  }

  /**
   * As {@link dev.sparkzarr.store.RangeReads#read(StoreKey, List, RangeMerge)}. All of one state of
   * the value, as far as the server tells states apart.
   */
  public CompletableFuture<Optional<List<ByteBuffer>>> read(
      Flight flight, StoreKey key, List<ByteRange.Slice> slices, RangeMerge merge) {
    return read(flight, key, slices, merge, Optional.empty());
  }

  /** As {@link Versions#read(StoreKey, List, RangeMerge, Version)}. */
  public CompletableFuture<Optional<List<ByteBuffer>>> read(
      Flight flight,
      StoreKey key,
      List<ByteRange.Slice> slices,
      RangeMerge merge,
      Version expected) {
    return read(flight, key, slices, merge, Optional.of(expected));
  }

  private CompletableFuture<Optional<List<ByteBuffer>>> read(
      Flight flight,
      StoreKey key,
      List<ByteRange.Slice> slices,
      RangeMerge merge,
      Optional<Version> expected) {
    Lanes<Optional<Part>> lanes =
        new Lanes<>(merge.merged(slices), range -> part(flight, key, range, expected));
    return lanes
        .run(rangesAtOnce)
        .thenApply(
            parts -> {
              if (parts.stream().anyMatch(Optional::isEmpty)) {
                return Optional.empty();
              }
              if (parts.stream().flatMap(p -> p.get().version().stream()).distinct().count() > 1) {
                throw StoreErrors.unavailable(
                    "read",
                    endpoint.describe(key),
                    new StoreException("it was replaced while its ranges were read"));
              }
              Iterator<Optional<Part>> next = parts.iterator();
              return merge.read(slices, range -> next.next().map(Part::bytes));
            });
  }

  private void check(HttpReply reply, int status, String place) {
    if (reply.status() != status) {
      throw endpoint.failure("read", place, reply);
    }
    if (reply.contentCoding().isPresent()) {
      throw new StoreException(
          "Cannot read "
              + place
              + ": the server sends it with Content-Encoding "
              + reply.contentCoding().get()
              + ", which was not asked for. Let it send the bytes as they are stored, or store them"
              + " without that header.");
    }
  }

  private static void same(Version expected, Version found, String place) {
    if (!expected.equals(found)) {
      throw StoreErrors.changed(place);
    }
  }

  private static Version version(HttpReply reply, String place) {
    return reply.version().orElseThrow(() -> untagged(place));
  }

  private static StoreException untagged(String place) {
    return new StoreException(
        "Cannot read the version of "
            + place
            + ": the server gives no strong ETag. Read it without a version.");
  }
}
