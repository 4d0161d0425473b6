package dev.sparkzarr.store;

import dev.sparkzarr.store.middleware.AroundStore;
import dev.sparkzarr.store.middleware.StoreCall;
import java.util.Optional;

/**
 * Base of stores that do something before each request. Slices read together are told as the ranges
 * they merge to, one request each.
 */
public abstract class InterceptedStore extends AroundStore {
  /**
   * @param inner closed with this store
   */
  protected InterceptedStore(Store inner) {
    super(inner);
  }

  /** Called before a request is sent; what it throws is what the caller gets. */
  protected abstract void before(StoreRequest request);

  @Override
  protected final <T> T around(StoreCall<T> call) {
    if (call.ranges().isEmpty()) {
      before(new StoreRequest(call.verb(), call.key(), Optional.empty()));
    } else {
      call.ranges().forEach(range -> before(StoreRequest.range(call.key().orElseThrow(), range)));
    }
    return call.send();
  }
}
