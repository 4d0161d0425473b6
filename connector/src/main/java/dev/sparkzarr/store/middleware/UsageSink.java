package dev.sparkzarr.store.middleware;

import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where the lines of a usage log go. Safe for many threads; no method fails for want of a log. */
public interface UsageSink extends AutoCloseable {
  /** The name of the logger that {@link #logger} writes to. */
  String LOGGER = "dev.sparkzarr.usage";

  /**
   * @param line one line, without its end
   */
  void write(String line);

  /** Idempotent. */
  @Override
  void close();

  /** Lines at level INFO of the logger {@value #LOGGER}. */
  static UsageSink logger() {
    Logger logger = LoggerFactory.getLogger(LOGGER);
    return new UsageSink() {
      @Override
      public void write(String line) {
        logger.info(line);
      }

      @Override
      public void close() {}
    };
  }

  /**
   * Lines at the end of a file, whole ones also where many threads and processes write. Of one JVM
   * all share one open file. When a line cannot be written, that is told once to the logger {@value
   * #LOGGER}, and the file gets no more lines from this JVM until everybody has closed it.
   *
   * @param path a file, which is made if need be; or a directory, where each JVM writes a file of
   *     its own
   * @param kind what {@code path} is; empty: a directory if there is one, otherwise a file
   * @throws dev.sparkzarr.store.StoreException when the file cannot be opened
   */
  static UsageSink file(Path path, Optional<PathKind> kind, UsageFormat format) {
    return UsageFiles.OF_THIS_JVM.use(path, kind, format);
  }

  /** What a path names. */
  enum PathKind {
    FILE,
    DIRECTORY
  }
}
