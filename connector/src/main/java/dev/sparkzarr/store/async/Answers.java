package dev.sparkzarr.store.async;

import dev.sparkzarr.store.StoreErrors;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/** Waiting for what an asynchronous client answers. */
final class Answers {
  private Answers() {}

  /**
   * Waits. When this thread is interrupted, the request is cancelled.
   *
   * @param doing such as {@code read}
   * @param place what it is done with
   * @throws RuntimeException what the request failed with; our exceptions as they are
   */
  static <T> T await(CompletableFuture<T> answer, String doing, String place) {
    try {
      return answer.get();
    } catch (InterruptedException e) {
      answer.cancel(true);
      Thread.currentThread().interrupt();
      throw StoreErrors.interrupted(doing, place, e);
    } catch (CancellationException e) {
      throw StoreErrors.failed(doing, place, e);
    } catch (ExecutionException e) {
      throw unwrapped(e.getCause(), doing, place);
    }
  }

  private static RuntimeException unwrapped(Throwable failure, String doing, String place) {
    Throwable cause = failure;
    while (cause instanceof CompletionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    if (cause instanceof Error error) {
      throw error;
    }
    return cause instanceof RuntimeException known && !(known instanceof CompletionException)
        ? known
        : StoreErrors.failed(doing, place, cause);
  }
}
