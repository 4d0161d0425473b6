package dev.sparkzarr.store.http;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Sends requests, one attempt each, no redirect followed: what stores over HTTP share. Safe for
 * many threads.
 */
public final class HttpTransport implements AutoCloseable {
  private final SharedClients.Client client;
  private final ClientSettings settings;
  private final AtomicBoolean closed = new AtomicBoolean();

  private HttpTransport(SharedClients.Client client, ClientSettings settings) {
    this.client = client;
    this.settings = settings;
  }

  /** Takes part in the client of these settings, until closed. */
  public static HttpTransport open(ClientSettings settings) {
    return new HttpTransport(SharedClients.lease(settings), settings);
  }

  /**
   * @return runs short work that may block, on a daemon thread
   */
  public static Executor workers() {
    return SharedClients.workers();
  }

  /**
   * Sends a request when a connection is free. Does not block.
   *
   * @return the answer, whatever its status; a failure is what the client threw, not yet one of our
   *     exceptions. Cancelling it gives the request up.
   */
  public CompletableFuture<HttpReply> send(HttpCall call) {
    Exchange exchange = new Exchange(call);
    client.slots().acquire().thenRun(exchange::start);
    return exchange.reply;
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      SharedClients.giveBack(client);
    }
  }

  /** One request under way. */
  private final class Exchange {
    private final HttpCall call;
    private final CompletableFuture<HttpReply> reply = new CompletableFuture<>();
    private final StallWatch watch = new StallWatch(settings.stallTimeout(), this::stalled);

    private Exchange(HttpCall call) {
      this.call = call;
    }

    private void stalled() {
      reply.completeExceptionally(
          new HttpTimeoutException(
              "no byte came for " + settings.stallTimeout().toMillis() + " ms"));
    }

    private void start() {
      if (reply.isDone()) {
        client.slots().release();
        return;
      }
      CompletableFuture<HttpResponse<HttpReply>> sent;
      try {
        watch.start();
        sent =
            client.http().sendAsync(request(), head -> new ReplyBody(call, head, watch::progress));
      } catch (RuntimeException e) {
        end(null, e);
        return;
      }
      sent.whenComplete(this::end);
      // Given up, by the caller or for want of progress.
      reply.whenComplete((answer, error) -> sent.cancel(true));
    }

    private void end(HttpResponse<HttpReply> response, Throwable error) {
      watch.stop();
      client.slots().release();
      if (error == null) {
        reply.complete(response.body());
      } else {
        reply.completeExceptionally(
            ConnectFailures.named(
                call.uri(),
                error instanceof CompletionException && error.getCause() != null
                    ? error.getCause()
                    : error));
      }
    }

    private HttpRequest request() {
      BodyPublisher body =
          call.body().isPresent()
              ? new ReportingBody(call.body().get(), watch::progress)
              : BodyPublishers.noBody();
      HttpRequest.Builder builder = HttpRequest.newBuilder(call.uri()).method(call.method(), body);
      call.headers().forEach(builder::header);
      return builder.build();
    }
  }
}
