package dev.sparkzarr.store.http;

import dev.sparkzarr.store.Secrets;
import dev.sparkzarr.store.StoreErrors;
import dev.sparkzarr.store.StoreException;
import java.io.IOException;
import java.util.concurrent.CancellationException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;

/** What the client throws and what servers answer, as our exceptions. */
public final class WebErrors {
  private static final int LONGEST_TEXT = 300;

  private WebErrors() {}

  /**
   * A request that got no answer, or not all of it.
   *
   * @param doing such as {@code read}
   * @param error what the client threw; our own exceptions come back as they are
   */
  public static StoreException ofClient(
      String doing, String place, Secrets secrets, Throwable error) {
    Throwable e = Flight.cause(error);
    if (e instanceof StoreException ours) {
      return ours;
    }
    Throwable cause = secrets.hideIn(e);
    if (e instanceof CancellationException) {
      return StoreErrors.interrupted(doing, place, cause);
    }
    if (isDistrust(e)) {
      return StoreErrors.failed(doing, place, cause);
    }
    return e instanceof IOException
        ? StoreErrors.unavailable(doing, place, cause)
        : StoreErrors.failed(doing, place, cause);
  }

  /** A certificate does not get better by asking again. */
  private static boolean isDistrust(Throwable e) {
    return e instanceof SSLHandshakeException
        || e instanceof SSLPeerUnverifiedException
        || e instanceof SSLException && String.valueOf(e.getMessage()).contains("plaintext");
  }

  /**
   * A status that is not the answer asked for.
   *
   * @param doing such as {@code read}
   * @param said what the server says about it; may be empty
   */
  public static StoreException ofStatus(String doing, String place, HttpReply reply, String said) {
    StoreException cause = cause(reply.status(), said);
    return switch (reply.status()) {
      case 401, 403, 407 -> StoreErrors.denied(doing, place, cause);
      case 408, 425, 429 -> unavailable(doing, place, reply, cause);
      default ->
          reply.status() >= 500 && reply.status() != 501 && reply.status() != 505
              ? unavailable(doing, place, reply, cause)
              : StoreErrors.failed(doing, place, cause);
    };
  }

  /** As the server says how long to wait. */
  public static StoreException unavailable(
      String doing, String place, HttpReply reply, StoreException cause) {
    return StoreErrors.unavailable(doing, place, cause, reply.retryAfter());
  }

  /**
   * @return such as {@code HTTP 503 (SlowDown: Please reduce your request rate.)}
   */
  public static StoreException cause(int status, String said) {
    String line = said.strip().lines().findFirst().orElse("").strip();
    String text = line.length() > LONGEST_TEXT ? line.substring(0, LONGEST_TEXT) + "..." : line;
    return new StoreException("HTTP " + status + (text.isEmpty() ? "" : " (" + text + ")"));
  }
}
