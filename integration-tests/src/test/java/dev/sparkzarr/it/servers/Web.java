package dev.sparkzarr.it.servers;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Plain requests of the fixtures' own, to administer servers and to fill them. */
final class Web {
  private static final HttpClient CLIENT =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();

  private Web() {}

  static int status(String method, String uri, byte[] body) throws IOException {
    return send(method, uri, body).statusCode();
  }

  /** Sends a request that must succeed. */
  static String ask(String method, String uri, byte[] body) throws IOException {
    HttpResponse<String> response = send(method, uri, body);
    if (response.statusCode() / 100 != 2) {
      throw new IOException(
          method + " " + uri + " gives " + response.statusCode() + ": " + response.body());
    }
    return response.body();
  }

  private static HttpResponse<String> send(String method, String uri, byte[] body)
      throws IOException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(uri))
            .timeout(Duration.ofSeconds(30))
            .method(method, HttpRequest.BodyPublishers.ofByteArray(body))
            .build();
    try {
      return CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
