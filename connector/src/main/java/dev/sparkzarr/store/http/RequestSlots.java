package dev.sparkzarr.store.http;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** Lets so many requests be under way at once; the others wait in turn, without a thread. */
final class RequestSlots {
  private final Executor executor;
  private final Deque<CompletableFuture<Void>> waiting = new ArrayDeque<>();
  private int free;

  /**
   * @param executor runs requests that had to wait
   */
  RequestSlots(int count, Executor executor) {
    this.free = count;
    this.executor = executor;
  }

  /**
   * @return completes when the caller has a slot, which it must release
   */
  synchronized CompletableFuture<Void> acquire() {
    if (free > 0) {
      free--;
      return CompletableFuture.completedFuture(null);
    }
    CompletableFuture<Void> turn = new CompletableFuture<>();
    waiting.add(turn);
    return turn;
  }

  void release() {
    CompletableFuture<Void> next;
    synchronized (this) {
      next = waiting.poll();
      if (next == null) {
        free++;
        return;
      }
    }
    next.completeAsync(() -> null, executor);
  }

  /**
   * @return slots that nobody has
   */
  synchronized int free() {
    return free;
  }
}
