package dev.sparkzarr.store.hadoop;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.hadoop.fs.FileSystem;

/** One store's hold on a file system client. Safe for many threads. */
final class FileSystemLease implements AutoCloseable {
  private final FileSystem fs;
  private final End end;
  private final AtomicBoolean closed = new AtomicBoolean();

  /** What is done when the hold ends. */
  @FunctionalInterface
  interface End {
    void run() throws IOException;
  }

  FileSystemLease(FileSystem fs, End end) {
    this.fs = fs;
    this.end = end;
  }

  /** A client that nobody else has: closed with the lease. */
  static FileSystemLease own(FileSystem fs) {
    return new FileSystemLease(fs, fs::close);
  }

  /**
   * @throws IOException after {@link #close}
   */
  FileSystem fs() throws IOException {
    if (closed.get()) {
      throw new IOException("the store is closed");
    }
    return fs;
  }

  /** Gives the client back; does nothing the second time. */
  @Override
  public void close() throws IOException {
    if (closed.compareAndSet(false, true)) {
      end.run();
    }
  }
}
