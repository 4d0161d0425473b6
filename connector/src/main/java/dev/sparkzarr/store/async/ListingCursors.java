package dev.sparkzarr.store.async;

import dev.sparkzarr.store.AsyncStore.Page;
import dev.sparkzarr.store.StoreException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Listings that were read in part and wait for whoever asks for the next page. At most {@value
 * #MOST} wait; the one left alone longest is given up for another. Safe for many threads.
 */
final class ListingCursors implements AutoCloseable {
  static final int PAGE = 1000;
  static final int MOST = 64;

  private final Map<String, Cursor<?>> waiting = new LinkedHashMap<>();
  private long marks;

  private record Cursor<T>(Stream<T> stream, Iterator<T> items) {}

  /**
   * @param after the mark of the page before; empty for the first page
   * @param listing begins the listing
   * @param <T> what {@code listing} gives; a mark is only for listings of the same
   * @throws StoreException when the mark is not known, or no longer
   */
  <T> Page<T> page(Optional<String> after, Supplier<Stream<T>> listing, String place) {
    Cursor<T> cursor = after.isPresent() ? take(after.get(), place) : begin(listing);
    List<T> items = new ArrayList<>();
    boolean ended = true;
    try {
      while (items.size() < PAGE && cursor.items.hasNext()) {
        items.add(cursor.items.next());
      }
      ended = !cursor.items.hasNext();
    } finally {
      if (ended) {
        cursor.stream.close();
      }
    }
    return new Page<>(items, ended ? Optional.empty() : Optional.of(keep(cursor)));
  }

  private static <T> Cursor<T> begin(Supplier<Stream<T>> listing) {
    Stream<T> stream = listing.get();
    return new Cursor<>(stream, stream.iterator());
  }

  @SuppressWarnings("unchecked") // marks are given back to the method that gave them
  private synchronized <T> Cursor<T> take(String mark, String place) {
    Cursor<?> cursor = waiting.remove(mark);
    if (cursor == null) {
      throw new StoreException(
          "Cannot list "
              + place
              + " any further: the listing was left alone for too long, or read by two. Begin it"
              + " again.");
    }
    return (Cursor<T>) cursor;
  }

  private synchronized String keep(Cursor<?> cursor) {
    if (waiting.size() == MOST) {
      Iterator<Cursor<?>> eldest = waiting.values().iterator();
      eldest.next().stream.close();
      eldest.remove();
    }
    String mark = Long.toString(++marks);
    waiting.put(mark, cursor);
    return mark;
  }

  /** Closes the listings that wait. */
  @Override
  public synchronized void close() {
    waiting.values().forEach(cursor -> cursor.stream.close());
    waiting.clear();
  }
}
