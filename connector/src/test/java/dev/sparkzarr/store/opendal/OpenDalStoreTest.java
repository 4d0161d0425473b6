package dev.sparkzarr.store.opendal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.sparkzarr.store.AccessDeniedException;
import dev.sparkzarr.store.ByteRange;
import dev.sparkzarr.store.Store;
import dev.sparkzarr.store.StoreException;
import dev.sparkzarr.store.StoreKey;
import dev.sparkzarr.store.StoreLocation;
import dev.sparkzarr.store.Stores;
import dev.sparkzarr.store.UnavailableException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Through the provider: failures of a server, the end of a store, and jars that are not there. */
class OpenDalStoreTest {
  private static final StoreKey KEY = new StoreKey("a/b");

  private HttpServer server;
  private volatile int status = 200;
  private volatile int told = 100;
  private volatile int sent = 100;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/x/", this::answer);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  /** Without ranges: a client that asks for one and takes the whole for it shows. */
  private void answer(HttpExchange exchange) throws IOException {
    if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.getResponseHeaders().set("Content-Length", Integer.toString(told));
      exchange.sendResponseHeaders(status, -1);
      exchange.close();
      return;
    }
    exchange.sendResponseHeaders(status, sent);
    exchange.getResponseBody().write(new byte[sent]);
    exchange.close();
  }

  private Store open(String... settings) {
    Map<String, String> map = new HashMap<>();
    for (int i = 0; i < settings.length; i += 2) {
      map.put(settings[i], settings[i + 1]);
    }
    return Stores.open(
        new StoreLocation(
            "opendal+http://127.0.0.1:" + server.getAddress().getPort() + "/x/", map));
  }

  @Test
  void answersOfAServerAreWhatTheyAre() {
    try (Store store = open()) {
      assertThat(store.get(KEY, 100))
          .hasValueSatisfying(b -> assertThat(b.remaining()).isEqualTo(100));
      assertThat(store.writes()).isEmpty();
      assertThat(store.describe(KEY)).endsWith("/x/a/b");
      status = 404;
      assertThat(store.get(KEY, 100)).isEmpty();
      assertThat(store.stats().orElseThrow().stat(KEY)).isEmpty();
      for (int denied : new int[] {401, 403}) {
        status = denied;
        assertThatThrownBy(() -> store.get(KEY, 100))
            .as("%s", denied)
            .isInstanceOf(AccessDeniedException.class)
            .hasMessageContaining(store.describe(KEY));
      }
      for (int busy : new int[] {429, 500, 502, 503, 504}) {
        status = busy;
        assertThatThrownBy(() -> store.get(KEY, 100))
            .as("%s", busy)
            .isInstanceOf(UnavailableException.class);
      }
    }
  }

  @Test
  void aBodyOfAnotherLengthIsNoValue() {
    try (Store store = open()) {
      sent = 60;
      assertThatThrownBy(() -> store.get(KEY, 100)).isInstanceOf(UnavailableException.class);
      sent = 100;
      assertThatThrownBy(() -> store.ranges().orElseThrow().read(KEY, new ByteRange.Slice(5, 10)))
          .as("the whole instead of a range")
          .isInstanceOf(StoreException.class);
    }
  }

  @Test
  @Timeout(30)
  void aSilentServerIsUnavailable() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Store store =
            Stores.open(
                new StoreLocation(
                    "webdav://127.0.0.1:" + silent.getLocalPort() + "/x",
                    Map.of("fs.sparkzarr.opendal.timeout", "1")))) {
      assertThatThrownBy(() -> store.get(KEY, 100))
          .isInstanceOf(UnavailableException.class)
          .hasMessageContaining("TimeoutException");
    }
  }

  @Test
  @Timeout(30)
  void anInterruptedThreadWaitsNoLonger() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    server.createContext(
        "/x/a/slow",
        exchange -> {
          asked.countDown();
          try {
            end.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          exchange.close();
        });
    ExecutorService reader = Executors.newSingleThreadExecutor();
    try (Store store = open()) {
      Future<?> read = reader.submit(() -> store.get(new StoreKey("a/slow"), 100));
      asked.await();
      reader.shutdownNow();
      assertThatThrownBy(read::get).rootCause().isInstanceOf(InterruptedException.class);
    } finally {
      end.countDown();
    }
  }

  /** Freed memory that is used ends the JVM, so this fails loudly. */
  @Test
  void aStoreCanBeClosedUnderItsReaders() throws Exception {
    ExecutorService readers = Executors.newFixedThreadPool(4);
    try {
      for (int round = 0; round < 20; round++) {
        Store store = open();
        CountDownLatch reading = new CountDownLatch(4);
        List<Future<?>> reads = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
          reads.add(
              readers.submit(
                  () -> {
                    reading.countDown();
                    while (true) {
                      store.get(KEY, 100);
                    }
                  }));
        }
        reading.await();
        store.close();
        store.close();
        for (Future<?> read : reads) {
          assertThatThrownBy(read::get)
              .cause()
              .isInstanceOf(StoreException.class)
              .hasMessageContaining("closed");
        }
      }
    } finally {
      readers.shutdownNow();
    }
  }

  @Test
  void settingsThatMeanNothingAreErrors() {
    for (String timeout : List.of("0", "-1", "1.5", "x", "")) {
      assertThatThrownBy(() -> open("fs.sparkzarr.opendal.timeout", timeout))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("fs.sparkzarr.opendal.timeout");
    }
    assertThatThrownBy(() -> open("fs.sparkzarr.opendal.puts", "torn"))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("fs.sparkzarr.opendal.puts");
    assertThatThrownBy(
            () ->
                Stores.open(
                    new StoreLocation(
                        "opendal+s3:///x", Map.of("fs.opendal.secret_access_key", "geheim"))))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("bucket")
        .hasMessageNotContaining("geheim");
    assertThatThrownBy(() -> Stores.open(new StoreLocation("opendal+none:///x", Map.of())))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("scheme is not enabled or supported");
  }

  @Test
  void identityNamesThePlaceAndNoSecret() {
    try (Store one = open("fs.opendal.password", "geheim/1");
        Store same = open("fs.opendal.password", "geheim/2")) {
      assertThat(one.identity()).isEqualTo(same.identity());
      assertThat(one.identity().orElseThrow())
          .contains("127.0.0.1:" + server.getAddress().getPort())
          .contains("/x")
          .doesNotContain("geheim");
    }
  }

  /** Classes of this library and nothing of OpenDAL's. */
  private static final class Without extends URLClassLoader {
    private final String absent;

    private Without(String absent) throws IOException {
      super(new URL[0], OpenDalStoreTest.class.getClassLoader());
      this.absent = absent;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (name.startsWith(absent)) {
        throw new ClassNotFoundException(name);
      }
      if (!name.startsWith("dev.sparkzarr.store.opendal.")
          && !name.startsWith("org.apache.opendal")) {
        return super.loadClass(name, resolve);
      }
      synchronized (getClassLoadingLock(name)) {
        Class<?> loaded = findLoadedClass(name);
        return loaded != null ? loaded : define(name);
      }
    }

    private Class<?> define(String name) throws ClassNotFoundException {
      try (InputStream in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
        if (in == null) {
          throw new ClassNotFoundException(name);
        }
        byte[] bytes = in.readAllBytes();
        return defineClass(name, bytes, 0, bytes.length);
      } catch (IOException e) {
        throw new ClassNotFoundException(name, e);
      }
    }

    /** The native library is a resource. */
    @Override
    public URL getResource(String name) {
      return name.startsWith("native/") ? null : super.getResource(name);
    }

    @Override
    public InputStream getResourceAsStream(String name) {
      return name.startsWith("native/") ? null : super.getResourceAsStream(name);
    }
  }

  @Test
  void absentJarsAreNamed() throws Exception {
    for (String absent : List.of("org.apache.opendal.", "nothing")) {
      try (Without loader = new Without(absent)) {
        Object provider =
            loader.loadClass(OpenDalStoreProvider.class.getName()).getConstructor().newInstance();
        for (int again = 0; again < 2; again++) {
          assertThatThrownBy(
                  () ->
                      ((dev.sparkzarr.store.StoreProvider) provider)
                          .open(new StoreLocation("webdav://me:geheim1@host/x", Map.of())))
              .as(absent)
              .isInstanceOf(StoreException.class)
              .hasMessageStartingWith("Cannot open store webdav://host/x: OpenDAL is not on")
              .hasMessageContaining("org.apache.opendal:opendal:0.48.2")
              .hasMessageContaining("classifier linux-x86_64");
        }
        assertThat(
                ((dev.sparkzarr.store.StoreProvider) provider)
                    .open(new StoreLocation("s3a://bucket/x", Map.of())))
            .isEmpty();
      }
    }
  }

  /** The version that the message names is the one that is tested. */
  @Test
  void theVersionIsThatOfTheBuild() throws IOException {
    String pom = Files.readString(Path.of("../pom.xml"));
    assertThat(pom).contains("<opendal.version>0.48.2</opendal.version>");
  }
}
