package dev.sparkzarr.store.hadoop;

import dev.sparkzarr.ZarrException;
import dev.sparkzarr.store.ConflictException;
import dev.sparkzarr.store.Secrets;
import dev.sparkzarr.store.StoreErrors;
import dev.sparkzarr.store.StoreException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.NoSuchFileException;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.apache.hadoop.ipc.RemoteException;

/**
 * What file systems throw, as our exceptions. Vendors' classes are known by name and by the HTTP
 * status they carry, never by type. Immutable.
 */
final class HadoopErrors {
  private static final int DEPTH = 12;
  private static final Set<String> DENIED =
      Set.of(
          "AccessControlException",
          "AccessDeniedException",
          "AuthorizationException",
          "CredentialInitializationException",
          "InvalidToken",
          "NoAuthWithAWSException",
          "NoAwsCredentialsException",
          "SaslException");
  private static final Set<String> UNAVAILABLE =
      Set.of(
          "AWSServiceThrottledException",
          "AWSStatus500Exception",
          "ApiCallAttemptTimeoutException",
          "ApiCallTimeoutException",
          "BlockMissingException",
          "ConnectTimeoutException",
          "ConnectionPoolTimeoutException",
          "NoHttpResponseException",
          "RetriableException",
          "SafeModeException",
          "StandbyException");

  private final Secrets secrets;

  HadoopErrors(Secrets secrets) {
    this.secrets = secrets;
  }

  /**
   * @return whether the file system says that nothing is there
   */
  static boolean isNotFound(Throwable error) {
    Throwable e = error;
    while ((e instanceof UncheckedIOException || e instanceof ExecutionException)
        && e.getCause() != null) {
      e = e.getCause();
    }
    return e instanceof FileNotFoundException || e instanceof NoSuchFileException || isBelowFile(e);
  }

  /** HDFS says so, in words, when a parent is a file. */
  private static boolean isBelowFile(Throwable e) {
    return nameOf(e).equals("AccessControlException")
        && e.getMessage() != null
        && e.getMessage().contains("(is not a directory)");
  }

  /**
   * @param doing such as {@code read}
   * @param error what the file system threw; our own exceptions come back as they are
   */
  ZarrException map(String doing, String place, Throwable error) {
    if (error instanceof ZarrException ours) {
      return ours;
    }
    Throwable cause = secrets.hideIn(error);
    if (isInterruption(error)) {
      return StoreErrors.interrupted(doing, place, cause);
    }
    Throwable e = error;
    for (int depth = 0; e != null && depth < DEPTH; depth++, e = e.getCause()) {
      int status = HttpStatus.of(e);
      String name = nameOf(e);
      if (DENIED.contains(name) || status == 401 || status == 403 || isDeniedFile(e)) {
        return StoreErrors.denied(doing, place, cause);
      }
      if (status == 412) {
        return new ConflictException(
            "Cannot "
                + doing
                + " "
                + place
                + ": another writer came first. Read what is there now before writing again.",
            cause);
      }
      if (UNAVAILABLE.contains(name)
          || isNetwork(e)
          || status == 408
          || status == 429
          || status >= 500) {
        return StoreErrors.unavailable(doing, place, cause);
      }
    }
    String message = String.valueOf(error.getMessage());
    if (message.contains("No operations allowed on this path")) {
      return new StoreException(
          "Cannot "
              + doing
              + " "
              + place
              + ": this file system does not serve it. Write the path of a volume as"
              + " /Volumes/CATALOG/SCHEMA/VOLUME/...",
          cause);
    }
    return StoreErrors.failed(doing, place, cause);
  }

  private static boolean isInterruption(Throwable error) {
    return error instanceof ClosedByInterruptException
        || error instanceof InterruptedException
        || error instanceof CancellationException
        || error instanceof InterruptedIOException && !isNetwork(error)
        || Thread.currentThread().isInterrupted() && error instanceof IOException;
  }

  private static boolean isNetwork(Throwable e) {
    return e instanceof SocketTimeoutException
        || e instanceof ConnectException
        || e instanceof NoRouteToHostException
        || e instanceof UnknownHostException
        || e instanceof SocketException
        || e instanceof TimeoutException
        || nameOf(e).equals("ConnectTimeoutException");
  }

  /** {@code java.io} says it only in words. */
  private static boolean isDeniedFile(Throwable e) {
    return e instanceof FileNotFoundException
        && e.getMessage() != null
        && e.getMessage().endsWith("(Permission denied)");
  }

  private static String nameOf(Throwable e) {
    if (e instanceof RemoteException remote && remote.getClassName() != null) {
      String name = remote.getClassName();
      return name.substring(Math.max(name.lastIndexOf('.'), name.lastIndexOf('$')) + 1);
    }
    return e.getClass().getSimpleName();
  }
}
