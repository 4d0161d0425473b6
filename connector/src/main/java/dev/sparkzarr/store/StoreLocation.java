package dev.sparkzarr.store;

import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

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

  /**
   * @return equal for equal settings, so for the same credentials; tells nothing of them
   */
  public String settingsDigest() {
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
    new TreeMap<>(settings)
        .forEach(
            (name, value) -> {
              // Lengths first: no two settings have the same bytes.
              String text = name.length() + ":" + name + value.length() + ":" + value;
              digest.update(text.getBytes(StandardCharsets.UTF_8));
            });
    return HexFormat.of().formatHex(digest.digest());
  }

  @Override
  public String toString() {
    return "StoreLocation[" + Secrets.of(settings).hideIn(uri) + "]";
  }
}
