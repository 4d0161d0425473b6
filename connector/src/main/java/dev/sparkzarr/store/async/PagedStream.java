package dev.sparkzarr.store.async;

import dev.sparkzarr.store.AsyncStore.Page;
import dev.sparkzarr.store.StoreException;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** A listing read page by page, each when it is needed. For one thread. */
final class PagedStream<T> implements Iterator<T> {
  private final Function<Optional<String>, Page<T>> pages;
  private final String place;
  private Page<T> page;
  private Iterator<T> items;

  private PagedStream(Function<Optional<String>, Page<T>> pages, String place) {
    this.pages = pages;
    this.place = place;
    turnTo(pages.apply(Optional.empty()));
  }

  /**
   * @param pages gives the page after a mark, or the first one
   * @param place what is listed, for messages
   */
  static <T> Stream<T> of(Function<Optional<String>, Page<T>> pages, String place) {
    return StreamSupport.stream(
        Spliterators.spliteratorUnknownSize(new PagedStream<>(pages, place), Spliterator.NONNULL),
        false);
  }

  private void turnTo(Page<T> next) {
    page = next;
    items = next.items().iterator();
  }

  @Override
  public boolean hasNext() {
    while (!items.hasNext() && page.next().isPresent()) {
      Optional<String> mark = page.next();
      turnTo(pages.apply(mark));
      if (page.next().equals(mark)) {
        throw new StoreException(
            "Cannot list " + place + ": the store's pages lead back to themselves.");
      }
    }
    return items.hasNext();
  }

  @Override
  public T next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return items.next();
  }
}
