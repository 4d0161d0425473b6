package dev.sparkzarr.store.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * The examples of "Signature Calculations for the Authorization Header: Transferring Payload in a
 * Single Chunk" in the Amazon S3 API Reference, with the signatures given there.
 */
class RequestSignerTest {
  private static final S3Credentials CREDENTIALS =
      new S3Credentials(
          "AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", Optional.empty());

  @Test
  void getObject() {
    isSigned(
        "GET",
        "/test.txt",
        Map.of(),
        Map.of("Range", "bytes=0-9"),
        Optional.empty(),
        "host;range;x-amz-content-sha256;x-amz-date",
        "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41");
  }

  @Test
  void putObject() {
    isSigned(
        "PUT",
        "/test%24file.text",
        Map.of(),
        Map.of(
            "Date", "Fri, 24 May 2013 00:00:00 GMT", "x-amz-storage-class", "REDUCED_REDUNDANCY"),
        Optional.of("Welcome to Amazon S3."),
        "date;host;x-amz-content-sha256;x-amz-date;x-amz-storage-class",
        "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd");
  }

  @Test
  void getBucketLifecycle() {
    isSigned(
        "GET",
        "/",
        Map.of("lifecycle", ""),
        Map.of(),
        Optional.empty(),
        "host;x-amz-content-sha256;x-amz-date",
        "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543");
  }

  @Test
  void listObjects() {
    isSigned(
        "GET",
        "/",
        Map.of("prefix", "J", "max-keys", "2"),
        Map.of(),
        Optional.empty(),
        "host;x-amz-content-sha256;x-amz-date",
        "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7");
  }

  private static void isSigned(
      String method,
      String path,
      Map<String, String> parameters,
      Map<String, String> headers,
      Optional<String> body,
      String signedHeaders,
      String signature) {
    SortedMap<String, String> query = new TreeMap<>(parameters);
    String text = query.isEmpty() ? "" : "?" + RequestSigner.query(query);
    Map<String, String> sent =
        RequestSigner.sign(
            new RequestSigner.Request(
                method,
                URI.create("https://examplebucket.s3.amazonaws.com" + path + text),
                query,
                headers,
                body.map(b -> ByteBuffer.wrap(b.getBytes(StandardCharsets.UTF_8)))),
            CREDENTIALS,
            "us-east-1",
            Instant.parse("2013-05-24T00:00:00Z"));
    assertThat(sent.get("authorization"))
        .isEqualTo(
            "AWS4-HMAC-SHA256"
                + " Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,"
                + " SignedHeaders="
                + signedHeaders
                + ", Signature="
                + signature);
    assertThat(sent).doesNotContainKey("host");
  }
}
