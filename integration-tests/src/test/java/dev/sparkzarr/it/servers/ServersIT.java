package dev.sparkzarr.it.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The servers start, answer and are gone when closed; the proxy spoils what it says it does. */
@Tag("servers")
class ServersIT {
  private static final byte[] VALUE = value();

  @TempDir private Path folder;

  private static byte[] value() {
    byte[] value = new byte[100_000];
    for (int i = 0; i < value.length; i++) {
      value[i] = (byte) (i * 31 >> 3);
    }
    return value;
  }

  private Path data() throws IOException {
    Path data = Files.createDirectories(folder.resolve("data/a b"));
    Files.write(data.resolve("value"), VALUE);
    return data.getParent();
  }

  @Test
  void everyServerIsGoneWhenItIsClosed() throws IOException {
    int port;
    try (Redis redis = Redis.start()) {
      port = redis.port();
      new Socket("127.0.0.1", port).close();
    }
    assertThatThrownBy(() -> new Socket("127.0.0.1", port).close())
        .isInstanceOf(ConnectException.class);
  }

  @Test
  void nginxServesRanges() throws IOException {
    try (Nginx nginx = Nginx.start()) {
      nginx.fill(data());
      String base = "http://127.0.0.1:" + nginx.port();
      assertThat(get(base + "/a%20b/value", Map.of()).body()).isEqualTo(VALUE);
      HttpResponse<byte[]> part = get(base + "/a%20b/value", Map.of("Range", "bytes=-10"));
      assertThat(part.statusCode()).isEqualTo(206);
      assertThat(part.body()).hasSize(10);
      assertThat(get(base + "/norange/a%20b/value", Map.of("Range", "bytes=-10")).statusCode())
          .isEqualTo(200);
      assertThat(get(base + "/auth/a%20b/value", Map.of()).statusCode()).isEqualTo(401);
      Map<String, String> login = Map.of("Authorization", Nginx.authorization());
      assertThat(get(base + "/auth/a%20b/value", login).body()).isEqualTo(VALUE);
      assertThat(get(base + "/redir/a%20b/value", Map.of()).statusCode()).isEqualTo(302);
    }
  }

  @Test
  void versitygwHasWhatBotoPutsThere() throws IOException {
    try (Versitygw s3 = Versitygw.start()) {
      s3.fill(data(), "in/");
      String object = "http://127.0.0.1:" + s3.port() + "/" + Versitygw.BUCKET + "/in/a%20b/value";
      assertThat(Web.status("GET", object, new byte[0])).as("without a signature").isEqualTo(403);
    }
  }

  @Test
  void gcsHasWhatIsPutThere() throws IOException {
    int port = FakeGcs.freePort();
    try (FakeGcs gcs = FakeGcs.start(port, port)) {
      gcs.fill(data(), "in/");
      String media =
          "http://127.0.0.1:" + gcs.port() + "/download/storage/v1/b/zarr/o/in%2Fa%20b%2Fvalue";
      assertThat(get(media + "?alt=media", Map.of()).body()).isEqualTo(VALUE);
    }
  }

  @Test
  void azuriteAnswers() throws IOException {
    try (Azurite azure = Azurite.start()) {
      String account = "http://127.0.0.1:" + azure.port() + "/" + Azurite.ACCOUNT;
      assertThat(Web.status("GET", account + "/none/none", new byte[0])).isBetween(400, 404);
    }
  }

  @Test
  void webDavAndFtpServeFolders() throws IOException {
    try (WsgiDav dav = WsgiDav.start()) {
      dav.fill(data());
      assertThat(get("http://127.0.0.1:" + dav.port() + "/a%20b/value", Map.of()).body())
          .isEqualTo(VALUE);
    }
    try (Ftp ftp = Ftp.start();
        Socket socket = new Socket("127.0.0.1", ftp.port())) {
      assertThat(socket.getInputStream().read()).isEqualTo('2');
    }
  }

  @Test
  void toxiproxySpoilsConnections() throws IOException {
    try (Nginx nginx = Nginx.start();
        Toxiproxy toxiproxy = Toxiproxy.start()) {
      nginx.fill(data());
      Toxiproxy.Link link = toxiproxy.to(nginx.port());
      String value = "http://127.0.0.1:" + link.port() + "/a%20b/value";
      assertThat(get(value, Map.of()).body()).isEqualTo(VALUE);
      link.spoil("limit_data", 1, "{\"bytes\":50000}");
      assertThatThrownBy(() -> get(value, Map.of())).isInstanceOf(IOException.class);
      toxiproxy.heal();
      assertThat(get(value, Map.of()).body()).isEqualTo(VALUE);
      link.cut();
      assertThatThrownBy(() -> get(value, Map.of())).isInstanceOf(IOException.class);
    }
  }

  @Test
  void thePassThroughRecordsAndSpoils() throws IOException {
    try (Nginx nginx = Nginx.start();
        PassThrough proxy = PassThrough.to(nginx.port())) {
      nginx.fill(data());
      String value = "http://127.0.0.1:" + proxy.port() + "/a%20b/value";
      assertThat(get(value, Map.of("Range", "bytes=5-14")).body()).hasSize(10);
      assertThat(proxy.take()).hasToString("[GET /a%20b/value bytes=5-14]");

      proxy.spoil(request -> Optional.of(new Fault.Answer(503, Map.of("Retry-After", "1"), "x")));
      HttpResponse<byte[]> busy = get(value, Map.of());
      assertThat(busy.statusCode()).isEqualTo(503);
      assertThat(busy.headers().firstValue("Retry-After")).hasValue("1");

      List<Fault> broken =
          List.of(
              new Fault.Cut(1000),
              new Fault.WrongLength(7),
              new Fault.Reset(),
              new Fault.Silence());
      for (Fault fault : broken) {
        proxy.spoil(request -> Optional.of(fault));
        assertThatThrownBy(() -> get(value, Map.of()))
            .as(fault.toString())
            .isInstanceOf(IOException.class);
      }
      proxy.spoil(request -> Optional.of(new Fault.WrongLength(-10)));
      assertThat(get(value, Map.of()).body()).hasSize(VALUE.length - 10);

      proxy.spoil(request -> Optional.of(new Fault.Delay(Duration.ofMillis(50))));
      long start = System.nanoTime();
      assertThat(get(value, Map.of()).body()).isEqualTo(VALUE);
      assertThat(System.nanoTime() - start).isGreaterThan(Duration.ofMillis(49).toNanos());

      proxy.heal();
      assertThat(get(value, Map.of()).body()).isEqualTo(VALUE);
    }
  }

  /** By a client of its own, so that no connection is kept from one request to the next. */
  private static HttpResponse<byte[]> get(String uri, Map<String, String> headers)
      throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(uri)).timeout(Duration.ofSeconds(2));
    headers.forEach(request::header);
    try {
      return HttpClient.newHttpClient()
          .send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
