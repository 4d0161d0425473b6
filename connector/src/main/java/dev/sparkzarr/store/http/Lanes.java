package dev.sparkzarr.store.http;

import dev.sparkzarr.store.ByteRange;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Function;

/** Reads ranges, some of them at once: whoever is done takes the next. */
final class Lanes<T> {
  private final List<ByteRange.Slice> ranges;
  private final Function<ByteRange.Slice, CompletableFuture<T>> read;
  private final AtomicReferenceArray<T> found;
  private final AtomicInteger next = new AtomicInteger();

  Lanes(List<ByteRange.Slice> ranges, Function<ByteRange.Slice, CompletableFuture<T>> read) {
    this.ranges = ranges;
    this.read = read;
    this.found = new AtomicReferenceArray<>(ranges.size());
  }

  /**
   * @return what was read of each range, in their order; fails when one does
   */
  CompletableFuture<List<T>> run(int atOnce) {
    CompletableFuture<List<T>> all = new CompletableFuture<>();
    CompletableFuture<?>[] lanes = new CompletableFuture<?>[Math.min(atOnce, ranges.size())];
    Arrays.setAll(lanes, i -> takeNext(all));
    CompletableFuture.allOf(lanes)
        .whenComplete(
            (done, error) -> {
              if (error == null) {
                all.complete(results());
              }
            });
    return all;
  }

  private CompletableFuture<Void> takeNext(CompletableFuture<List<T>> all) {
    int index = next.getAndIncrement();
    if (index >= ranges.size() || all.isDone()) {
      return CompletableFuture.completedFuture(null);
    }
    return read.apply(ranges.get(index))
        .whenComplete(
            (value, error) -> {
              if (error == null) {
                found.set(index, value);
              } else {
                // At once: the other lanes need not be waited for.
                all.completeExceptionally(error);
              }
            })
        .thenCompose(value -> takeNext(all));
  }

  private List<T> results() {
    List<T> results = new ArrayList<>(ranges.size());
    for (int i = 0; i < ranges.size(); i++) {
      results.add(found.get(i));
    }
    return results;
  }
}
