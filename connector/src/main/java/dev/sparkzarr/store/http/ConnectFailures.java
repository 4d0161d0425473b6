package dev.sparkzarr.store.http;

import java.net.ConnectException;
import java.net.URI;
import java.nio.channels.UnresolvedAddressException;

/** Says which host was not found, or did not answer: the JVM's client of HTTP says neither. */
final class ConnectFailures {
  private ConnectFailures() {}

  /**
   * @return the error itself, or in place of a connection that failed without a word one that names
   *     the host
   */
  static Throwable named(URI uri, Throwable error) {
    if (!(error instanceof ConnectException) || error.getMessage() != null) {
      return error;
    }
    ConnectException named =
        new ConnectException(
            isUnknown(error)
                ? "no host is named " + uri.getHost()
                : "nobody listens at " + uri.getAuthority());
    named.initCause(error);
    return named;
  }

  private static boolean isUnknown(Throwable error) {
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      if (cause instanceof UnresolvedAddressException) {
        return true;
      }
    }
    return false;
  }
}
