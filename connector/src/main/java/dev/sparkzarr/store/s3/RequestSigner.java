package dev.sparkzarr.store.s3;

import dev.sparkzarr.store.http.UrlText;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * AWS Signature Version 4 in the header {@code Authorization}, the payload hashed and signed as one
 * piece ("Signature Calculations for the Authorization Header: Transferring Payload in a Single
 * Chunk", Amazon S3 API Reference). The server checks the hash, so that a value that arrives
 * changed is refused.
 */
final class RequestSigner {
  private static final String ALGORITHM = "AWS4-HMAC-SHA256";
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final HexFormat HEX = HexFormat.of();

  private RequestSigner() {}

  /**
   * What is signed.
   *
   * @param uri its path encoded as {@link UrlText#path}, its query as {@link #query} gives it
   * @param query not encoded
   * @param headers all that are sent beside those that the client sets
   */
  record Request(
      String method,
      URI uri,
      SortedMap<String, String> query,
      Map<String, String> headers,
      Optional<ByteBuffer> body) {}

  /**
   * @return the query as it is sent and signed: encoded, sorted, each with an equals sign
   */
  static String query(SortedMap<String, String> parameters) {
    SortedMap<String, String> encoded = new TreeMap<>();
    parameters.forEach((n, v) -> encoded.put(UrlText.component(n), UrlText.component(v)));
    return encoded.entrySet().stream()
        .map(p -> p.getKey() + "=" + p.getValue())
        .collect(Collectors.joining("&"));
  }

  /**
   * @return the headers to send, with names in lower case: those given and those of the signature
   */
  static Map<String, String> sign(
      Request request, S3Credentials credentials, String region, Instant now) {
    String time = TIME.format(now);
    String payload = HEX.formatHex(sha256(request.body()));
    SortedMap<String, String> headers = new TreeMap<>();
    request.headers().forEach((n, v) -> headers.put(n.toLowerCase(Locale.ROOT), v.strip()));
    headers.put("x-amz-date", time);
    headers.put("x-amz-content-sha256", payload);
    credentials.sessionToken().ifPresent(token -> headers.put("x-amz-security-token", token));
    SortedMap<String, String> signed = new TreeMap<>(headers);
    signed.put("host", host(request.uri()));
    String names = String.join(";", signed.keySet());
    String canonical =
        request.method()
            + "\n"
            + (request.uri().getRawPath().isEmpty() ? "/" : request.uri().getRawPath())
            + "\n"
            + query(request.query())
            + "\n"
            + signed.entrySet().stream()
                .map(h -> h.getKey() + ":" + h.getValue().replaceAll(" +", " ") + "\n")
                .collect(Collectors.joining())
            + "\n"
            + names
            + "\n"
            + payload;
    String day = time.substring(0, 8);
    String scope = day + "/" + region + "/s3/aws4_request";
    String text =
        ALGORITHM
            + "\n"
            + time
            + "\n"
            + scope
            + "\n"
            + HEX.formatHex(sha256(Optional.of(ByteBuffer.wrap(utf8(canonical)))));
    byte[] key = utf8("AWS4" + credentials.secretKey());
    for (String part : new String[] {day, region, "s3", "aws4_request"}) {
      key = hmac(key, part);
    }
    headers.put(
        "authorization",
        ALGORITHM
            + " Credential="
            + credentials.accessKey()
            + "/"
            + scope
            + ", SignedHeaders="
            + names
            + ", Signature="
            + HEX.formatHex(hmac(key, text)));
    return headers;
  }

  /** As the JDK's client writes it: without the port that the scheme has by itself. */
  private static String host(URI uri) {
    int usual = uri.getScheme().equals("https") ? 443 : 80;
    return uri.getHost() + (uri.getPort() < 0 || uri.getPort() == usual ? "" : ":" + uri.getPort());
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] sha256(Optional<ByteBuffer> bytes) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      bytes.ifPresent(b -> digest.update(b.duplicate()));
      return digest.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JVM has SHA-256", e);
    }
  }

  private static byte[] hmac(byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(utf8(text));
    } catch (GeneralSecurityException e) {
      throw new AssertionError("every JVM has HmacSHA256", e);
    }
  }
}
