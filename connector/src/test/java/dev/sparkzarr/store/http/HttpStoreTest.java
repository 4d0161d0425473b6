package dev.sparkzarr.store.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sparkzarr.store.AccessDeniedException;
import dev.sparkzarr.store.AsyncStore;
import dev.sparkzarr.store.ByteRange.Slice;
import dev.sparkzarr.store.ByteRange.Suffix;
import dev.sparkzarr.store.ConflictException;
import dev.sparkzarr.store.InvalidRangeException;
import dev.sparkzarr.store.RangeMerge;
import dev.sparkzarr.store.Store;
import dev.sparkzarr.store.StoreException;
import dev.sparkzarr.store.StoreKey;
import dev.sparkzarr.store.StoreLocation;
import dev.sparkzarr.store.UnavailableException;
import dev.sparkzarr.store.Version;
import dev.sparkzarr.store.Versions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What web servers do, and what must not come of it. */
class HttpStoreTest {
  private static final StoreKey KEY = new StoreKey("t2m/c/0");
  private static final String PATH = "/p.zarr/t2m/c/0";
  private static final RangeMerge APART = new RangeMerge(0, 1 << 20);

  private final byte[] value = new byte[5000];
  private final List<Store> opened = new ArrayList<>();
  private int leases;
  private ValueServer server;

  @BeforeEach
  void start() throws IOException {
    leases = SharedClients.leases();
    new Random(7).nextBytes(value);
    server = new ValueServer();
    server.put(PATH, value);
  }

  @AfterEach
  void stop() {
    opened.forEach(Store::close);
    opened.forEach(Store::close);
    server.close();
    assertThat(SharedClients.leases())
        .as("stores that have not given their client back")
        .isEqualTo(leases);
  }

  private HttpStore open(String address, Map<String, String> settings) {
    HttpStore store = HttpStore.open(new StoreLocation(address, settings)).orElseThrow();
    opened.add(store);
    return store;
  }

  private HttpStore open() {
    return open(server.address() + "/p.zarr", Map.of());
  }

