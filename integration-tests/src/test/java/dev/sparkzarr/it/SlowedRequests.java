package dev.sparkzarr.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Requests that a process has sent to stores of {@link SlowedProvider} so far.
 *
 * @param all of them
 * @param changes those that change something
 * @param documents changes of what readers begin with, and of notes about late deletions: what a
 *     job does at its end
 */
record SlowedRequests(long all, long changes, long documents) {
  /** A system property: a folder, in which a file named by the process grows by each change. */
  static final String TRACE = "slowed.trace";

  private static final AtomicLong ALL = new AtomicLong();
  private static final AtomicLong CHANGES = new AtomicLong();
  private static final AtomicLong DOCUMENTS = new AtomicLong();

  /** Those of this process. */
  static SlowedRequests ofThisProcess() {
    return new SlowedRequests(ALL.get(), CHANGES.get(), DOCUMENTS.get());
  }

  SlowedRequests minus(SlowedRequests before) {
    return new SlowedRequests(
        all - before.all, changes - before.changes, documents - before.documents);
  }

  /** Whether changes are written to a folder, as executors do. */
  static boolean isTraced() {
    return System.getProperty(TRACE) != null;
  }

  /**
   * Counts one that is about to be sent.
   *
   * @param key empty for none
   */
  static void sent(boolean isChange, String key) {
    ALL.incrementAndGet();
    if (!isChange) {
      return;
    }
    CHANGES.incrementAndGet();
    if (key.endsWith("zarr.json") || key.endsWith(".late.json")) {
      DOCUMENTS.incrementAndGet();
    }
    if (isTraced()) {
      trace();
    }
  }

  private static void trace() {
    Path file = Path.of(System.getProperty(TRACE), "" + ProcessHandle.current().pid());
    try {
      Files.write(file, new byte[1], StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
