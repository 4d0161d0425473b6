package dev.sparkzarr.store.middleware;

import dev.sparkzarr.store.StoreKey;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Reads under way, which others may wait for. Safe for many threads. */
final class SharedReads {
  /** Those of all stores of this JVM that have an identity. */
  static final SharedReads OF_THIS_JVM = new SharedReads();

  private final ConcurrentMap<Wanted, SharedRead> underWay = new ConcurrentHashMap<>();

  /**
   * What is read.
   *
   * @param scope who may share; reads of other scopes are others
   * @param what of the value, and in which form: equal for reads that share an answer
   */
  record Wanted(String identity, String scope, StoreKey key, Object what) {
    private String place() {
      return identity + "/" + key;
    }
  }

  /**
   * Reads, or waits for somebody who does.
   *
   * @param read by this thread, if nobody else does
   * @param isGivenUp whether a failure of {@code read} is this reader's own affair
   * @param sharing told when another's answer was taken
   * @param <T> what {@code wanted} is always answered with
   * @return the answer, which others may have too
   * @throws InterruptedException when this thread was interrupted while it waited; the read goes on
   */
  @SuppressWarnings("unchecked") // equal wishes are answered with one type
  <T> Optional<T> read(
      Wanted wanted, Supplier<Optional<T>> read, BooleanSupplier isGivenUp, Runnable sharing)
      throws InterruptedException {
    while (true) {
      SharedRead mine = new SharedRead();
      SharedRead other = underWay.putIfAbsent(wanted, mine);
      if (other == null) {
        return make(wanted, mine, read, isGivenUp);
      }
      if (other.isOfThisThread()) {
        return read.get(); // a wrapper of this kind around another one
      }
      try {
        SharedRead.Landing landing = other.await();
        if (landing.hasAnswer()) {
          sharing.run();
          return (Optional<T>) landing.answer();
        }
      } catch (ExecutionException e) {
        sharing.run();
        throw (RuntimeException) e.getCause();
      }
    }
  }

  private <T> Optional<T> make(
      Wanted wanted, SharedRead shared, Supplier<Optional<T>> read, BooleanSupplier isGivenUp) {
    Optional<T> answer = Optional.empty();
    RuntimeException failure = null;
    boolean hasAnswer = false;
    try {
      answer = read.get();
      hasAnswer = true;
      return answer;
    } catch (RuntimeException e) {
      failure = isGivenUp.getAsBoolean() ? null : e;
      throw e;
    } finally {
      // Removed first: who comes from here on asks anew.
      underWay.remove(wanted, shared);
      if (failure != null) {
        shared.fail(failure);
      } else {
        shared.land(new SharedRead.Landing(hasAnswer, answer));
      }
    }
  }

  /** Lets nobody join reads of this value, or of one below it, that have begun. */
  void forget(String identity, StoreKey key) {
    String place = identity + "/" + key;
    underWay
        .keySet()
        .removeIf(
            wanted -> {
              String other = wanted.place();
              return other.startsWith(place)
                  && (other.length() == place.length() || other.charAt(place.length()) == '/');
            });
  }

  /**
   * @return how many reads can be joined
   */
  int size() {
    return underWay.size();
  }

  /**
   * @return how many readers wait for another, roughly
   */
  int waiting() {
    return underWay.values().stream().mapToInt(SharedRead::waiting).sum();
  }
}
