package dev.sparkzarr.store;

import java.io.Serializable;
import java.util.Map;

/**
 * Where a store is and how to reach it: what travels to executors, which open their own clients.
 * Its text never shows the settings, which may hold credentials, nor those of the address.
 *
 * @param uri as the user wrote it: a local path, or {@code scheme://...}
 * @param settings configuration for the client, such as Hadoop's {@code fs.*} keys
 */
public record StoreLocation(String uri, Map<String, String> settings) implements Serializable {
  public StoreLocation {
    settings = Map.copyOf(settings);
  }

  @Override
  public String toString() {
    return "StoreLocation[" + Secrets.of(settings).hideIn(uri) + "]";
  }
}
