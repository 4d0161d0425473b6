package dev.sparkzarr.store.hadoop;

import dev.sparkzarr.store.Store;
import dev.sparkzarr.store.StoreException;
import dev.sparkzarr.store.StoreLocation;
import dev.sparkzarr.store.StoreProvider;
import java.util.Locale;
import java.util.Optional;

/** Every address that Hadoop has a file system for, after all other providers. */
public final class HadoopStoreProvider implements StoreProvider {
  @Override
  public String name() {
    return "hadoop";
  }

  @Override
  public int priority() {
    return -100;
  }

  /** Hadoop's clients of object stores retry, by settings such as fs.s3a.retry.limit. */
  @Override
  public Retries retries() {
    return Retries.CLIENT;
  }

  /** Hadoop's own http file system knows neither sizes nor ranges: not taken. */
  @Override
  public Optional<Store> open(StoreLocation location) {
    String uri = location.uri().toLowerCase(Locale.ROOT);
    if (uri.startsWith("http:") || uri.startsWith("https:")) {
      return Optional.empty();
    }
    try {
      return Optional.of(HadoopStore.open(location));
    } catch (NoClassDefFoundError e) {
      throw new StoreException(
          "Cannot open store with Hadoop: class "
              + e.getMessage()
              + " is not on the class path. Add the jar of this file system's client, in the"
              + " version of the Hadoop client.",
          e);
    }
  }
}
