package dev.sparkzarr.store.middleware;

import dev.sparkzarr.store.ByteRange;
import dev.sparkzarr.store.StoreVerb;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One call of a store, made.
 *
 * @param end when the call ended
 * @param place of the value, or where a listing begins; secrets removed
 * @param ranges what was read of the value; empty when not a range
 * @param sent bytes
 * @param received bytes
 * @param error class and message, secrets removed; empty when there was an answer
 * @param nanos that the call took
 * @param thread name of the one that called
 */
public record UsageRecord(
    Instant end,
    StoreVerb verb,
    String place,
    List<? extends ByteRange> ranges,
    long sent,
    long received,
    Outcome outcome,
    Optional<String> error,
    long nanos,
    String thread) {
  /** How a call ended. */
  public enum Outcome {
    /** The value is there, or what was to be done is done. */
    FOUND,
    /** No value has the key. */
    ABSENT,
    /** It could not be found out, or done. */
    ERROR
  }

  public UsageRecord {
    ranges = List.copyOf(ranges);
  }
}
