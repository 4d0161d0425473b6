package dev.sparkzarr.store.cache;

import dev.sparkzarr.store.StoreKey;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A value of some store, as a cache that serves many stores names it. Immutable.
 *
 * @param origin which store: {@link #origin} of its identity
 * @param key in that store
 */
public record CachedKey(String origin, StoreKey key) {
  /** Hexadecimal digits of a hash: 128 bits. */
  private static final int DIGITS = 32;

  /**
   * @param identity of a store
   * @return a hash of it, 32 hexadecimal digits
   */
  public static String origin(String identity) {
    return hash(identity);
  }

  /** Hashes a text to 32 hexadecimal digits. */
  static String hash(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest).substring(0, DIGITS);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java platform has SHA-256
    }
  }
}
