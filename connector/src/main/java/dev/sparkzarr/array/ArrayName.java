package dev.sparkzarr.array;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * Which array of which store, read how: a hash, as documents may be long. Immutable.
 *
 * @param digest hexadecimal
 */
record ArrayName(String digest) {
  /**
   * @param identity of the store
   * @param scope of the readers, as {@link DecodedSettings#scope}
   */
  static ArrayName of(String identity, String scope, BoundArray array) {
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java platform has SHA-256
    }
    String document = array.metadata().document();
    for (String part : List.of(identity, scope, array.path().value(), document)) {
      // Lengths first: no two lists of parts have the same bytes.
      digest.update((part.length() + ":" + part).getBytes(StandardCharsets.UTF_8));
    }
    return new ArrayName(HexFormat.of().formatHex(digest.digest()));
  }
}
