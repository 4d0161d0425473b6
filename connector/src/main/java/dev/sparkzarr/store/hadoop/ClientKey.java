package dev.sparkzarr.store.hadoop;

import dev.sparkzarr.store.Secrets;
import dev.sparkzarr.store.StoreLocation;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.security.UserGroupInformation;

/**
 * Which stores may use one client: those of the same file system, with the same settings, for the
 * same Hadoop user, with classes from the same loader. Settings are kept as a digest that means
 * nothing outside this JVM.
 *
 * @param place scheme and authority as the address has them
 * @param loader where the client's classes come from; the thread's
 */
record ClientKey(String place, String settings, UserGroupInformation user, ClassLoader loader) {
  private static final byte[] SALT = new SecureRandom().generateSeed(16);

  static ClientKey of(URI uri, StoreLocation location) throws IOException {
    return new ClientKey(
        uri.getScheme() + "://" + uri.getAuthority(),
        digest(location.settings()),
        UserGroupInformation.getCurrentUser(),
        Thread.currentThread().getContextClassLoader());
  }

  private static String digest(Map<String, String> settings) {
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
    digest.update(SALT);
    new TreeMap<>(settings)
        .forEach(
            (name, value) -> {
              update(digest, name);
              update(digest, value);
            });
    return HexFormat.of().formatHex(digest.digest());
  }

  private static void update(MessageDigest digest, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, bytes.length));
    digest.update(bytes);
  }

  @Override
  public String toString() {
    return Secrets.NONE.hideIn(place) + " of " + user.getShortUserName();
  }
}
