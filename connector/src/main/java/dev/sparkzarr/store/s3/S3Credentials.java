package dev.sparkzarr.store.s3;

import java.util.Optional;

/**
 * A key to S3. Its text shows nothing of it.
 *
 * @param sessionToken of temporary keys
 */
public record S3Credentials(String accessKey, String secretKey, Optional<String> sessionToken) {
  @Override
  public String toString() {
    return "S3Credentials[***]";
  }
}
