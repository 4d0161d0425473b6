package dev.sparkzarr.store.http;

import java.net.URI;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;

/**
 * A request as it is sent.
 *
 * @param headers without what the client sets itself, such as {@code Host}
 * @param body from position to limit, left as it was; unchanged until the answer is there
 */
public record HttpCall(
    String method,
    URI uri,
    Map<String, String> headers,
    Optional<ByteBuffer> body,
    ReplyLimit limit) {
  public HttpCall {
    headers = Map.copyOf(headers);
  }

  boolean isHead() {
    return method.equals("HEAD");
  }
}
