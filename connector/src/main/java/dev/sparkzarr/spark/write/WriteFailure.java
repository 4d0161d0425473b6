package dev.sparkzarr.spark.write;

import dev.sparkzarr.ZarrException;

/** What a failed job is reported as. */
final class WriteFailure {
  private static final int DEEPEST = 50;

  private WriteFailure() {}

  /**
   * Throws what stopped a job: this library's own error, with Spark's report of it beside it, or
   * else what was given, checked exceptions of Spark's too.
   *
   * @param failure as it was caught
   * @return never
   */
  static RuntimeException rethrow(Exception failure) {
    Throwable cause = failure;
    for (int depth = 0; cause != null && depth < DEEPEST; depth++) {
      if (cause instanceof ZarrException reason) {
        if (reason != failure) {
          reason.addSuppressed(failure);
        }
        throw reason;
      }
      cause = cause.getCause();
    }
    throw WriteFailure.<RuntimeException>unchecked(failure);
  }

  @SuppressWarnings("unchecked")
  private static <E extends Exception> E unchecked(Exception failure) throws E {
    throw (E) failure;
  }
}
