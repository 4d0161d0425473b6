package dev.sparkzarr.store.stack;

import dev.sparkzarr.store.Store;
import dev.sparkzarr.store.middleware.SingleFlightStore;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/**
 * Lets tasks of one JVM that want the same bytes at the same time share a request: those that reach
 * the store with the same settings, so with the same credentials.
 */
public record SingleFlightLayer() implements StoreLayer {
  @Override
  public StackLevel level() {
    return StackLevel.SINGLE_FLIGHT;
  }

  @Override
  public Store around(Store inner, Ground ground) {
    return new SingleFlightStore(inner, digest(ground.location().settings()));
  }

  private static String digest(Map<String, String> settings) {
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
}
