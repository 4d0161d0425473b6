package dev.sparkzarr.store.http;

import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.ByteBuffer;
import java.util.concurrent.Flow;

/** The body of a request, which tells when a part of it goes out. */
final class ReportingBody implements BodyPublisher {
  private final BodyPublisher inner;
  private final Runnable progress;

  ReportingBody(ByteBuffer body, Runnable progress) {
    this.inner = publisher(body);
    this.progress = progress;
  }

  private static BodyPublisher publisher(ByteBuffer body) {
    if (!body.hasRemaining()) {
      return BodyPublishers.ofByteArray(new byte[0]);
    }
    if (body.hasArray()) {
      return BodyPublishers.ofByteArray(
          body.array(), body.arrayOffset() + body.position(), body.remaining());
    }
    byte[] copy = new byte[body.remaining()];
    body.duplicate().get(copy);
    return BodyPublishers.ofByteArray(copy);
  }

  @Override
  public long contentLength() {
    return inner.contentLength();
  }

  @Override
  public void subscribe(Flow.Subscriber<? super ByteBuffer> subscriber) {
    inner.subscribe(
        new Flow.Subscriber<ByteBuffer>() {
          @Override
          public void onSubscribe(Flow.Subscription subscription) {
            subscriber.onSubscribe(subscription);
          }

          @Override
          public void onNext(ByteBuffer part) {
            progress.run();
            subscriber.onNext(part);
          }

          @Override
          public void onError(Throwable error) {
            subscriber.onError(error);
          }

          @Override
          public void onComplete() {
            subscriber.onComplete();
          }
        });
  }
}
