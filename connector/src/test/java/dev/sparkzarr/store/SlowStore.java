package dev.sparkzarr.store;

import java.util.function.Predicate;

/**
 * Holds requests until they are released. A held request that is interrupted throws, its thread
 * still marked as interrupted.
 */
public final class SlowStore extends InterceptedStore {
  private final Predicate<StoreRequest> holds;
  private int held;
  private boolean released;

  /**
   * Holds every request.
   *
   * @param inner closed with this store
   */
  public SlowStore(Store inner) {
    this(inner, request -> true);
  }

  /**
   * @param inner closed with this store
   * @param holds which requests are held
   */
  public SlowStore(Store inner, Predicate<StoreRequest> holds) {
    super(inner);
    this.holds = holds;
  }

  @Override
  protected void before(StoreRequest request) {
    if (!holds.test(request)) {
      return;
    }
    synchronized (this) {
      held++;
      notifyAll();
      try {
        while (!released) {
          wait();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw StoreErrors.interrupted("read", request.toString(), e);
      } finally {
        held--;
      }
    }
  }

  /** Waits until so many requests are held at once. */
  public synchronized void awaitHeld(int count) throws InterruptedException {
    while (held < count) {
      wait();
    }
  }

  /**
   * @return how many requests are held now
   */
  public synchronized int held() {
    return held;
  }

  /** Lets all requests through from now on. */
  public synchronized void release() {
    released = true;
    notifyAll();
  }
}
