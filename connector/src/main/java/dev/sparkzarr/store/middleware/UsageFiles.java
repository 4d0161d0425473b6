package dev.sparkzarr.store.middleware;

import dev.sparkzarr.store.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;

/** The usage logs that are open in a JVM, each once. Safe for many threads. */
final class UsageFiles {
  static final UsageFiles OF_THIS_JVM =
      new UsageFiles(
          ProcessHandle.current().pid() + "-" + UUID.randomUUID().toString().substring(0, 8));

  private final String jvm;
  private final Map<Path, Shared> open = new HashMap<>();

  /**
   * @param jvm what no other process's files in the same directory are called
   */
  UsageFiles(String jvm) {
    this.jvm = jvm;
  }

  private static final class Shared {
    private final UsageFile file;
    private int users;

    private Shared(UsageFile file) {
      this.file = file;
    }
  }

  synchronized UsageSink use(Path path, Optional<UsageSink.PathKind> kind, UsageFormat format) {
    Path absolute = path.toAbsolutePath().normalize();
    Path file;
    Shared shared;
    try {
      file = file(absolute, kind, format);
      shared = open.get(file);
      if (shared == null) {
        shared = new Shared(new UsageFile(file));
        open.put(file, shared);
      }
    } catch (IOException | SecurityException e) {
      throw new StoreException(
          "Cannot write the usage log "
              + absolute
              + ": "
              + e.getClass().getSimpleName()
              + ": "
              + e.getMessage()
              + ". Name a directory that every executor can write to, or a logger.",
          e);
    }
    shared.users++;
    return new Use(file, shared);
  }

  private Path file(Path path, Optional<UsageSink.PathKind> kind, UsageFormat format)
      throws IOException {
    boolean isDirectory =
        kind.map(given -> given == UsageSink.PathKind.DIRECTORY)
            .orElseGet(() -> Files.isDirectory(path));
    if (!isDirectory) {
      return path;
    }
    Files.createDirectories(path);
    return path.resolve("zarr-usage-" + jvm + "." + format.extension());
  }

  private synchronized void release(Path path, Shared shared) {
    shared.users--;
    if (shared.users == 0) {
      open.remove(path);
      shared.file.close();
    }
  }

  /**
   * @return how many files are open
   */
  synchronized int size() {
    return open.size();
  }

  private final class Use implements UsageSink {
    private final Path path;
    private final Shared shared;
    private final AtomicBoolean closed = new AtomicBoolean();

    private Use(Path path, Shared shared) {
      this.path = path;
      this.shared = shared;
    }

    @Override
    public void write(String line) {
      shared.file.write(line);
    }

    @Override
    public void close() {
      if (closed.compareAndSet(false, true)) {
        release(path, shared);
      }
    }
  }
}
