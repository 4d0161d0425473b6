package dev.sparkzarr.store.http;

import dev.sparkzarr.store.StoreException;
import dev.sparkzarr.store.StoreKey;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** A server of values by key, each at an address of its own. Safe for many threads. */
public interface ObjectEndpoint {
  /**
   * Asks for a value. Does not block.
   *
   * @param flight what the request is part of
   * @param method {@code GET} or {@code HEAD}
   * @return the answer, whatever its status; failures are our exceptions
   */
  CompletableFuture<HttpReply> ask(
      Flight flight, String method, StoreKey key, Map<String, String> headers, ReplyLimit limit);

  /** The place of a key for messages. */
  String describe(StoreKey key);

  /**
   * @return whether the answer says, beyond doubt, that no value has the key
   */
  boolean isAbsent(HttpReply reply);

  /**
   * @param doing such as {@code read}
   * @return what a status means that is not the answer asked for
   */
  StoreException failure(String doing, String place, HttpReply reply);
}
