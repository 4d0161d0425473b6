package dev.sparkzarr.store.middleware;

import dev.sparkzarr.store.Store;
import java.util.concurrent.CountDownLatch;

/** Holds answers back, so that they are of the past when they come. */
final class HeldAnswers extends AroundStore {
  private final CountDownLatch answered = new CountDownLatch(1);
  private final CountDownLatch released = new CountDownLatch(1);

  HeldAnswers(Store inner) {
    super(inner);
  }

  @Override
  protected <T> T around(StoreCall<T> call) {
    T answer = call.send();
    answered.countDown();
    try {
      released.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return answer;
  }

  void awaitHeld() throws InterruptedException {
    answered.await();
  }

  void release() {
    released.countDown();
  }
}
