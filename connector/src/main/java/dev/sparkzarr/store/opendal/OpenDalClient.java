package dev.sparkzarr.store.opendal;

import dev.sparkzarr.store.StoreException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.opendal.AsyncOperator;

/**
 * The operator of a store, with all errors mapped and every answer bounded in time: OpenDAL itself
 * waits for a silent server for ever. Two things would end the JVM, and are kept from happening:
 * that the operator is freed while a request is under way (the last one to end frees it), and that
 * a future of OpenDAL's is completed or cancelled by anybody else (only copies are given away).
 */
final class OpenDalClient {
  private final AsyncOperator operator;
  private final OpenDalErrors errors;
  private final Duration patience;
  private int underWay;
  private boolean isClosed;

  OpenDalClient(AsyncOperator operator, OpenDalErrors errors, Duration patience) {
    this.operator = operator;
    this.errors = errors;
    this.patience = patience;
  }

  /** Asks for something for which everything thrown is a failure. */
  <T> CompletableFuture<T> call(
      String doing, String place, Function<AsyncOperator, CompletableFuture<T>> request) {
    return send(request)
        .handle(
            (value, error) -> {
              if (error != null) {
                throw errors.map(doing, place, error);
              }
              return value;
            });
  }

  /** Asks about one path, for which "not found" means absent. */
  <T> CompletableFuture<Optional<T>> find(
      String doing, String place, Function<AsyncOperator, CompletableFuture<T>> request) {
    return send(request)
        .handle(
            (value, error) -> {
              if (error == null) {
                return Optional.of(value);
              }
              if (OpenDalErrors.isNotFound(error)) {
                return Optional.empty();
              }
              throw errors.map(doing, place, error);
            });
  }

  /** Asks for a write with a precondition: whether it was done. */
  CompletableFuture<Boolean> attempt(
      String doing, String place, Function<AsyncOperator, CompletableFuture<Void>> request) {
    return send(request)
        .handle(
            (value, error) -> {
              if (error != null && !OpenDalErrors.isConflict(error)) {
                throw errors.map(doing, place, error);
              }
              return error == null;
            });
  }

  private <T> CompletableFuture<T> send(Function<AsyncOperator, CompletableFuture<T>> request) {
    synchronized (this) {
      if (isClosed) {
        return CompletableFuture.failedFuture(
            new StoreException("Cannot use a store of OpenDAL: it is closed."));
      }
      underWay++;
    }
    CompletableFuture<T> answer;
    try {
      answer = request.apply(operator);
    } catch (RuntimeException e) {
      ended();
      return CompletableFuture.failedFuture(e);
    }
    CompletableFuture<T> copy = answer.copy().orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS);
    answer.whenComplete((value, error) -> ended());
    return copy;
  }

  private void ended() {
    synchronized (this) {
      underWay--;
      if (!isClosed || underWay > 0) {
        return;
      }
    }
    // Not on OpenDAL's thread, which is still busy with this request.
    ForkJoinPool.commonPool().execute(operator::close);
  }

  void close() {
    synchronized (this) {
      if (isClosed) {
        return;
      }
      isClosed = true;
      if (underWay > 0) {
        return;
      }
    }
    operator.close();
  }
}
