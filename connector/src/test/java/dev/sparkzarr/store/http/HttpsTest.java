package dev.sparkzarr.store.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.sparkzarr.store.StoreException;
import dev.sparkzarr.store.StoreKey;
import dev.sparkzarr.store.StoreLocation;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HttpsTest {
  private static final StoreKey KEY = new StoreKey("k");
  private static final char[] PASSWORD = "password".toCharArray();

  @TempDir Path directory;
  private SSLContext before;
  private SSLContext trusting;
  private HttpsServer server;

  @BeforeEach
  void start() throws Exception {
    before = SSLContext.getDefault();
    Path file = directory.resolve("keys.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "a",
                "-keyalg",
                "EC",
                "-dname",
                "CN=127.0.0.1",
                "-ext",
                "SAN=IP:127.0.0.1",
                "-storetype",
                "PKCS12",
                "-storepass",
                "password",
                "-keystore",
                file.toString())
            .redirectErrorStream(true)
            .start();
    assertThat(keytool.waitFor(60, TimeUnit.SECONDS)).isTrue();
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      keys.load(in, PASSWORD);
    }
    KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    own.init(keys, PASSWORD);
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(keys);
    trusting = SSLContext.getInstance("TLS");
    trusting.init(own.getKeyManagers(), trust.getTrustManagers(), null);
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(trusting));
    server.start();
  }

  @AfterEach
  void stop() {
    SSLContext.setDefault(before);
    server.stop(0);
  }

  /**
   * @param connections a number that no other store has, for a client of its own
   */
  private HttpStore open(int connections) {
    return HttpStore.open(
            new StoreLocation(
                "https://127.0.0.1:" + server.getAddress().getPort(),
                Map.of("fs.http.connections", "" + connections)))
        .orElseThrow();
  }

  private void answer(String location, byte[] body) {
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            if (!location.isEmpty()) {
              exchange.getResponseHeaders().set("Location", location);
            }
            ValueServer.send(exchange, location.isEmpty() ? 200 : 302, body);
          }
        });
  }

  @Test
  void aTrustedServerIsRead() {
    answer("", new byte[] {1, 2});
    SSLContext.setDefault(trusting);
    try (HttpStore store = open(901)) {
      assertThat(store.get(KEY, 10)).hasValue(ByteBuffer.wrap(new byte[] {1, 2}));
    }
  }

  @Test
  void aRedirectOutOfTlsIsRefused() throws IOException {
    try (ValueServer plain = new ValueServer()) {
      plain.put("/k", new byte[] {3});
      answer(plain.address() + "/k", new byte[0]);
      SSLContext.setDefault(trusting);
      try (HttpStore store = open(902)) {
        assertThatThrownBy(() -> store.get(KEY, 10))
            .isInstanceOf(StoreException.class)
            .hasMessageContaining("from https to http");
        assertThat(plain.seen()).isEmpty();
      }
    }
  }

  @Test
  void anUntrustedServerIsAnErrorThatRetriesDoNotCure() {
    answer("", new byte[] {1, 2});
    try (HttpStore store = open(903)) {
      assertThatThrownBy(() -> store.get(KEY, 10))
          .isExactlyInstanceOf(StoreException.class)
          .hasMessageContaining("SSLHandshakeException");
    }
  }
}
