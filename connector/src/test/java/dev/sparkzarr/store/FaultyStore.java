package dev.sparkzarr.store;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiFunction;
import java.util.function.Predicate;

/**
 * Fails requests by rule, before they reach the store. Rules can be set and lifted at any time; the
 * one set last holds.
 */
public final class FaultyStore extends InterceptedStore {
  /** What a request fails with, given the place it is about. */
  public interface Fault extends BiFunction<StoreRequest, String, RuntimeException> {
    /** The store does not answer. */
    Fault UNAVAILABLE =
        (request, place) -> StoreErrors.unavailable("read", place, new Exception("injected"));

    /** The store refuses. */
    Fault DENIED = (request, place) -> StoreErrors.denied("read", place, new Exception("injected"));

    /** The store fails for a reason of its own. */
    Fault FAILED = (request, place) -> StoreErrors.failed("read", place, new Exception("injected"));
  }

  private final AtomicLong failures = new AtomicLong();
  private volatile Predicate<StoreRequest> rule = request -> false;
  private volatile Fault fault = Fault.FAILED;

  /**
   * @param inner closed with this store
   */
  public FaultyStore(Store inner) {
    super(inner);
  }

  /** Fails the n-th request from now, the 2n-th, and so on. */
  public FaultyStore failEvery(int n, Fault with) {
    AtomicLong count = new AtomicLong();
    return failWhen(request -> count.incrementAndGet() % n == 0, with);
  }

  /** Fails the requests that the rule picks. */
  public FaultyStore failWhen(Predicate<StoreRequest> picks, Fault with) {
    fault = with;
    rule = picks;
    return this;
  }

  /** Fails every request about a key, or a place, of this text. */
  public FaultyStore failKey(String key, Fault with) {
    StoreKey failing = new StoreKey(key);
    return failWhen(request -> request.key().filter(failing::equals).isPresent(), with);
  }

  /** Fails nothing from now on. */
  public FaultyStore heal() {
    rule = request -> false;
    return this;
  }

  /**
   * @return how many requests failed so far
   */
  public long failures() {
    return failures.get();
  }

  @Override
  protected void before(StoreRequest request) {
    if (rule.test(request)) {
      failures.incrementAndGet();
      throw fault.apply(request, request.key().map(this::describe).orElse(describe()));
    }
  }
}
