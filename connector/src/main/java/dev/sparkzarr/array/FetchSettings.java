package dev.sparkzarr.array;

import dev.sparkzarr.store.RangeMerge;
import java.io.Serializable;

/**
 * How chunks are fetched; each of the first three is the option of the same name with {@code fetch}
 * or {@code merge} before it. Immutable.
 *
 * @param threads that fetch ahead, for each task; 0 fetches on the thread that reads
 * @param bytes that may be fetched or under way and not yet decoded, for each task
 * @param mergeGap ranges of a shard at most this many bytes apart are one request
 * @param versions whether fetched chunks say of which version of their stored object they are, as
 *     far as the store has {@link dev.sparkzarr.store.Store#versions} and the engine asks
 */
public record FetchSettings(int threads, long bytes, long mergeGap, boolean versions)
    implements Serializable {
  /** Eight threads, 64 MiB, gaps up to 1 MiB. */
  public static final FetchSettings DEFAULT = new FetchSettings(8, 64L << 20, 1L << 20);

  public FetchSettings {
    if (threads < 0 || bytes < 0 || mergeGap < 0) {
      throw new IllegalArgumentException(
          "Cannot fetch with threads=" + threads + " bytes=" + bytes + " mergeGap=" + mergeGap);
    }
  }

  /** Versions are not asked for. */
  public FetchSettings(int threads, long bytes, long mergeGap) {
    this(threads, bytes, mergeGap, false);
  }

  /** How neighbouring ranges are merged. */
  RangeMerge merge() {
    return new RangeMerge(mergeGap, RangeMerge.DEFAULT.maxLength());
  }
}
