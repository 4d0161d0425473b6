package dev.sparkzarr.store.middleware;

import dev.sparkzarr.store.UnavailableException;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Set;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * A listing that is begun again where it fails in the middle. What was given is remembered, for
 * order is not defined. The attempts count anew with each item that is given. For one thread.
 */
final class RetriedListing<T> extends Spliterators.AbstractSpliterator<T> {
  /** Items at most that are remembered: some 20 MiB. */
  static final int MOST_REMEMBERED = 100_000;

  private final Supplier<Stream<T>> listing;
  private final Supplier<Attempts> attempts;
  private final int mostRemembered;
  private final Set<T> given = new HashSet<>();
  private boolean remembersAll = true;
  private Stream<T> stream;
  private Iterator<T> items;

  RetriedListing(Supplier<Stream<T>> listing, Supplier<Attempts> attempts, int mostRemembered) {
    super(Long.MAX_VALUE, Spliterator.NONNULL);
    this.listing = listing;
    this.attempts = attempts;
    this.mostRemembered = mostRemembered;
    this.stream = listing.get();
    this.items = stream.iterator();
  }

  /**
   * @param listing begins it; called here, and again after a failure
   */
  static <T> Stream<T> of(Supplier<Stream<T>> listing, Supplier<Attempts> attempts) {
    return of(listing, attempts, MOST_REMEMBERED);
  }

  static <T> Stream<T> of(
      Supplier<Stream<T>> listing, Supplier<Attempts> attempts, int mostRemembered) {
    RetriedListing<T> retried = new RetriedListing<>(listing, attempts, mostRemembered);
    return StreamSupport.stream(retried, false).onClose(retried::close);
  }

  @Override
  public boolean tryAdvance(Consumer<? super T> action) {
    Attempts left = null;
    while (true) {
      T item;
      try {
        if (!items.hasNext()) {
          return false;
        }
        item = items.next();
      } catch (UnavailableException e) {
        if (!remembersAll) {
          throw e;
        }
        left = left == null ? attempts.get() : left;
        left.pauseAfter(e);
        begin();
        continue;
      }
      if (remember(item)) {
        action.accept(item);
        return true;
      }
    }
  }

  private void begin() {
    stream.close();
    stream = listing.get();
    items = stream.iterator();
  }

  private boolean remember(T item) {
    if (given.size() == mostRemembered) {
      if (given.contains(item)) {
        return false;
      }
      remembersAll = false;
      return true;
    }
    return given.add(item);
  }

  private void close() {
    stream.close();
  }
}
