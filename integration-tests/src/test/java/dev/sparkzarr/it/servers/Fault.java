package dev.sparkzarr.it.servers;

import java.time.Duration;
import java.util.Map;

/** What a {@link PassThrough} does to a request instead of passing it on and back as it is. */
public sealed interface Fault {
  /** Waits before the request is passed on. */
  record Delay(Duration time) implements Fault {}

  /**
   * Answers in the server's place.
   *
   * @param status such as 503
   * @param headers more headers of the answer
   * @param body the answer's text
   */
  record Answer(int status, Map<String, String> headers, String body) implements Fault {
    public Answer {
      headers = Map.copyOf(headers);
    }

    /** An answer without more headers, and a body that says nothing. */
    public Answer(int status) {
      this(status, Map.of(), "");
    }
  }

  /**
   * Passes on this many bytes of the body, then closes the connection.
   *
   * @param after bytes of the body; a shorter body comes whole, and the connection is closed after
   */
  record Cut(long after) implements Fault {}

  /**
   * States a length, and as much of the body as there is up to it; the connection is closed after.
   *
   * @param more bytes that the stated length is over the true one; negative: under
   */
  record WrongLength(long more) implements Fault {}

  /** Resets the connection without an answer. */
  record Reset() implements Fault {}

  /** Never answers; the connection stays open until the client or the proxy closes it. */
  record Silence() implements Fault {}
}
