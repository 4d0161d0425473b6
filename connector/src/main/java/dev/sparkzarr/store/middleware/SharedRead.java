package dev.sparkzarr.store.middleware;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** One read under way, made by the thread that made this. Safe for many threads. */
final class SharedRead {
  private final Thread owner = Thread.currentThread();
  private final CompletableFuture<Landing> landing = new CompletableFuture<>();

  /**
   * How a read ended.
   *
   * @param hasAnswer false when the reader gave up; somebody else has to read
   * @param answer for nobody to modify; empty when no value has the key
   */
  record Landing(boolean hasAnswer, Optional<?> answer) {}

  boolean isOfThisThread() {
    return owner == Thread.currentThread();
  }

  void land(Landing end) {
    landing.complete(end);
  }

  void fail(RuntimeException failure) {
    landing.completeExceptionally(failure);
  }

  /**
   * @throws ExecutionException with what the store said
   */
  Landing await() throws InterruptedException, ExecutionException {
    return landing.get();
  }

  /**
   * @return how many wait, roughly
   */
  int waiting() {
    return landing.getNumberOfDependents();
  }
}
