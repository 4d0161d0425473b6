package dev.sparkzarr.store.http;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The settings {@code fs.http.*}, of {@code http} and {@code https} alike.
 *
 * @param headers sent with every request to the host of the address
 * @param redirects how many are followed in a row
 * @param rangesAtOnce of one value
 */
record HttpStoreSettings(
    ClientSettings client, Map<String, String> headers, int redirects, int rangesAtOnce) {
  private static final String PREFIX = "fs.http.";
  private static final String HEADER = PREFIX + "header.";
  private static final String AUTHORIZATION = "Authorization";
  private static final int REDIRECTS = 5;
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]+");
  private static final Pattern VALUE = Pattern.compile("[\\t\\x20-\\x7e\\x80-\\xff]*");

  /** What the store or the client sets; another value would change what an answer means. */
  private static final Set<String> OURS =
      Set.of(
          "accept-encoding",
          "connection",
          "content-length",
          "expect",
          "host",
          "if-match",
          "if-modified-since",
          "if-none-match",
          "if-range",
          "if-unmodified-since",
          "range",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade");

  /**
   * @throws dev.sparkzarr.store.StoreException when a setting is not valid
   */
  static HttpStoreSettings of(SettingReader reader, Optional<String> authorization) {
    Map<String, String> headers = headers(reader);
    authorization(reader)
        .or(() -> authorization)
        .ifPresent(a -> headers.putIfAbsent(AUTHORIZATION, a));
    return new HttpStoreSettings(
        new ClientSettings(
            reader.time(PREFIX + "connect.timeout", ClientSettings.CONNECT_TIMEOUT),
            reader.time(PREFIX + "timeout", ClientSettings.STALL_TIMEOUT),
            reader.number(PREFIX + "connections", ClientSettings.CONNECTIONS, 1, 10_000),
            proxy(reader, PREFIX + "proxy.host", PREFIX + "proxy.port")),
        Map.copyOf(headers),
        reader.number(PREFIX + "redirects", REDIRECTS, 0, 20),
        reader.number(PREFIX + "ranges", ClientSettings.RANGES, 1, 1000));
  }

  private static Optional<ClientSettings.Proxy> proxy(
      SettingReader reader, String host, String port) {
    Optional<String> name = reader.text(host);
    if (name.isPresent() && reader.text(port).isEmpty()) {
      throw reader.invalid(port, "a proxy has no usual port");
    }
    return name.map(n -> new ClientSettings.Proxy(n, reader.number(port, 0, 1, 65535)));
  }

  private static Map<String, String> headers(SettingReader reader) {
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    reader
        .settings()
        .forEach(
            (setting, value) -> {
              if (setting.toLowerCase(Locale.ROOT).startsWith(HEADER)) {
                String name = setting.substring(HEADER.length());
                if (!NAME.matcher(name).matches()) {
                  throw reader.invalid(setting, "no header can have this name");
                }
                if (OURS.contains(name.toLowerCase(Locale.ROOT))) {
                  throw reader.invalid(setting, "this header is set by the store");
                }
                headers.put(name, headerValue(reader, setting, value));
              }
            });
    return headers;
  }

  private static Optional<String> authorization(SettingReader reader) {
    Optional<String> token = reader.text(PREFIX + "token");
    Optional<String> user = reader.text(PREFIX + "user");
    if (token.isPresent() && user.isPresent()) {
      throw reader.invalid(PREFIX + "token", "'" + PREFIX + "user' is set too");
    }
    if (user.isPresent()) {
      String plain = user.get() + ":" + reader.settings().getOrDefault(PREFIX + "password", "");
      return Optional.of(
          "Basic " + Base64.getEncoder().encodeToString(plain.getBytes(StandardCharsets.UTF_8)));
    }
    return token.map(t -> "Bearer " + headerValue(reader, PREFIX + "token", t));
  }

  private static String headerValue(SettingReader reader, String setting, String value) {
    if (!VALUE.matcher(value).matches()) {
      throw reader.invalid(setting, "its value has characters that no header can have");
    }
    return value.strip();
  }
}
