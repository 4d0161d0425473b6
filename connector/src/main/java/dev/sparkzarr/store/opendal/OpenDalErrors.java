package dev.sparkzarr.store.opendal;

import dev.sparkzarr.ZarrException;
import dev.sparkzarr.store.Secrets;
import dev.sparkzarr.store.StoreErrors;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.opendal.OpenDALException;

/** What OpenDAL throws, as our exceptions. Immutable. */
final class OpenDalErrors {
  private static final Pattern STATUS = Pattern.compile("status: ([1-5][0-9]{2})\\b");

  private final Secrets secrets;

  OpenDalErrors(Secrets secrets) {
    this.secrets = secrets;
  }

  /**
   * @return whether OpenDAL says that no value is there
   */
  static boolean isNotFound(Throwable error) {
    if (!(cause(error) instanceof OpenDALException e)) {
      return false;
    }
    return switch (e.getCode()) {
      case NotFound, IsADirectory, NotADirectory -> true;
      // Of the local file system, which has no code for it (ENOTDIR).
      case Unexpected -> String.valueOf(e.getMessage()).contains("Not a directory (os error 20)");
      default -> false;
    };
  }

  /**
   * @return whether a precondition of a write did not hold
   */
  static boolean isConflict(Throwable error) {
    return cause(error) instanceof OpenDALException e
        && (e.getCode() == OpenDALException.Code.ConditionNotMatch
            || e.getCode() == OpenDALException.Code.AlreadyExists);
  }

  /**
   * @param doing such as {@code read}
   * @param error our own exceptions come back as they are
   */
  ZarrException map(String doing, String place, Throwable error) {
    Throwable cause = cause(error);
    if (cause instanceof ZarrException ours) {
      return ours;
    }
    Throwable hidden = secrets.hideIn(cause);
    if (cause instanceof TimeoutException) {
      return StoreErrors.unavailable(doing, place, hidden);
    }
    if (cause instanceof OpenDALException e) {
      int status = status(e);
      if (e.getCode() == OpenDALException.Code.PermissionDenied || status == 401 || status == 403) {
        return StoreErrors.denied(doing, place, hidden);
      }
      if (e.getCode() == OpenDALException.Code.RateLimited
          || status == 408
          || status == 429
          || status >= 500
          || status == 0 && isTransient(e)) {
        return StoreErrors.unavailable(doing, place, hidden);
      }
    }
    return StoreErrors.failed(doing, place, hidden);
  }

  /** The binding gives it in words only: {@code response: Parts { status: 503, ...}}. */
  private static int status(OpenDALException e) {
    Matcher status = STATUS.matcher(String.valueOf(e.getMessage()));
    return status.find() ? Integer.parseInt(status.group(1)) : 0;
  }

  /** As it stands in the first line: {@code Unexpected (temporary) at read => ...}. */
  private static boolean isTransient(OpenDALException e) {
    return e.getCode() == OpenDALException.Code.Unexpected
        && !String.valueOf(e.getMessage()).startsWith("Unexpected (permanent)");
  }

  private static Throwable cause(Throwable error) {
    Throwable e = error;
    while (e instanceof CompletionException && e.getCause() != null) {
      e = e.getCause();
    }
    return e;
  }
}
