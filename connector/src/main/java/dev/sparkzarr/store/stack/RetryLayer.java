package dev.sparkzarr.store.stack;

import dev.sparkzarr.store.Store;
import dev.sparkzarr.store.StoreProvider;
import dev.sparkzarr.store.middleware.RetryPolicy;
import dev.sparkzarr.store.middleware.RetryStore;

/**
 * Sends calls again that found no answer.
 *
 * @param when whether also with clients that do so themselves
 */
public record RetryLayer(RetryPolicy policy, When when) implements StoreLayer {
  /** With which stores calls are sent again. */
  public enum When {
    /** With all: attempts of a client that retries are multiplied. */
    ALWAYS,
    /** With those whose provider leaves it to the caller. */
    UNLESS_THE_CLIENT_DOES
  }

  @Override
  public StackLevel level() {
    return StackLevel.RETRY;
  }

  @Override
  public Store around(Store inner, Ground ground) {
    boolean isLeftToUs =
        when == When.ALWAYS || ground.provider().retries() == StoreProvider.Retries.CALLER;
    return isLeftToUs && policy.retries() > 0 ? new RetryStore(inner, policy) : inner;
  }
}
