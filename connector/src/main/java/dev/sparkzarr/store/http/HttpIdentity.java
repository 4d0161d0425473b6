package dev.sparkzarr.store.http;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Which values an address gives: the address itself, and a digest of the query and of headers that
 * may choose between values. Nothing of credentials can be told from it.
 */
final class HttpIdentity {
  private static final Set<String> CREDENTIALS =
      Set.of("authorization", "cookie", "proxy-authorization");
  private static final int DIGEST_BYTES = 16;

  private HttpIdentity() {}

  static String of(HttpAddress address, Map<String, String> headers) {
    Map<String, String> choosing = new TreeMap<>();
    headers.forEach((name, value) -> choosing.put(name.toLowerCase(Locale.ROOT), value));
    choosing.keySet().removeAll(CREDENTIALS);
    return address.query().isEmpty() && choosing.isEmpty()
        ? address.base()
        : address.base() + "#" + digest(address.query() + "\n" + choosing);
  }

  private static String digest(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(Arrays.copyOf(digest, DIGEST_BYTES));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JVM has SHA-256", e);
    }
  }
}
