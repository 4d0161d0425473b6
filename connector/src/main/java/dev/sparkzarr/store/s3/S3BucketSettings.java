package dev.sparkzarr.store.s3;

import java.util.HashMap;
import java.util.Map;

/** Settings of one bucket, {@code fs.s3a.bucket.BUCKET.NAME}, over those of all, as in S3A. */
final class S3BucketSettings {
  private static final String ALL = "fs.s3a.";

  private S3BucketSettings() {}

  static Map<String, String> of(String bucket, Map<String, String> settings) {
    String own = ALL + "bucket." + bucket + ".";
    Map<String, String> result = new HashMap<>(settings);
    settings.forEach(
        (name, value) -> {
          if (name.startsWith(own) && !name.equals(own + "impl")) {
            result.put(ALL + name.substring(own.length()), value);
          }
        });
    return result;
  }
}
