package dev.sparkzarr.store.s3;

import dev.sparkzarr.store.StoreException;
import dev.sparkzarr.store.StoreKey;
import dev.sparkzarr.store.Version;
import dev.sparkzarr.store.http.Flight;
import dev.sparkzarr.store.http.HttpReply;
import dev.sparkzarr.store.http.UrlText;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * What makes objects: one PUT each, conditions checked by S3, so of many writers one wins. A server
 * that ignores {@code If-None-Match} and {@code If-Match} cannot be told from here.
 */
final class S3Writes {
  private static final int CONFLICTS = 6;
  private static final long FIRST_PAUSE_MILLIS = 20;

  private final S3Endpoint endpoint;

  S3Writes(S3Endpoint endpoint) {
    this.endpoint = endpoint;
  }

  private CompletableFuture<HttpReply> put(
      Flight flight, StoreKey key, ByteBuffer bytes, Map<String, String> condition) {
    Map<String, String> headers = new HashMap<>(endpoint.settings().writeHeaders());
    headers.putAll(condition);
    S3Call call =
        S3Call.of("write", endpoint.describe(key), "PUT", endpoint.address().object(key))
            .with(headers)
            .with(bytes.duplicate());
    return settled(flight, call, CONFLICTS);
  }

  /**
   * S3 answers 409 when another conditional write of the key is under way: nothing was written, and
   * who came first shows when it is asked again.
   */
  private CompletableFuture<HttpReply> settled(Flight flight, S3Call call, int left) {
    return endpoint
        .send(flight, call)
        .thenCompose(
            reply -> {
              boolean isConflict =
                  reply.status() == 409
                      && S3Errors.code(reply).equals("ConditionalRequestConflict");
              if (!isConflict || left == 0) {
                return CompletableFuture.completedFuture(reply);
              }
              Executor later =
                  CompletableFuture.delayedExecutor(
                      FIRST_PAUSE_MILLIS << (CONFLICTS - left), TimeUnit.MILLISECONDS);
              return CompletableFuture.supplyAsync(() -> left - 1, later)
                  .thenCompose(next -> settled(flight, call, next));
            });
  }

  /** As {@link dev.sparkzarr.store.Writes#put}. */
  CompletableFuture<Void> put(Flight flight, StoreKey key, ByteBuffer bytes) {
    return put(flight, key, bytes, Map.of())
        .thenAccept(
            reply -> {
              if (reply.status() != 200) {
                throw failure(key, reply);
              }
            });
  }

  /** As {@link dev.sparkzarr.store.Creates#create}. */
  CompletableFuture<Boolean> create(Flight flight, StoreKey key, ByteBuffer bytes) {
    return put(flight, key, bytes, Map.of("if-none-match", "*"))
        .thenApply(
            reply ->
                switch (reply.status()) {
                  case 200 -> true;
                  case 412 -> false;
                  default -> throw failure(key, reply);
                });
  }

  /** As {@link dev.sparkzarr.store.Replaces#replace}. */
  CompletableFuture<Optional<Version>> replace(
      Flight flight, StoreKey key, ByteBuffer bytes, Version expected) {
    return put(flight, key, bytes, Map.of("if-match", expected.token()))
        .thenApply(
            reply -> {
              if (reply.status() == 412 || endpoint.isAbsent(reply)) {
                return Optional.empty();
              }
              if (reply.status() != 200) {
                throw failure(key, reply);
              }
              Version version =
                  reply
                      .version()
                      .orElseThrow(
                          () ->
                              new StoreException(
                                  "Cannot tell the version of "
                                      + endpoint.describe(key)
                                      + ": it was written, and the server gave no ETag."));
              return Optional.of(version);
            });
  }

  /** As {@link dev.sparkzarr.store.Copies#copy}, of values up to 5 GiB. */
  CompletableFuture<Boolean> copy(Flight flight, StoreKey from, StoreKey to) {
    S3Address address = endpoint.address();
    Map<String, String> headers = new HashMap<>(endpoint.settings().writeHeaders());
    headers.put(
        "x-amz-copy-source", "/" + address.bucket() + "/" + UrlText.path(address.object(from)));
    S3Call call =
        S3Call.of("copy", endpoint.describe(from), "PUT", address.object(to)).with(headers);
    return endpoint
        .send(flight, call)
        .thenApply(
            reply -> {
              if (reply.status() == 404 && S3Errors.code(reply).equals("NoSuchKey")) {
                return false;
              }
              // A copy may fail after its head, with status 200, was sent.
              boolean isDone =
                  reply.status() == 200
                      && S3Xml.parse(reply.body())
                          .filter(xml -> xml.root().equals("CopyObjectResult"))
                          .isPresent();
              if (!isDone) {
                throw endpoint.failure("copy", endpoint.describe(from), reply);
              }
              return true;
            });
  }

  private StoreException failure(StoreKey key, HttpReply reply) {
    return endpoint.failure("write", endpoint.describe(key), reply);
  }
}
