package dev.sparkzarr.dataset;

/** Tells a reading thread to stop, from any thread. Safe for many threads. */
final class StopSign {
  private volatile boolean stopped;

  /** Every {@link #check} from now on raises an error. */
  void stop() {
    stopped = true;
  }

  /**
   * @throws DatasetException when reading was stopped, or the thread was interrupted (its flag
   *     stays set)
   */
  void check() {
    if (stopped) {
      throw new DatasetException(
          "Cannot read on: this partition's reader was closed. Read the partition again.");
    }
    if (Thread.currentThread().isInterrupted()) {
      throw new DatasetException(
          "Cannot read on: the reading thread was interrupted. Read the partition again.");
    }
  }
}
