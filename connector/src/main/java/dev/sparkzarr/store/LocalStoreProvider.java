package dev.sparkzarr.store;

import java.util.Optional;

/** Plain paths, {@code file:} and mounted volumes. */
public final class LocalStoreProvider implements StoreProvider {
  /** Setting: {@code true} reads past the system's page cache. */
  public static final String DIRECT = "fs.sparkzarr.directReads";

  /** Setting: directories with mounted volumes, joined by commas, instead of the known ones. */
  public static final String VOLUMES = "fs.sparkzarr.volumes";

  @Override
  public String name() {
    return "local";
  }

  @Override
  public int priority() {
    return 0;
  }

  @Override
  public Optional<Store> open(StoreLocation location) {
    Optional<String> path = Address.localPath(location);
    if (path.isEmpty()) {
      return Optional.empty();
    }
    boolean mounted = Address.isVolume(location, path.get());
    if (!isDirect(location)) {
      return Optional.of(mounted ? LocalStore.mounted(path.get()) : LocalStore.at(path.get()));
    }
    if (mounted) {
      throw new StoreException(
          "Cannot open store "
              + path.get()
              + " with "
              + DIRECT
              + ": it is on a mounted volume, which has no page cache to pass by. Leave it out.");
    }
    return Optional.of(LocalStore.direct(path.get()));
  }

  @Override
  public Optional<String> rule(StoreLocation location) {
    return Address.rule(location);
  }

  private static boolean isDirect(StoreLocation location) {
    String value = location.settings().getOrDefault(DIRECT, "false").strip();
    if (!value.equalsIgnoreCase("true") && !value.equalsIgnoreCase("false")) {
      throw new StoreException(
          "Cannot use setting " + DIRECT + ": '" + value + "' is neither true nor false.");
    }
    return value.equalsIgnoreCase("true");
  }
}
