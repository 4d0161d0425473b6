package dev.sparkzarr.store.stack;

import dev.sparkzarr.store.Secrets;
import dev.sparkzarr.store.Store;
import dev.sparkzarr.store.StoreException;
import dev.sparkzarr.store.middleware.LogStore;
import dev.sparkzarr.store.middleware.UsageFormat;
import dev.sparkzarr.store.middleware.UsageSink;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Writes down each call.
 *
 * @param target {@value #TO_LOGGER}, or a local path: of a directory, where each JVM writes a file
 *     of its own, when there is one or the path ends in a slash; otherwise of a file
 */
public record UsageLogLayer(String target, UsageFormat format) implements StoreLayer {
  /** The target that is a logger. */
  public static final String TO_LOGGER = "logger";

  @Override
  public StackLevel level() {
    return StackLevel.LOG;
  }

  @Override
  public Store around(Store inner, Ground ground) {
    Secrets secrets = Secrets.of(ground.location().settings());
    return new LogStore(inner, sink(), format, secrets);
  }

  private UsageSink sink() {
    if (target.equals(TO_LOGGER)) {
      return UsageSink.logger();
    }
    if (target.matches("[A-Za-z][A-Za-z0-9+.-]+:.*")) {
      throw new StoreException(
          "Cannot write the usage log "
              + Secrets.NONE.hideIn(target)
              + ": it is an address. Name a local path without a scheme, or "
              + TO_LOGGER
              + ".");
    }
    Optional<UsageSink.PathKind> kind =
        target.endsWith("/") ? Optional.of(UsageSink.PathKind.DIRECTORY) : Optional.empty();
    try {
      return UsageSink.file(Path.of(target), kind, format);
    } catch (InvalidPathException e) {
      throw new StoreException("Cannot write the usage log " + target + ": it is not a path.", e);
    }
  }
}
