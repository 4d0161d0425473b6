package dev.sparkzarr.store.hadoop;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/** Waits for a file system's answer. */
final class Futures {
  private Futures() {}

  /**
   * @throws IOException what the computation threw, or that this thread was interrupted
   */
  static <T> T await(Future<T> future) throws IOException {
    try {
      return future.get();
    } catch (InterruptedException e) {
      future.cancel(true);
      Thread.currentThread().interrupt();
      throw (IOException) new InterruptedIOException("interrupted").initCause(e);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      if (cause instanceof UncheckedIOException unchecked) {
        throw unchecked.getCause();
      }
      if (cause instanceof IOException thrown) {
        throw thrown;
      }
      if (cause instanceof RuntimeException thrown) {
        throw thrown;
      }
      throw new IOException(cause);
    }
  }
}
