package dev.sparkzarr.array;

import dev.sparkzarr.store.StoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

/**
 * Makes many requests at a time, on threads that live as long as one call. Immutable.
 *
 * @param threads how many at most; with 0 the caller's thread makes them one after another
 */
record ParallelRequests(int threads) {
  /**
   * Applies a function to each item.
   *
   * @return the results in the order of the items
   * @throws RuntimeException what the function threw for the first item for which it threw; the
   *     others are interrupted
   * @throws StoreException when this thread is interrupted
   */
  <A, B> List<B> map(List<A> items, Function<A, B> request) {
    if (threads == 0 || items.size() < 2) {
      return items.stream().map(request).toList();
    }
    ClassLoader loader = Thread.currentThread().getContextClassLoader();
    ExecutorService pool =
        Executors.newFixedThreadPool(
            Math.min(threads, items.size()),
            work -> {
              Thread thread = new Thread(work, "zarr-metadata");
              thread.setDaemon(true);
              thread.setContextClassLoader(loader);
              return thread;
            });
    try {
      List<Future<B>> futures = new ArrayList<>(items.size());
      for (A item : items) {
        futures.add(pool.submit(() -> request.apply(item)));
      }
      List<B> results = new ArrayList<>(items.size());
      for (Future<B> future : futures) {
        results.add(result(future));
      }
      return results;
    } finally {
      pool.shutdownNow();
    }
  }

  private static <B> B result(Future<B> future) {
    try {
      return future.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw (RuntimeException) e.getCause();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreException("Cannot read metadata: the thread was interrupted.", e);
    }
  }
}
