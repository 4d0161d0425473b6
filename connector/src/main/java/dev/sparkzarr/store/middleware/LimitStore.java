package dev.sparkzarr.store.middleware;

import dev.sparkzarr.store.CountedStore;
import dev.sparkzarr.store.Store;
import dev.sparkzarr.store.StoreCounter;
import dev.sparkzarr.store.StoreErrors;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;

/**
 * Holds calls back so that no more requests are sent than wanted: by all stores of this JVM
 * together that have the same identity and the same limits; by this object alone where the store
 * has no identity. Of a listing, the beginning counts. A limit is kept once in a stack of wrappers:
 * two of the same store and limits in one stack would wait for each other.
 */
public final class LimitStore extends AroundStore implements CountedStore {
  private final RequestLimits limits;
  private final RequestLimiters limiters;
  private final Optional<String> identity;
  private final RequestLimiter limiter;
  private final AtomicBoolean closed = new AtomicBoolean();
  private final LongAdder waited = new LongAdder();

  /**
   * @param inner closed with this store
   */
  public LimitStore(Store inner, RequestLimits limits) {
    this(inner, limits, RequestLimiters.OF_THIS_JVM);
  }

  LimitStore(Store inner, RequestLimits limits, RequestLimiters limiters) {
    super(inner);
    this.limits = limits;
    this.limiters = limiters;
    this.identity = inner.identity();
    this.limiter =
        identity.isPresent() ? limiters.use(identity.get(), limits) : limiters.alone(limits);
  }

  @Override
  protected <T> T around(StoreCall<T> call) {
    long start = System.nanoTime();
    try {
      limiter.begin(call.requests());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw StoreErrors.interrupted(
          "wait for the request limit of", call.key().map(this::describe).orElse(describe()), e);
    } finally {
      waited.add(System.nanoTime() - start);
    }
    try {
      return call.send();
    } finally {
      limiter.end();
    }
  }

  @Override
  public Map<StoreCounter, Long> counts() {
    return Map.of(StoreCounter.LIMIT_NANOS, waited.sum());
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true) && identity.isPresent()) {
      limiters.release(identity.get(), limits);
    }
    super.close();
  }
}
