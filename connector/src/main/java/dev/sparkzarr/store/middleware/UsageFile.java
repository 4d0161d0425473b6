package dev.sparkzarr.store.middleware;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.slf4j.LoggerFactory;

/**
 * A file that lines are added to: each by one write at the end of the file (POSIX {@code
 * O_APPEND}), so that those of several processes do not mix on a local disk. An interrupted
 * thread's line is written too: the file is not an interruptible channel's. Safe for many threads.
 */
final class UsageFile {
  private final Path path;
  private final FileOutputStream out;
  private boolean broken; // guarded by this

  UsageFile(Path path) throws IOException {
    this.path = path;
    this.out = new FileOutputStream(path.toFile(), true);
  }

  synchronized void write(String line) {
    if (broken) {
      return;
    }
    try {
      out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      broken = true;
      LoggerFactory.getLogger(UsageSink.LOGGER)
          .warn("Cannot write the usage log {}: {}. It gets no more lines.", path, e.toString());
    }
  }

  synchronized void close() {
    broken = true;
    try {
      out.close();
    } catch (IOException e) {
      LoggerFactory.getLogger(UsageSink.LOGGER)
          .warn("Cannot close the usage log {}: {}", path, e.toString());
    }
  }
}
