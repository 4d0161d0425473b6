package dev.sparkzarr.store.http;

import dev.sparkzarr.store.Secrets;
import dev.sparkzarr.store.StoreException;
import dev.sparkzarr.store.StoreKey;
import java.net.IDN;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The address of a store over HTTP: {@code https://[user:password@]host[:port][/path][?query]}. The
 * path is a URL's, so what is percent-encoded stays so; keys are encoded and go between path and
 * query.
 *
 * @param base scheme, host, port and path, encoded, without a slash at the end
 * @param shown the same, as the user wrote the path; for messages
 * @param query with its question mark, or empty; may hold credentials
 * @param authorization of user and password, for the header; empty when the address has none
 */
record HttpAddress(String base, String shown, String query, Optional<String> authorization) {
  private static final Pattern FORM =
      Pattern.compile("(https?)://(?:([^/?#]*)@)?([^/?#@]+)([^?#]*)(\\?[^#]*)?", Pattern.DOTALL);
  private static final Pattern HOST =
      Pattern.compile("(\\[[0-9A-Fa-f:.]+\\]|[^:\\[\\]]+)(?::(\\d{1,5}))?");
  private static final Pattern BROKEN_ESCAPE = Pattern.compile("%(?![0-9A-Fa-f]{2})");

  /** Characters that a path (RFC 3986 section 3.3) or a query may have; others are encoded. */
  private static final String KEPT = "/%!$&'()*+,;=:@?";

  /**
   * @return empty when the scheme is not {@code http} or {@code https}
   * @throws StoreException when it is, but the rest is no URL
   */
  static Optional<HttpAddress> parse(String uri) {
    String lower = uri.toLowerCase(Locale.ROOT);
    if (!lower.startsWith("http:") && !lower.startsWith("https:")) {
      return Optional.empty();
    }
    int colon = uri.indexOf(':');
    Matcher matcher = FORM.matcher(lower.substring(0, colon) + uri.substring(colon));
    if (!matcher.matches()) {
      throw unusable(
          uri,
          uri.indexOf('#') >= 0
              ? "it has a '#', and what follows it is not sent to a server. Write %23"
              : "it is no URL such as https://host/era5.zarr");
    }
    String path = matcher.group(4).replaceFirst("/+$", "");
    String query = matcher.group(5) == null ? "" : matcher.group(5);
    if (BROKEN_ESCAPE.matcher(path + query).find()) {
      throw unusable(uri, "a '%' stands alone. Write %25");
    }
    String origin = matcher.group(1) + "://" + host(uri, matcher.group(3));
    HttpAddress address =
        new HttpAddress(
            origin + UrlText.encode(path, KEPT.replace("?", "")),
            origin + path,
            UrlText.encode(query, KEPT),
            Optional.ofNullable(matcher.group(2)).map(HttpAddress::basic));
    address.check(uri);
    return Optional.of(address);
  }

  private static String host(String uri, String authority) {
    Matcher matcher = HOST.matcher(authority);
    if (!matcher.matches()) {
      throw unusable(uri, "its host is not valid");
    }
    try {
      String name = matcher.group(1);
      String host = name.startsWith("[") ? name : IDN.toASCII(name);
      return host.toLowerCase(Locale.ROOT)
          + (matcher.group(2) == null ? "" : ":" + Integer.parseInt(matcher.group(2)));
    } catch (IllegalArgumentException e) {
      throw unusable(uri, "its host is not valid");
    }
  }

  private void check(String uri) {
    try {
      URI parsed = new URI(base + query);
      if (parsed.getHost() == null || parsed.getPort() > 65535) {
        throw unusable(uri, "its host is not valid");
      }
    } catch (URISyntaxException e) {
      throw unusable(uri, "it is no URL such as https://host/era5.zarr");
    }
  }

  private static String basic(String userAndPassword) {
    String plain = percentDecoded(userAndPassword);
    return "Basic " + Base64.getEncoder().encodeToString(plain.getBytes(StandardCharsets.UTF_8));
  }

  private static String percentDecoded(String text) {
    // URLDecoder reads a plus as a blank.
    return BROKEN_ESCAPE.matcher(text).find()
        ? text
        : java.net.URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  private static StoreException unusable(String uri, String reason) {
    String shown =
        Secrets.NONE
            .hideIn(uri)
            .replaceFirst("(?s)\\?.*", "?...")
            .replaceFirst("(?s)//[^/]*@", "//");
    return new StoreException("Cannot open store " + shown + ": " + reason + ".");
  }

  /**
   * @throws StoreException when the key is no Unicode
   */
  URI uri(StoreKey key) {
    return URI.create(base + "/" + UrlText.path(key.value()) + query);
  }

  String describe(StoreKey key) {
    return shown + "/" + key;
  }
}
