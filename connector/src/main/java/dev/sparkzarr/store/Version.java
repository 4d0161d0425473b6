package dev.sparkzarr.store;

/**
 * Which state of a value: equal versions of a key mean equal bytes. An entity tag of S3 or HTTP, a
 * generation of GCS, or what a file system knows of a file. Immutable; means nothing to another
 * store or key.
 *
 * @param token as the store gave it; not empty
 */
public record Version(String token) {
  public Version {
    if (token.isEmpty()) {
      throw new IllegalArgumentException("a version without a token");
    }
  }

  @Override
  public String toString() {
    return token;
  }
}
