package dev.sparkzarr.store.middleware;

import dev.sparkzarr.store.ByteRange;
import dev.sparkzarr.store.StoreKey;
import dev.sparkzarr.store.StoreVerb;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/**
 * One call of a store, not yet made.
 *
 * @param key empty for a listing of the root; of two keys the one read from
 * @param ranges what is read of the value, merged: one request each; empty when not a range
 * @param bytesSent with the call
 * @param call makes it; may be called again
 * @param measure bytes that an answer brought; negative when it says that there is no such value
 */
public record StoreCall<T>(
    StoreVerb verb,
    Optional<StoreKey> key,
    List<? extends ByteRange> ranges,
    long bytesSent,
    Supplier<T> call,
    ToLongFunction<T> measure) {
  public StoreCall {
    ranges = List.copyOf(ranges);
  }

  /** Makes the call. */
  public T send() {
    return call.get();
  }

  /**
   * @return how many requests it is, at least one
   */
  public int requests() {
    return Math.max(1, ranges.size());
  }

  /**
   * @return whether the answer says that no value has the key
   */
  public boolean isAbsent(T answer) {
    return measure.applyAsLong(answer) < 0;
  }

  /**
   * @return bytes that the answer brought
   */
  public long bytesReceived(T answer) {
    return Math.max(0, measure.applyAsLong(answer));
  }
}
