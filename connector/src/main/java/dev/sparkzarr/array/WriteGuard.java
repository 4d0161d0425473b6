package dev.sparkzarr.array;

/**
 * Asked right before every request that changes a stored object: whether the writer still may. A
 * writer that lost its claim, or whose task was killed, sends nothing more. What remains is the
 * time that the one request takes. Safe for many threads.
 */
@FunctionalInterface
public interface WriteGuard {
  /** Never objects. */
  WriteGuard NONE = () -> {};

  /**
   * @throws dev.sparkzarr.ZarrException when the request is not to be sent
   */
  void check();
}
