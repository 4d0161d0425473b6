package dev.sparkzarr.store.opendal;

import dev.sparkzarr.store.Secrets;
import dev.sparkzarr.store.Store;
import dev.sparkzarr.store.StoreException;
import dev.sparkzarr.store.StoreLocation;
import dev.sparkzarr.store.StoreProvider;
import dev.sparkzarr.store.async.BlockingStore;
import java.util.Locale;
import java.util.Optional;

/**
 * {@code webdav://}, {@code webdavs://} and {@code opendal+SERVICE://}. Without OpenDAL's jars such
 * an address is an error that names them.
 */
public final class OpenDalStoreProvider implements StoreProvider {
  private static final String VERSION = "0.48.2";

  @Override
  public String name() {
    return "opendal";
  }

  @Override
  public int priority() {
    return 0;
  }

  @Override
  public Optional<Store> open(StoreLocation location) {
    Optional<OpenDalAddress> address = OpenDalAddress.of(location);
    if (address.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(new BlockingStore(OpenDalStore.open(address.get(), location)));
    } catch (LinkageError e) {
      throw new StoreException(
          "Cannot open store "
              + Secrets.of(location.settings()).hideIn(location.uri())
              + ": OpenDAL is not on the class path, or not its library for this machine. Add"
              + " org.apache.opendal:opendal:"
              + VERSION
              + " and, of the same version, the jar with the classifier "
              + classifier()
              + ".",
          e);
    }
  }

  /** As OpenDAL names its native jars. */
  private static String classifier() {
    String os = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    String processor = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
    return (os.startsWith("mac") ? "osx" : os.startsWith("windows") ? "windows" : "linux")
        + (processor.equals("aarch64") || processor.equals("arm64") ? "-aarch_64" : "-x86_64");
  }
}
