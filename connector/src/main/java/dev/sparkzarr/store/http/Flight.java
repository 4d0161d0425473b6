package dev.sparkzarr.store.http;

import dev.sparkzarr.store.StoreErrors;
import dev.sparkzarr.store.StoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;

/** The requests of one call of a store, which are given up together. Safe for many threads. */
public final class Flight {
  private final List<CompletableFuture<?>> requests = new ArrayList<>();
  private boolean cancelled;

  /** A new request of this call. */
  public <T> CompletableFuture<T> add(CompletableFuture<T> request) {
    boolean late;
    synchronized (this) {
      late = cancelled;
      if (!late) {
        requests.removeIf(CompletableFuture::isDone);
        requests.add(request);
      }
    }
    if (late) {
      request.cancel(true);
    }
    return request;
  }

  /** Gives up all requests of this call, and those that it would send. */
  public void cancel() {
    List<CompletableFuture<?>> all;
    synchronized (this) {
      cancelled = true;
      all = List.copyOf(requests);
    }
    all.forEach(request -> request.cancel(true));
  }

  /**
   * Makes a call whose answer comes later.
   *
   * @return the answer; when it is cancelled, or fails, its requests are given up
   */
  public static <T> CompletableFuture<T> start(Function<Flight, CompletableFuture<T>> call) {
    Flight flight = new Flight();
    CompletableFuture<T> answer = new CompletableFuture<>();
    answer.whenComplete(
        (value, error) -> {
          if (error != null) {
            flight.cancel();
          }
        });
    call.apply(flight)
        .whenComplete(
            (value, error) -> {
              if (error == null) {
                answer.complete(value);
              } else {
                answer.completeExceptionally(cause(error));
              }
            });
    return answer;
  }

  /**
   * Makes a call and waits for its answer.
   *
   * @param doing such as {@code read}
   * @throws StoreException what the call failed with, or that this thread was interrupted; its
   *     requests are then given up
   */
  public static <T> T await(
      String doing, String place, Function<Flight, CompletableFuture<T>> call) {
    CompletableFuture<T> answer = start(call);
    try {
      return answer.get();
    } catch (InterruptedException e) {
      answer.cancel(true);
      Thread.currentThread().interrupt();
      throw StoreErrors.interrupted(doing, place, e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof StoreException ours) {
        throw ours;
      }
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw StoreErrors.failed(doing, place, e.getCause());
    }
  }

  static Throwable cause(Throwable error) {
    Throwable cause = error;
    while (cause instanceof CompletionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }
}
