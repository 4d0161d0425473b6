package dev.sparkzarr.store.cache;

import dev.sparkzarr.store.Secrets;
import dev.sparkzarr.store.StoreException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/**
 * Where a Redis server is. Immutable; its text shows neither user nor password.
 *
 * @param isEncrypted whether it is reached through TLS: {@code rediss://}
 */
record RedisAddress(
    String host,
    int port,
    int database,
    Optional<String> user,
    Optional<String> password,
    boolean isEncrypted) {
  private static final int PORT = 6379;

  /**
   * @param text {@code redis://[[user]:password@]host[:port][/database]}
   * @throws StoreException when it is not such an address
   */
  static RedisAddress parse(String text) {
    URI uri;
    try {
      uri = new URI(text);
    } catch (URISyntaxException e) {
      throw invalid(text); // without the cause, which repeats the password
    }
    String path = uri.getPath() == null ? "" : uri.getPath().replaceFirst("^/", "");
    if (uri.getHost() == null || !path.matches("\\d{0,5}") || uri.getRawQuery() != null) {
      throw invalid(text);
    }
    String info = uri.getUserInfo() == null ? "" : uri.getUserInfo();
    int colon = info.indexOf(':');
    String user = colon < 0 ? "" : info.substring(0, colon);
    String password = info.substring(colon + 1);
    return new RedisAddress(
        uri.getHost(),
        uri.getPort() < 0 ? PORT : uri.getPort(),
        path.isEmpty() ? 0 : Integer.parseInt(path),
        user.isEmpty() ? Optional.empty() : Optional.of(user),
        password.isEmpty() ? Optional.empty() : Optional.of(password),
        uri.getScheme().equalsIgnoreCase("rediss"));
  }

  private static StoreException invalid(String text) {
    return new StoreException(
        "Cannot use cache index '"
            + Secrets.NONE.hideIn(text)
            + "': it is not the address of a Redis server. Write redis://host:port/database, or"
            + " rediss:// for TLS; a password goes before the host, as in redis://:password@host.");
  }

  @Override
  public String toString() {
    return (isEncrypted ? "rediss://" : "redis://") + host + ":" + port + "/" + database;
  }
}
