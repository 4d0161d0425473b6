package dev.sparkzarr.store;

import java.util.Optional;

/** Opens stores of some kind of location. Found with {@link java.util.ServiceLoader}. */
public interface StoreProvider {
  /** Who sends a request again that found no answer. */
  enum Retries {
    /** The provider's client, by settings of its own. */
    CLIENT,
    /** Who calls the store: the store sends each request once. */
    CALLER
  }

  /**
   * @return this provider's name, for messages
   */
  String name();

  /**
   * @return higher is asked first; built-in providers use 0, the Hadoop one -100
   */
  int priority();

  /**
   * Opens a store, or declines. Sends as few requests as the client allows; a missing path is not
   * an error here.
   *
   * @return the store; empty when this kind of location is another provider's
   * @throws StoreException when the location is this provider's but cannot be used
   */
  Optional<Store> open(StoreLocation location);

  /**
   * Says what beside the scheme decides whether {@link #open} takes a location, for people who ask
   * why a store is reached the way it is. Sends no request.
   *
   * @return in words, without secrets, such as {@code taken: it is below /Volumes}; empty when
   *     nothing else was looked at
   * @throws StoreException as {@link #open} does
   */
  default Optional<String> rule(StoreLocation location) {
    return Optional.empty();
  }

  /**
   * @return who retries with this provider's stores, so that attempts are not multiplied
   */
  default Retries retries() {
    return Retries.CALLER;
  }
}
