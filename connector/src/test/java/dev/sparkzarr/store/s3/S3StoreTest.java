package dev.sparkzarr.store.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.sparkzarr.store.AccessDeniedException;
import dev.sparkzarr.store.ByteRange.Slice;
import dev.sparkzarr.store.Deletes;
import dev.sparkzarr.store.Store;
import dev.sparkzarr.store.StoreException;
import dev.sparkzarr.store.StoreKey;
import dev.sparkzarr.store.StoreLocation;
import dev.sparkzarr.store.UnavailableException;
import dev.sparkzarr.store.Version;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What S3 answers, in its documented words, and what we make of it. */
class S3StoreTest {
  static {
    // Read once by the server: without it each request waits for a delayed acknowledgement.
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  private static final StoreKey KEY = new StoreKey("t2m/c/0");

  private interface Answer {
    void to(HttpExchange exchange, String body) throws IOException;
  }

  private record Seen(String line, Map<String, List<String>> headers, String body) {
    String header(String name) {
      return headers.getOrDefault(name, List.of("")).get(0);
    }
  }

  private final List<Seen> seen = new CopyOnWriteArrayList<>();
  private volatile Answer answer;
  private HttpServer server;
  private Store store;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::handle);
    server.start();
    store = open(Map.of());
  }

  @AfterEach
  void stop() {
    store.close();
    server.stop(0);
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      seen.add(
          new Seen(
              exchange.getRequestMethod() + " " + exchange.getRequestURI(),
              Map.copyOf(exchange.getRequestHeaders()),
              body));
      answer.to(exchange, body);
    }
  }

  private Store open(Map<String, String> more) {
    Map<String, String> settings =
        new HashMap<>(S3Proxy.settings("http://127.0.0.1:" + server.getAddress().getPort()));
    settings.putAll(more);
    return S3Store.open(
            new StoreLocation("s3a://bucket/p.zarr", settings), Optional.empty(), Map.of())
        .orElseThrow();
  }

  private static void send(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    boolean isEmpty = bytes.length == 0 || exchange.getRequestMethod().equals("HEAD");
    exchange.sendResponseHeaders(status, isEmpty ? -1 : bytes.length);
    if (!isEmpty) {
      exchange.getResponseBody().write(bytes);
    }
  }

  private void always(int status, String code) {
    answer = (exchange, body) -> send(exchange, status, error(code));
  }

  private static String error(String code) {
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>"
        + code
        + "</Code><Message>words</Message><RequestId>1</RequestId></Error>";
  }

  // Absent, denied, failed

  @Test
  void onlyAMissingKeyIsAbsent() {
    always(404, "NoSuchKey");
    assertThat(store.get(KEY, 10)).isEmpty();
    assertThat(store.ranges().orElseThrow().read(KEY, new Slice(0, 1))).isEmpty();
    always(404, "NoSuchBucket");
    assertThatThrownBy(() -> store.get(KEY, 10))
        .isExactlyInstanceOf(StoreException.class)
        .hasMessageContaining("s3a://bucket/p.zarr/t2m/c/0")
        .hasMessageContaining("bucket does not exist");
    always(404, "InvalidAccessKeyId");
    assertThatThrownBy(() -> store.get(KEY, 10)).isInstanceOf(AccessDeniedException.class);
  }

  @Test
  void aMissingKeyThatMayNotBeListedIsDeniedAndSaysSo() {
    always(403, "AccessDenied");
    assertThatThrownBy(() -> store.get(KEY, 10))
        .isInstanceOf(AccessDeniedException.class)
        .hasMessageContaining("s3:ListBucket")
        .hasMessageContaining("fs.s3a.requester.pays.enabled");
    assertThatThrownBy(() -> store.stats().orElseThrow().stat(KEY))
        .isInstanceOf(AccessDeniedException.class)
        .hasMessageContaining("s3:ListBucket");
  }

  @Test
  void aHeadWithoutAWordIsAbsentOnlyInABucketThatExists() {
    answer =
        (exchange, body) ->
            send(exchange, exchange.getRequestURI().getPath().equals("/bucket") ? 200 : 404, "");
    assertThat(store.stats().orElseThrow().stat(KEY)).isEmpty();
    assertThat(store.stats().orElseThrow().stat(KEY)).isEmpty();
    assertThat(seen)
        .extracting(Seen::line)
        .containsExactly(
            "HEAD /bucket/p.zarr/t2m/c/0", "HEAD /bucket", "HEAD /bucket/p.zarr/t2m/c/0");
    try (Store other = open(Map.of())) {
      always(404, "");
      assertThatThrownBy(() -> other.stats().orElseThrow().stat(KEY))
          .hasMessageContaining("bucket does not exist");
    }
  }

  @Test
  void codesAreToldApart() {
    Map<String, Class<? extends StoreException>> unavailable =
        Map.of(
            "503 SlowDown", UnavailableException.class,
            "500 InternalError", UnavailableException.class,
            "400 RequestTimeout", UnavailableException.class,
            "400 BadDigest", UnavailableException.class,
            "400 ExpiredToken", AccessDeniedException.class,
            "403 SignatureDoesNotMatch", AccessDeniedException.class,
            "403 RequestTimeTooSkewed", AccessDeniedException.class,
            "403 InvalidObjectState", StoreException.class,
            "400 InvalidArgument", StoreException.class,
            "301 PermanentRedirect", StoreException.class);
    unavailable.forEach(
        (status, type) -> {
          always(Integer.parseInt(status.substring(0, 3)), status.substring(4));
          assertThatThrownBy(() -> store.get(KEY, 10)).as(status).isExactlyInstanceOf(type);
          assertThatThrownBy(() -> store.writes().orElseThrow().put(KEY, ByteBuffer.allocate(1)))
              .as(status)
              .isExactlyInstanceOf(type);
          assertThatThrownBy(() -> store.deletes().orElseThrow().delete(KEY))
              .as(status)
              .isExactlyInstanceOf(type);
          assertThatThrownBy(() -> store.listing().orElseThrow().keys(Optional.empty()))
              .as(status)
              .isExactlyInstanceOf(type);
        });
  }

  // Writes

  @Test
  void conditionsAreHeadersAndTheirFailureIsAValue() {
    answer = (exchange, body) -> send(exchange, 412, error("PreconditionFailed"));
    assertThat(store.creates().orElseThrow().create(KEY, ByteBuffer.allocate(3))).isFalse();
    assertThat(
            store
                .replaces()
                .orElseThrow()
                .replace(KEY, ByteBuffer.allocate(3), new Version("\"1\"")))
        .isEmpty();
    assertThat(seen.get(0).header("If-none-match")).isEqualTo("*");
    assertThat(seen.get(1).header("If-match")).isEqualTo("\"1\"");
    assertThat(seen.get(1).header("Authorization")).contains(";if-match;").contains("Signature=");
  }

  @Test
  void aConflictUnderWayIsAskedAgain() {
    answer =
        (exchange, body) ->
            send(exchange, seen.size() < 3 ? 409 : 412, error("ConditionalRequestConflict"));
    assertThat(store.creates().orElseThrow().create(KEY, ByteBuffer.allocate(3))).isFalse();
    assertThat(seen).hasSize(3);
    always(409, "ConditionalRequestConflict");
    assertThatThrownBy(() -> store.creates().orElseThrow().create(KEY, ByteBuffer.allocate(3)))
        .isInstanceOf(UnavailableException.class);
  }

  @Test
  void encryptionAndClassAreAskedForWhenWriting() {
    Map<String, String> settings =
        Map.of(
            "fs.s3a.encryption.algorithm", "SSE-KMS",
            "fs.s3a.encryption.key", "arn:key",
            "fs.s3a.bucket.bucket.create.storage.class", "standard_ia",
            "fs.s3a.requester.pays.enabled", "true");
    answer = (exchange, body) -> send(exchange, 200, "");
    try (Store other = open(settings)) {
      other.writes().orElseThrow().put(KEY, ByteBuffer.allocate(3));
      other.get(KEY, 10);
    }
    assertThat(seen.get(0).header("X-amz-server-side-encryption")).isEqualTo("aws:kms");
    assertThat(seen.get(0).header("X-amz-server-side-encryption-aws-kms-key-id"))
        .isEqualTo("arn:key");
    assertThat(seen.get(0).header("X-amz-storage-class")).isEqualTo("STANDARD_IA");
    assertThat(seen.get(0).header("X-amz-request-payer")).isEqualTo("requester");
    assertThat(seen.get(1).header("X-amz-server-side-encryption")).isEmpty();
    assertThat(seen.get(1).header("X-amz-request-payer")).isEqualTo("requester");
  }

  /** S3 sends the head of a copy before it knows how the copy ends. */
  @Test
  void aCopyThatFailsAfterItsHeadIsAnError() {
    always(200, "InternalError");
    assertThatThrownBy(() -> store.copies().orElseThrow().copy(KEY, new StoreKey("b")))
        .isInstanceOf(UnavailableException.class);
    assertThat(seen.get(0).header("X-amz-copy-source")).isEqualTo("/bucket/p.zarr/t2m/c/0");
  }

  @Test
  void manyAreDeletedByTheThousandAndAnErrorOfOneIsAnError() {
    answer = (exchange, body) -> send(exchange, 200, "<DeleteResult/>");
    Deletes deletes = store.deletes().orElseThrow();
    deletes.deleteAll(IntStream.range(0, 2500).mapToObj(i -> new StoreKey("a&<" + i)).toList());
    assertThat(seen).hasSize(3);
    assertThat(seen.get(0).line()).isEqualTo("POST /bucket?delete=");
    assertThat(seen.get(0).body().split("<Object>")).hasSize(1001);
    assertThat(seen.get(0).body()).contains("<Key>p.zarr/a&amp;&lt;0</Key>");
    assertThat(seen.get(0).header("Content-md5")).isNotEmpty();
    answer =
        (exchange, body) ->
            send(
                exchange,
                200,
                "<DeleteResult><Error><Key>k</Key><Code>AccessDenied</Code></Error></DeleteResult>");
    List<StoreKey> two = List.of(new StoreKey("a"), new StoreKey("b"));
    assertThatThrownBy(() -> deletes.deleteAll(two)).isInstanceOf(AccessDeniedException.class);
    answer = (exchange, body) -> send(exchange, 200, "");
    assertThatThrownBy(() -> deletes.deleteAll(two)).isInstanceOf(StoreException.class);
  }

  // Listing

  @Test
  void pagesAreAskedForWhenTheyAreNeeded() {
    answer =
        (exchange, body) -> {
          boolean isSecond = exchange.getRequestURI().getQuery().contains("token=t+1");
          send(
              exchange,
              200,
              "<ListBucketResult><EncodingType>url</EncodingType><IsTruncated>"
                  + !isSecond
                  + "</IsTruncated><NextContinuationToken>t+1</NextContinuationToken>"
                  + "<Contents><Key>p.zarr/a%2Bb+c</Key></Contents>"
                  + "<Contents><Key>p.zarr/marker/</Key></Contents>"
                  + "</ListBucketResult>");
        };
    try (Stream<StoreKey> keys = store.listing().orElseThrow().keys(Optional.empty())) {
      assertThat(keys.findFirst()).hasValue(new StoreKey("a+b c"));
    }
    assertThat(seen).hasSize(1);
    assertThat(store.listing().orElseThrow().keys(Optional.empty())).hasSize(2);
    assertThat(seen).hasSize(3);
    assertThat(seen.get(2).line())
        .contains("continuation-token=t%2B1")
        .contains("prefix=p.zarr%2F");
  }

  @Test
  void listingsThatCannotBeRightAreErrors() {
    for (String document :
        List.of(
            "",
            "<html>",
            "<ListBucketResult><IsTruncated>true</IsTruncated></ListBucketResult>",
            "<ListBucketResult><Contents><Key>other/a</Key></Contents></ListBucketResult>",
            "<ListBucketResult><EncodingType>url</EncodingType><Contents><Key>p.zarr/%zz</Key>"
                + "</Contents></ListBucketResult>",
            "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/hostname\">]><ListBucketResult><Contents>"
                + "<Key>p.zarr/&e;</Key></Contents></ListBucketResult>")) {
      answer = (exchange, body) -> send(exchange, 200, document);
      assertThatThrownBy(() -> store.listing().orElseThrow().keys(Optional.empty()).toList())
          .as(document)
          .isInstanceOf(StoreException.class)
          .hasMessageStartingWith("Cannot list s3a://bucket/p.zarr");
    }
    answer =
        (exchange, body) ->
            send(
                exchange,
                200,
                "<ListBucketResult><IsTruncated>true</IsTruncated>"
                    + "<NextContinuationToken>same</NextContinuationToken></ListBucketResult>");
    assertThatThrownBy(() -> store.listing().orElseThrow().keys(Optional.empty()).toList())
        .isInstanceOf(StoreException.class);
  }

  // Regions

  @Test
  void theRegionThatS3NamesIsFollowedAndKept() {
    answer =
        (exchange, body) -> {
          if (exchange.getRequestHeaders().getFirst("Authorization").contains("/eu-west-3/s3/")) {
            send(exchange, 200, "value");
          } else {
            exchange.getResponseHeaders().set("x-amz-bucket-region", "eu-west-3");
            send(exchange, 301, error("PermanentRedirect"));
          }
        };
    assertThat(store.get(KEY, 10)).isPresent();
    assertThat(store.get(KEY, 10)).isPresent();
    assertThat(seen).hasSize(3);
    answer =
        (exchange, body) -> {
          exchange.getResponseHeaders().set("x-amz-bucket-region", "r-" + seen.size());
          send(exchange, 400, error("AuthorizationHeaderMalformed"));
        };
    assertThatThrownBy(() -> store.get(KEY, 10)).isInstanceOf(AccessDeniedException.class);
    assertThat(seen).hasSize(6);
  }

  @Test
  void aRequestIsNotSentWhereSomebodyRedirectsIt() {
    answer =
        (exchange, body) -> {
          exchange.getResponseHeaders().set("Location", "http://127.0.0.2:1/bucket");
          send(exchange, 307, error("TemporaryRedirect"));
        };
    assertThatThrownBy(() -> store.get(KEY, 10))
        .isExactlyInstanceOf(StoreException.class)
        .hasMessageContaining("fs.s3a.endpoint");
  }

  // Credentials

  @Test
  void anonymousRequestsAreNotSigned() {
    answer = (exchange, body) -> send(exchange, 200, "value");
    try (Store other =
        open(
            Map.of(
                "fs.s3a.aws.credentials.provider",
                "org.apache.hadoop.fs.s3a.AnonymousAWSCredentialsProvider"))) {
      other.get(KEY, 10);
    }
    assertThat(seen.get(0).headers()).doesNotContainKey("Authorization");
  }

  @Test
  void secretsAreInNoMessage() {
    answer =
        (exchange, body) ->
            send(exchange, 403, error("AccessDenied").replace("words", "testsecret"));
    assertThatThrownBy(() -> store.get(KEY, 10))
        .hasMessageNotContaining("testsecret")
        .hasMessageContaining("HTTP 403 (AccessDenied: ***)");
    assertThat(store.describe() + store.identity()).doesNotContain("test");
  }
}