  private static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return bytes;
  }

  private static byte[] read(Store store) {
    return bytes(store.get(KEY, 10_000).orElseThrow());
  }

  // Requests

  @Test
  void eachReadIsOneRequestThatAsksForNoCoding() {
    HttpStore store = open();
    read(store);
    store.ranges().orElseThrow().read(KEY, new Slice(10, 20));
    store.ranges().orElseThrow().read(KEY, new Suffix(20));
    store.stats().orElseThrow().stat(KEY);
    store.versions().orElseThrow().get(KEY, 10_000);
    assertThat(server.seen())
        .extracting(seen -> seen.method() + " " + seen.path() + " " + seen.header("Range"))
        .containsExactly(
            "GET /p.zarr/t2m/c/0 ",
            "GET /p.zarr/t2m/c/0 bytes=10-29",
            "GET /p.zarr/t2m/c/0 bytes=-20",
            "HEAD /p.zarr/t2m/c/0 ",
            "GET /p.zarr/t2m/c/0 ");
    assertThat(server.seen()).allSatisfy(s -> assertThat(s.header("Accept-encoding")).isEmpty());
    assertThat(server.seen()).allSatisfy(s -> assertThat(s.header("Upgrade")).isEmpty());
  }

  @Test
  void aQueryStaysBehindTheKeyAndIsShownToNobody() {
    HttpStore store = open(server.address() + "/p.zarr/?sv=1&sig=geheim", Map.of());
    assertThat(read(store)).isEqualTo(value);
    assertThat(server.seen().get(0).path()).isEqualTo("/p.zarr/t2m/c/0?sv=1&sig=geheim");
    server.answer(
        exchange -> {
          ValueServer.send(exchange, 403, new byte[0]);
          return true;
        });
    assertThatThrownBy(() -> read(store))
        .isInstanceOf(AccessDeniedException.class)
        .hasMessageContaining(server.address() + "/p.zarr/t2m/c/0")
        .hasMessageNotContaining("geheim");
    assertThat(store.describe() + store.identity()).doesNotContain("geheim");
    assertThat(store.identity())
        .isNotEqualTo(open(server.address() + "/p.zarr?sv=2", Map.of()).identity());
  }

  @Test
  void headersOfTheUserAreSent() {
    Map<String, String> settings =
        Map.of(
            "fs.http.header.X-Tenant", "blue", "fs.http.user", "ada", "fs.http.password", "pw:ü");
    read(open(server.address() + "/p.zarr", settings));
    ValueServer.Seen seen = server.seen().get(0);
    assertThat(seen.header("X-tenant")).isEqualTo("blue");
    assertThat(seen.header("Authorization")).isEqualTo("Basic YWRhOnB3OsO8");
    server.forget();
    read(open(server.address() + "/p.zarr", Map.of("fs.http.token", "abc")));
    read(open("http://ada:p%40w@127.0.0.1:" + server.port() + "/p.zarr", Map.of()));
    assertThat(server.seen())
        .extracting(s -> s.header("Authorization"))
        .containsExactly("Bearer abc", "Basic YWRhOnBAdw==");
  }

  @Test
  void headersThatWouldChangeWhatAnAnswerMeansAreRefused() {
    for (String name : List.of("Range", "accept-encoding", "Host", "If-Match", "a b")) {
      assertThatThrownBy(() -> open(server.address(), Map.of("fs.http.header." + name, "geheim")))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("fs.http.header." + name)
          .hasMessageNotContaining("geheim");
    }
    assertThatThrownBy(
            () -> open(server.address(), Map.of("fs.http.header.X", "geheim\r\nHost: evil")))
        .isInstanceOf(StoreException.class)
        .hasMessageNotContaining("geheim");
  }

  // Answers that are not what was asked for

  @Test
  void aWholeValueInPlaceOfAPartIsCutOrRefused() {
    HttpStore store = open();
    server.answer(
        exchange -> {
          ValueServer.send(exchange, 200, value);
          return true;
        });
    assertThat(bytes(store.ranges().orElseThrow().read(KEY, new Slice(100, 7)).orElseThrow()))
        .isEqualTo(Arrays.copyOfRange(value, 100, 107));
    assertThat(bytes(store.ranges().orElseThrow().read(KEY, new Suffix(7)).orElseThrow()))
        .isEqualTo(Arrays.copyOfRange(value, 4993, 5000));
    assertThatThrownBy(() -> store.ranges().orElseThrow().read(KEY, new Slice(4999, 2)))
        .isInstanceOf(InvalidRangeException.class);
    byte[] large = new byte[(int) RangeReply.WHOLE + 1];
    server.answer(
        exchange -> {
          ValueServer.send(exchange, 200, large);
          return true;
        });
    assertThatThrownBy(() -> store.ranges().orElseThrow().read(KEY, new Slice(0, 7)))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("has no ranges");
  }

  @Test
  void anotherPartThanTheOneAskedForIsRefused() {
    HttpStore store = open();
    for (String given :
        List.of(
            "bytes 0-9/5000", "bytes 11-20/5000", "bytes 10-18/5000", "bytes 10-19/15", "x", "")) {
      server.answer(
          exchange -> {
            if (!given.isEmpty()) {
              exchange.getResponseHeaders().set("Content-Range", given);
            }
            ValueServer.send(exchange, 206, new byte[10]);
            return true;
          });
      assertThatThrownBy(() -> store.ranges().orElseThrow().read(KEY, new Slice(10, 10)))
          .as(given)
          .isInstanceOf(StoreException.class)
          .hasMessageContaining(store.describe(KEY));
    }
    server.answer(
        exchange -> {
          exchange.getResponseHeaders().set("Content-Range", "bytes 10-19/5000");
          ValueServer.send(exchange, 206, new byte[9]);
          return true;
        });
    assertThatThrownBy(() -> store.ranges().orElseThrow().read(KEY, new Slice(10, 10)))
        .hasMessageContaining("another number of bytes");
  }

  @Test
  void aCodingThatWasNotAskedForIsRefused() {
    server.answer(
        exchange -> {
          exchange.getResponseHeaders().set("Content-Encoding", "gzip");
          ValueServer.send(exchange, 200, value);
          return true;
        });
    assertThatThrownBy(() -> read(open())).hasMessageContaining("Content-Encoding gzip");
    assertThatThrownBy(() -> open().stats().orElseThrow().stat(KEY))
        .hasMessageContaining("Content-Encoding gzip");
  }

  @Test
  void statusesAreToldApart() {
    HttpStore store = open();
    Map<Integer, Class<? extends StoreException>> errors =
        Map.of(
            401, AccessDeniedException.class,
            403, AccessDeniedException.class,
            400, StoreException.class,
            405, StoreException.class,
            429, UnavailableException.class,
            500, UnavailableException.class,
            502, UnavailableException.class,
            503, UnavailableException.class,
            451, StoreException.class);
    errors.forEach(
        (status, type) -> {
          server.answer(
              exchange -> {
                ValueServer.send(exchange, status, "<html>".getBytes());
                return true;
              });
          assertThatThrownBy(() -> read(store))
              .as("%s", status)
              .isExactlyInstanceOf(type)
              .hasMessageContaining("HTTP " + status);
          assertThatThrownBy(() -> store.ranges().orElseThrow().read(KEY, new Slice(0, 1)))
              .as("%s", status)
              .isExactlyInstanceOf(type);
          assertThatThrownBy(() -> store.stats().orElseThrow().stat(KEY))
              .as("%s", status)
              .isExactlyInstanceOf(type);
        });
    for (int status : new int[] {404, 410}) {
      server.answer(
          exchange -> {
            ValueServer.send(exchange, status, value);
            return true;
          });
      assertThat(store.get(KEY, 10)).isEmpty();
      assertThat(store.stats().orElseThrow().stat(KEY)).isEmpty();
    }
  }

  @Test
  void whatTheServerAsksToWaitIsPassedOn() {
    server.answer(
        exchange -> {
          exchange.getResponseHeaders().set("Retry-After", "17");
          ValueServer.send(exchange, 503, new byte[0]);
          return true;
        });
    assertThatThrownBy(() -> read(open()))
        .isInstanceOfSatisfying(
            UnavailableException.class,
            e -> assertThat(e.retryAfter()).hasValue(Duration.ofSeconds(17)));
  }

  @Test
  void aValueReplacedBetweenItsRangesIsNotMixed() {
    AtomicInteger count = new AtomicInteger();
    server.answer(
        exchange -> {
          // One at a time: two that put before either reads would be given the same value.
          synchronized (count) {
            server.put(PATH, new byte[5000 + count.incrementAndGet()]);
            server.usual(exchange);
          }
          return true;
        });
    assertThatThrownBy(
            () ->
                open()
                    .ranges()
                    .orElseThrow()
                    .read(KEY, List.of(new Slice(0, 10), new Slice(1000, 10)), APART))
        .isInstanceOf(UnavailableException.class)
        .hasMessageContaining("replaced");
  }

  @Test
  void aServerWithoutStrongTagsHasNoVersions() {
    server.answer(
        exchange -> {
          exchange.getResponseHeaders().set("ETag", "W/\"1\"");
          ValueServer.send(exchange, 200, value);
          return true;
        });
    HttpStore store = open();
    assertThat(store.stats().orElseThrow().stat(KEY).orElseThrow().version()).isEmpty();
    Versions.Versioned read = store.versions().orElseThrow().get(KEY, 10_000).orElseThrow();
    assertThat(read.version()).isEmpty();
    assertThat(read.bytes()).isEqualTo(ByteBuffer.wrap(value));
    assertThatThrownBy(
            () -> store.versions().orElseThrow().read(KEY, new Slice(0, 1), new Version("\"1\"")))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("no strong ETag");
  }

  @Test
  void aServerThatIgnoresConditionsGivesNoOtherVersion() {
    server.answer(
        exchange -> {
          exchange.getResponseHeaders().set("ETag", "\"2\"");
          exchange.getResponseHeaders().set("Content-Range", "bytes 0-9/5000");
          ValueServer.send(exchange, 206, new byte[10]);
          return true;
        });
    Versions versions = open().versions().orElseThrow();
    assertThat(versions.read(KEY, new Slice(0, 10), new Version("\"2\""))).isPresent();
    assertThatThrownBy(() -> versions.read(KEY, new Slice(0, 10), new Version("\"1\"")))
        .isInstanceOf(ConflictException.class);
  }

  // Broken connections

  @Test
  void aHostThatIsNotThereIsNamed() throws Exception {
    int free;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      free = socket.getLocalPort();
    }
    HttpStore nobody = open("http://127.0.0.1:" + free + "/a.zarr", Map.of());
    assertThatThrownBy(() -> nobody.get(KEY, 10))
        .isInstanceOf(UnavailableException.class)
        .hasMessageContaining("nobody listens at 127.0.0.1:" + free);
    HttpStore unknown = open("http://no-such-host.invalid/a.zarr", Map.of());
    assertThatThrownBy(() -> unknown.get(KEY, 10))
        .isInstanceOf(UnavailableException.class)
        .hasMessageContaining("no host is named no-such-host.invalid");
  }

  private void isUnavailable(String answer, RawServer.Then then, String reason) throws Exception {
    try (RawServer raw = new RawServer(answer, then)) {
      HttpStore store = open(raw.address(), Map.of("fs.http.timeout", "300"));
      assertThatThrownBy(() -> store.get(KEY, 10_000))
          .as(answer)
          .isInstanceOf(UnavailableException.class)
          .hasMessageContaining(raw.address() + "/t2m/c/0")
          .hasMessageContaining(reason);
    }
  }

  @Test
  void aBodyThatEndsEarlyIsAnError() throws Exception {
    isUnavailable(
        "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nshort", RawServer.Then.CLOSE, "1000");
    isUnavailable(
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nshort\r\n",
        RawServer.Then.CLOSE,
        "");
    isUnavailable("HTTP/1.1 200 OK\r\n\r\nshort", RawServer.Then.CLOSE, "states no length");
    isUnavailable("HTTP/1.1 200", RawServer.Then.CLOSE, "");
    isUnavailable("", RawServer.Then.CLOSE, "");
  }

  @Test
  void silenceIsNotWaitedForWithoutEnd() throws Exception {
    isUnavailable("", RawServer.Then.HOLD, "no byte came for 300 ms");
    isUnavailable("HTTP/1.1 200 OK\r\n", RawServer.Then.HOLD, "no byte came for 300 ms");
    isUnavailable(
        "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nshort",
        RawServer.Then.HOLD,
        "no byte came for 300 ms");
  }

  @Test
  void aChunkedAnswerIsReadAndBounded() throws Exception {
    String answer = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n";
    try (RawServer raw = new RawServer(answer, RawServer.Then.CLOSE)) {
      HttpStore store = open(raw.address(), Map.of());
      assertThat(store.get(KEY, 5).orElseThrow()).isEqualTo(ByteBuffer.wrap("hello".getBytes()));
      assertThatThrownBy(() -> store.get(KEY, 4)).hasMessageContaining("at most 4");
    }
  }

  @Test
  void aLengthThatNoMemoryHoldsIsNotBelieved() throws Exception {
    String answer = "HTTP/1.1 200 OK\r\nContent-Length: 2147483000\r\n\r\nshort";
    try (RawServer raw = new RawServer(answer, RawServer.Then.CLOSE)) {
      HttpStore store = open(raw.address(), Map.of());
      assertThatThrownBy(() -> store.get(KEY, Long.MAX_VALUE))
          .isInstanceOf(UnavailableException.class);
    }
  }

  @Test
  void nobodyAtThePortIsUnavailable() throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    assertThatThrownBy(() -> read(open("http://127.0.0.1:" + port, Map.of())))
        .isInstanceOf(UnavailableException.class);
  }

  // Threads

  @Test
  void anInterruptedReaderGivesItsRequestUp() throws Exception {
    try (RawServer raw = new RawServer("", RawServer.Then.HOLD)) {
      HttpStore store = open(raw.address(), Map.of());
      CountDownLatch ended = new CountDownLatch(1);
      List<Throwable> thrown = new ArrayList<>();
      Thread reader =
          new Thread(
              () -> {
                try {
                  store.get(KEY, 10);
                } catch (StoreException e) {
                  thrown.add(e);
                  thrown.add(Thread.currentThread().isInterrupted() ? null : e);
                }
                ended.countDown();
              });
      reader.start();
      await(() -> raw.connections() == 1);
      reader.interrupt();
      assertThat(ended.await(10, TimeUnit.SECONDS)).isTrue();
      assertThat(thrown.get(0)).hasMessageContaining("interrupted");
      assertThat(thrown.get(1)).as("the thread's mark was lost").isNull();
      await(() -> raw.connections() == 0);
    }
  }

  @Test
  void aCancelledAnswerGivesItsRequestUp() throws Exception {
    try (RawServer raw = new RawServer("", RawServer.Then.HOLD)) {
      AsyncStore store = open(raw.address(), Map.of()).async();
      CompletableFuture<?> answer = store.get(KEY, 10);
      await(() -> raw.connections() == 1);
      answer.cancel(true);
      await(() -> raw.connections() == 0);
    }
  }

  private interface Condition {
    boolean holds();
  }

  private static void await(Condition condition) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!condition.holds()) {
      assertThat(System.nanoTime()).as("it did not come to that").isLessThan(end);
      Thread.onSpinWait();
    }
  }

  @Test
  void rangesAreReadAtOnceButNoMoreThanSet() {
    AtomicInteger now = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    CountDownLatch three = new CountDownLatch(3);
    server.answer(
        exchange -> {
          most.accumulateAndGet(now.incrementAndGet(), Math::max);
          three.countDown();
          try {
            // Nobody is answered before three have come.
            assertThat(three.await(20, TimeUnit.SECONDS)).isTrue();
          } catch (InterruptedException e) {
            throw new IOException(e);
          }
          now.decrementAndGet();
          return false;
        });
    HttpStore store = open(server.address() + "/p.zarr", Map.of("fs.http.ranges", "3"));
    List<Slice> slices = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      slices.add(new Slice(i * 100, 10));
    }
    List<ByteBuffer> found = store.ranges().orElseThrow().read(KEY, slices, APART).orElseThrow();
    for (int i = 0; i < 40; i++) {
      assertThat(bytes(found.get(i))).isEqualTo(Arrays.copyOfRange(value, i * 100, i * 100 + 10));
    }
    assertThat(most).hasValue(3);
  }

  @Test
  void storesOfOneKindShareAClientWhoseSlotsComeBack() {
    Map<String, String> settings = Map.of("fs.http.connections", "2");
    HttpStore one = open(server.address() + "/p.zarr", settings);
    int clients = SharedClients.clients();
    HttpStore two = open(server.address() + "/q.zarr", settings);
    assertThat(SharedClients.clients()).isEqualTo(clients);
    server.answer(
        exchange -> {
          ValueServer.send(exchange, 500, new byte[0]);
          return true;
        });
    List<CompletableFuture<?>> answers = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      answers.add(one.async().get(KEY, 10));
      answers.add(two.async().get(KEY, 10));
    }
    answers.forEach(a -> assertThatThrownBy(a::get).hasCauseInstanceOf(UnavailableException.class));
    server.answer(exchange -> false);
    assertThat(read(one)).isEqualTo(value);
  }
}
