package dev.sparkzarr.store.http;

import java.io.IOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.ResponseInfo;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

/**
 * Takes the body of one answer up to a limit. Memory is taken as the stated length says as far as
 * that is believable, and beyond as bytes arrive.
 */
final class ReplyBody implements BodySubscriber<HttpReply> {
  private static final int SMALLEST = 1 << 13;
  private static final int BELIEVED = 64 << 20;

  private final ResponseInfo head;
  private final long limit;
  private final boolean isValue;
  private final long stated;
  private final Runnable progress;
  private final CompletableFuture<HttpReply> reply = new CompletableFuture<>();
  private Flow.Subscription subscription;
  private byte[] bytes;
  private int length;

  /**
   * @param progress called when bytes arrive
   */
  ReplyBody(HttpCall call, ResponseInfo head, Runnable progress) {
    this.head = head;
    this.limit = call.limit().of(head.statusCode());
    this.isValue = head.statusCode() == 200 || head.statusCode() == 206;
    OptionalLong length = HttpReply.contentLength(head.headers());
    this.stated = call.isHead() ? 0 : length.orElse(-1);
    this.progress = progress;
    this.bytes = new byte[(int) Math.min(Math.max(stated, 0), Math.min(limit, BELIEVED))];
  }

  @Override
  public CompletionStage<HttpReply> getBody() {
    return reply;
  }

  @Override
  public void onSubscribe(Flow.Subscription given) {
    progress.run();
    if (subscription != null) {
      given.cancel();
      return;
    }
    subscription = given;
    if (isValue && stated > limit) {
      stop();
    } else {
      given.request(Long.MAX_VALUE);
    }
  }

  @Override
  public void onNext(List<ByteBuffer> buffers) {
    progress.run();
    for (ByteBuffer buffer : buffers) {
      int room = (int) Math.min(buffer.remaining(), limit - length);
      if (room < buffer.remaining() && isValue) {
        stop();
        return;
      }
      if (length + room > bytes.length) {
        long larger = Math.max((long) length + room, Math.max(SMALLEST, 2L * bytes.length));
        bytes = Arrays.copyOf(bytes, (int) Math.min(limit, larger));
      }
      buffer.get(bytes, length, room);
      length += room;
    }
  }

  /** The rest of a value is not wanted: the connection is given up with it. */
  private void stop() {
    reply.complete(reply(false));
    subscription.cancel();
  }

  @Override
  public void onError(Throwable error) {
    reply.completeExceptionally(error);
  }

  @Override
  public void onComplete() {
    if (isValue && stated >= 0 && length != stated) {
      reply.completeExceptionally(
          new IOException("the answer ended after " + length + " of " + stated + " bytes"));
    } else if (isValue && isCutUnnoticed()) {
      reply.completeExceptionally(
          new IOException("the answer states no length, so that a cut one could not be told"));
    } else {
      reply.complete(reply(true));
    }
  }

  private boolean isCutUnnoticed() {
    return stated < 0 && head.headers().firstValue("transfer-encoding").isEmpty();
  }

  private HttpReply reply(boolean complete) {
    return new HttpReply(
        head.statusCode(), head.headers(), ByteBuffer.wrap(bytes, 0, length), complete);
  }
}
