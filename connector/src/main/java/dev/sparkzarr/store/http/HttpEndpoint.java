package dev.sparkzarr.store.http;

import dev.sparkzarr.store.Secrets;
import dev.sparkzarr.store.StoreException;
import dev.sparkzarr.store.StoreKey;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * An ordinary web server. Redirects are followed, a few, never from https to http; the user's
 * headers go to the host of the address and to no other.
 */
final class HttpEndpoint implements ObjectEndpoint {
  private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);

  private final HttpAddress address;
  private final HttpTransport transport;
  private final HttpStoreSettings settings;
  private final Secrets secrets;

  HttpEndpoint(
      HttpAddress address, HttpTransport transport, HttpStoreSettings settings, Secrets secrets) {
    this.address = address;
    this.transport = transport;
    this.settings = settings;
    this.secrets = secrets;
  }

  @Override
  public CompletableFuture<HttpReply> ask(
      Flight flight, String method, StoreKey key, Map<String, String> headers, ReplyLimit limit) {
    Map<String, String> all = new HashMap<>(settings.headers());
    all.putAll(headers);
    Asked asked = new Asked(flight, headers, describe(key), settings.redirects());
    return asked.send(new HttpCall(method, address.uri(key), all, Optional.empty(), limit));
  }

  /**
   * One request with the redirects that it meets.
   *
   * @param headers of the request itself, without the user's
   */
  private final class Asked {
    private final Flight flight;
    private final Map<String, String> headers;
    private final String place;
    private int left;

    private Asked(Flight flight, Map<String, String> headers, String place, int redirects) {
      this.flight = flight;
      this.headers = headers;
      this.place = place;
      this.left = redirects;
    }

    private CompletableFuture<HttpReply> send(HttpCall call) {
      return flight
          .add(transport.send(call))
          .handle(
              (reply, error) -> {
                if (error != null) {
                  throw WebErrors.ofClient("read", place, secrets, error);
                }
                return reply;
              })
          .thenCompose(
              reply ->
                  REDIRECTS.contains(reply.status())
                      ? send(redirected(call, reply))
                      : CompletableFuture.completedFuture(reply));
    }

    private HttpCall redirected(HttpCall call, HttpReply reply) {
      URI from = call.uri();
      URI to = target(from, reply);
      if (left-- <= 0) {
        throw refused("the server redirects more than " + settings.redirects() + " times");
      }
      if (from.getScheme().equals("https") && !to.getScheme().equals("https")) {
        throw refused("the server redirects from https to http, where anyone could answer");
      }
      return new HttpCall(
          call.method(),
          to,
          isSameHost(from, to) ? call.headers() : headers,
          call.body(),
          call.limit());
    }

    private URI target(URI from, HttpReply reply) {
      Optional<String> location = reply.header("location");
      if (location.isEmpty()) {
        throw refused("the server redirects (HTTP " + reply.status() + ") without saying where to");
      }
      try {
        URI to = from.resolve(new URI(location.get().replaceFirst("#.*", "")));
        String scheme = to.getScheme();
        if (to.getHost() != null && ("http".equals(scheme) || "https".equals(scheme))) {
          return to;
        }
      } catch (java.net.URISyntaxException | IllegalArgumentException e) {
        throw refused("the server redirects to what is no URL");
      }
      throw refused("the server redirects to what is no http or https URL");
    }

    private StoreException refused(String reason) {
      return new StoreException(
          "Cannot read " + place + ": " + reason + ". Use the address that it leads to.");
    }
  }

  private static boolean isSameHost(URI a, URI b) {
    return a.getScheme().equals(b.getScheme())
        && a.getHost().equalsIgnoreCase(b.getHost())
        && a.getPort() == b.getPort();
  }

  @Override
  public String describe(StoreKey key) {
    return address.describe(key);
  }

  @Override
  public boolean isAbsent(HttpReply reply) {
    return reply.status() == 404 || reply.status() == 410;
  }

  @Override
  public StoreException failure(String doing, String place, HttpReply reply) {
    return WebErrors.ofStatus(doing, place, reply, "");
  }
}
