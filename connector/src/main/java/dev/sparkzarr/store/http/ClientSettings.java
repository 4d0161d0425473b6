package dev.sparkzarr.store.http;

import java.time.Duration;
import java.util.Optional;

/**
 * What a client is made of; stores with equal settings share one.
 *
 * @param connectTimeout for a connection to be made
 * @param stallTimeout for the next byte, of the head or the body, in either direction
 * @param connections requests under way at once, over all stores that share the client; more wait
 * @param proxy empty for what the JVM says ({@code http.proxyHost} and the like)
 */
public record ClientSettings(
    Duration connectTimeout, Duration stallTimeout, int connections, Optional<Proxy> proxy) {
  /** Time to connect, when not set. */
  public static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

  /** Time without a byte, when not set. */
  public static final Duration STALL_TIMEOUT = Duration.ofSeconds(60);

  /** Requests at once, when not set. */
  public static final int CONNECTIONS = 64;

  /** Ranges of one value read at once, when not set. */
  public static final int RANGES = 16;

  /** A proxy without credentials. */
  public record Proxy(String host, int port) {}
}
