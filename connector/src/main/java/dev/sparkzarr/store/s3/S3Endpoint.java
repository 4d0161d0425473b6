package dev.sparkzarr.store.s3;

import dev.sparkzarr.store.Secrets;
import dev.sparkzarr.store.StoreException;
import dev.sparkzarr.store.StoreKey;
import dev.sparkzarr.store.http.Flight;
import dev.sparkzarr.store.http.HttpCall;
import dev.sparkzarr.store.http.HttpReply;
import dev.sparkzarr.store.http.HttpTransport;
import dev.sparkzarr.store.http.ObjectEndpoint;
import dev.sparkzarr.store.http.ReplyLimit;
import dev.sparkzarr.store.http.UrlText;
import dev.sparkzarr.store.http.WebErrors;
import java.net.URI;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** A bucket: signs requests and sends them where the bucket is. Safe for many threads. */
final class S3Endpoint implements ObjectEndpoint {
  private static final int MOVES = 2;

  private final S3Address address;
  private final S3Settings settings;
  private final S3CredentialsSource credentials;
  private final HttpTransport transport;
  private final Secrets secrets;
  private final S3Errors errors;
  private volatile String region;

  /** Whether an answer has shown that the bucket exists. */
  private volatile boolean isThere;

  S3Endpoint(
      S3Address address,
      S3Settings settings,
      S3CredentialsSource credentials,
      HttpTransport transport,
      Secrets secrets) {
    this.address = address;
    this.settings = settings;
    this.credentials = credentials;
    this.transport = transport;
    this.secrets = secrets;
    this.errors = new S3Errors(secrets);
    this.region = settings.endpoints().region();
  }

  S3Address address() {
    return address;
  }

  S3Settings settings() {
    return settings;
  }

  S3Errors errors() {
    return errors;
  }

  @Override
  public String describe(StoreKey key) {
    return address.describe(key);
  }

  @Override
  public CompletableFuture<HttpReply> ask(
      Flight flight, String method, StoreKey key, Map<String, String> headers, ReplyLimit limit) {
    S3Call call =
        S3Call.of("read", describe(key), method, address.object(key)).with(headers).with(limit);
    return send(flight, call).thenCompose(reply -> surelyAbsent(flight, call, reply));
  }

  /**
   * "Not found" without a word (as HEAD is answered) may mean the bucket: then it is asked for,
   * once.
   */
  private CompletableFuture<HttpReply> surelyAbsent(Flight flight, S3Call call, HttpReply reply) {
    if (reply.status() != 404 || isThere || !S3Errors.code(reply).isEmpty()) {
      isThere |= reply.status() == 200 || reply.status() == 206;
      return CompletableFuture.completedFuture(reply);
    }
    S3Call bucket =
        S3Call.ofBucket(call.doing(), call.place(), "HEAD", Map.of(), ReplyLimit.NOTHING);
    return send(flight, bucket)
        .thenApply(
            answer -> {
              if (answer.status() == 404) {
                throw errors.of(call.doing(), call.place(), answer, "NoSuchBucket", "");
              }
              if (answer.status() != 200 && answer.status() != 403) {
                throw failure(call.doing(), call.place(), answer);
              }
              isThere = true;
              return reply;
            });
  }

  @Override
  public boolean isAbsent(HttpReply reply) {
    if (reply.status() != 404) {
      return false;
    }
    String code = S3Errors.code(reply);
    return code.isEmpty() || code.equals("NoSuchKey");
  }

  @Override
  public StoreException failure(String doing, String place, HttpReply reply) {
    return errors.of(doing, place, reply);
  }

  /**
   * Sends a request, and again where its bucket is found to be in another region.
   *
   * @return the answer, whatever its status; failures are our exceptions
   */
  CompletableFuture<HttpReply> send(Flight flight, S3Call call) {
    return send(flight, call, Optional.empty(), MOVES);
  }

  private CompletableFuture<HttpReply> send(
      Flight flight, S3Call call, Optional<String> origin, int moves) {
    String signedFor = region;
    return current(call)
        .thenCompose(keys -> flight.add(transport.send(signed(call, keys, origin, signedFor))))
        .handle(
            (reply, error) -> {
              if (error != null) {
                throw WebErrors.ofClient(call.doing(), call.place(), secrets, error);
              }
              return reply;
            })
        .thenCompose(
            reply -> {
              Optional<String> found = moves > 0 ? otherRegion(reply, signedFor) : Optional.empty();
              if (found.isPresent()) {
                region = found.get();
                return send(flight, call, Optional.empty(), moves - 1);
              }
              Optional<String> other = moves > 0 ? otherOrigin(reply) : Optional.empty();
              return other.isPresent()
                  ? send(flight, call, other, moves - 1)
                  : CompletableFuture.completedFuture(reply);
            });
  }

  private CompletableFuture<Optional<S3Credentials>> current(S3Call call) {
    Supplier<Optional<S3Credentials>> ask =
        () -> {
          try {
            return credentials.current();
          } catch (StoreException e) {
            throw e;
          } catch (RuntimeException e) {
            throw WebErrors.ofClient(call.doing(), call.place(), secrets, e);
          }
        };
    return credentials.mayWait()
        ? CompletableFuture.supplyAsync(ask, HttpTransport.workers())
        : CompletableFuture.completedFuture(ask.get());
  }

  private HttpCall signed(
      S3Call call, Optional<S3Credentials> keys, Optional<String> origin, String signedFor) {
    S3Endpoints endpoints = settings.endpoints();
    String path =
        endpoints.root()
            + call.object().map(o -> "/" + UrlText.path(o)).orElse(endpoints.isPath() ? "" : "/");
    String query = RequestSigner.query(call.query());
    URI uri =
        URI.create(
            origin.orElseGet(() -> endpoints.origin(signedFor))
                + path
                + (query.isEmpty() ? "" : "?" + query));
    Map<String, String> headers = new TreeMap<>(settings.readHeaders());
    headers.putAll(call.headers());
    Map<String, String> all =
        keys.map(
                k ->
                    RequestSigner.sign(
                        new RequestSigner.Request(
                            call.method(), uri, call.query(), headers, call.body()),
                        k,
                        signedFor,
                        Clock.systemUTC().instant()))
            .orElse(headers);
    return new HttpCall(call.method(), uri, all, call.body(), call.limit());
  }

  /** The region that S3 says the bucket is in, where the request was made for another one. */
  private static Optional<String> otherRegion(HttpReply reply, String signedFor) {
    int status = reply.status();
    if (status != 301 && status != 307 && status != 400 && status != 403) {
      return Optional.empty();
    }
    return reply
        .header("x-amz-bucket-region")
        .or(() -> S3Xml.parse(reply.body()).flatMap(xml -> xml.text("Region")))
        .filter(found -> S3Endpoints.isRegion(found) && !found.equals(signedFor));
  }

  /** Where a new bucket is until its name is known everywhere; nowhere but at Amazon's. */
  private Optional<String> otherOrigin(HttpReply reply) {
    if (reply.status() != 307 || !settings.endpoints().isAmazons()) {
      return Optional.empty();
    }
    return reply
        .header("location")
        .flatMap(S3Endpoints::parse)
        .filter(uri -> settings.endpoints().scheme().equals(uri.getScheme()))
        .filter(uri -> S3Endpoints.isAmazonsHost(uri.getHost()))
        .map(uri -> uri.getScheme() + "://" + uri.getRawAuthority());
  }

  void close() {
    transport.close();
    credentials.close();
  }
}
