package dev.sparkzarr.store.opendal;

import dev.sparkzarr.store.AsyncStore;
import dev.sparkzarr.store.ByteRange;
import dev.sparkzarr.store.Bytes;
import dev.sparkzarr.store.StoreErrors;
import dev.sparkzarr.store.StoreKey;
import dev.sparkzarr.store.ValueStat;
import dev.sparkzarr.store.Version;
import java.io.EOFException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.apache.opendal.Metadata;

/**
 * Reads through OpenDAL. A value's size is asked before it is read: OpenDAL takes memory for what
 * comes, and a range past the end ends the JVM on some services. What was read has the size that
 * was told before or is told after it, else it is read again.
 */
final class OpenDalReads implements AsyncStore.Ranges, AsyncStore.Sizes {
  private static final int ATTEMPTS = 64;

  private final OpenDalClient client;
  private final Function<StoreKey, String> describe;
  private final boolean hasVersions;

  /**
   * @param hasVersions whether the service's entity tags are of one state of a value each
   */
  OpenDalReads(OpenDalClient client, Function<StoreKey, String> describe, boolean hasVersions) {
    this.client = client;
    this.describe = describe;
    this.hasVersions = hasVersions;
  }

  @Override
  public CompletableFuture<Optional<ValueStat>> stat(StoreKey key) {
    String place = describe.apply(key);
    return client
        .<Metadata>find("read", place, operator -> operator.stat(OpenDalPaths.of(key, place)))
        .thenApply(found -> found.filter(Metadata::isFile).map(this::stat));
  }

  private ValueStat stat(Metadata metadata) {
    String tag = metadata.getEtag();
    boolean isVersion = hasVersions && tag != null && !tag.isEmpty() && !tag.startsWith("W/");
    return new ValueStat(
        metadata.getContentLength(), isVersion ? Optional.of(new Version(tag)) : Optional.empty());
  }

  CompletableFuture<Optional<ByteBuffer>> get(StoreKey key, long limit) {
    return stat(key)
        .thenCompose(
            found -> found.isEmpty() ? absent() : get(key, limit, found.get().size(), ATTEMPTS));
  }

  private CompletableFuture<Optional<ByteBuffer>> get(
      StoreKey key, long limit, long size, int attempts) {
    String place = describe.apply(key);
    Bytes.whole(size, limit, place);
    return client
        .<byte[]>find("read", place, operator -> operator.read(key.value()))
        .thenCompose(
            found -> {
              if (found.isEmpty() || found.get().length == size) {
                return CompletableFuture.completedFuture(found.map(ByteBuffer::wrap));
              }
              return stat(key)
                  .thenCompose(after -> again(key, limit, found.get(), after, attempts));
            });
  }

  /** Another size than before: of a value that was replaced meanwhile, or of a part of it. */
  private CompletableFuture<Optional<ByteBuffer>> again(
      StoreKey key, long limit, byte[] bytes, Optional<ValueStat> after, int attempts) {
    if (after.isEmpty()) {
      return absent();
    }
    if (after.get().size() == bytes.length) {
      Bytes.whole(bytes.length, limit, describe.apply(key));
      return CompletableFuture.completedFuture(Optional.of(ByteBuffer.wrap(bytes)));
    }
    return attempts <= 1
        ? incomplete(key, bytes.length, after.get().size())
        : get(key, limit, after.get().size(), attempts - 1);
  }

  @Override
  public CompletableFuture<Optional<ByteBuffer>> read(StoreKey key, ByteRange range) {
    return read(key, range, ATTEMPTS);
  }

  private CompletableFuture<Optional<ByteBuffer>> read(
      StoreKey key, ByteRange range, int attempts) {
    return stat(key)
        .thenCompose(
            found -> {
              if (found.isEmpty()) {
                return absent();
              }
              long size = found.get().size();
              ByteRange.Slice slice = Bytes.within(range, size, describe.apply(key));
              if (slice.length() == 0) {
                return CompletableFuture.completedFuture(Optional.of(ByteBuffer.allocate(0)));
              }
              return slice(key, slice)
                  .handle((bytes, error) -> checked(key, range, found, bytes, error, attempts))
                  .thenCompose(checked -> checked);
            });
  }

  private CompletableFuture<Optional<ByteBuffer>> slice(StoreKey key, ByteRange.Slice slice) {
    return client
        .<byte[]>find(
            "read",
            describe.apply(key),
            operator -> operator.read(key.value(), slice.offset(), slice.length()))
        .thenCompose(
            found ->
                found.isPresent() && found.get().length != slice.length()
                    ? incomplete(key, found.get().length, slice.length())
                    : CompletableFuture.completedFuture(found.map(ByteBuffer::wrap)));
  }

  /**
   * The end of a value is elsewhere when it was replaced by a longer one, and a range fails when it
   * was replaced by a shorter one: then it is read again.
   */
  private CompletableFuture<Optional<ByteBuffer>> checked(
      StoreKey key,
      ByteRange range,
      Optional<ValueStat> before,
      Optional<ByteBuffer> bytes,
      Throwable error,
      int attempts) {
    if (error == null && range instanceof ByteRange.Slice) {
      return CompletableFuture.completedFuture(bytes);
    }
    return stat(key)
        .thenCompose(
            after -> {
              if (after.isEmpty()) {
                return absent();
              }
              if (!after.equals(before) && attempts > 1) {
                return read(key, range, attempts - 1);
              }
              if (error != null) {
                return CompletableFuture.failedFuture(error);
              }
              return after.equals(before)
                  ? CompletableFuture.completedFuture(bytes)
                  : incomplete(key, before.orElseThrow().size(), after.get().size());
            });
  }

  private CompletableFuture<Optional<ByteBuffer>> incomplete(StoreKey key, long got, long size) {
    return CompletableFuture.failedFuture(
        StoreErrors.unavailable(
            "read", describe.apply(key), new EOFException(got + " bytes came instead of " + size)));
  }

  private static CompletableFuture<Optional<ByteBuffer>> absent() {
    return CompletableFuture.completedFuture(Optional.empty());
  }
}
