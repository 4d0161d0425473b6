package dev.sparkzarr.store.hadoop;

import java.util.Locale;

/** Which jar has the file system of an address, where Spark does not ship it. */
final class FileSystemJars {
  private FileSystemJars() {}

  /**
   * @return the jar to add, in words that end a sentence
   */
  static String of(String place) {
    String scheme = place.replaceFirst(":.*", "").toLowerCase(Locale.ROOT);
    return switch (scheme) {
      case "s3a", "s3", "s3n" -> hadoops("hadoop-aws");
      case "abfs", "abfss", "wasb", "wasbs" -> hadoops("hadoop-azure");
      case "gs" -> "com.google.cloud.bigdataoss:gcs-connector, the shaded jar";
      default -> "the jar of its client, in the version of the Hadoop client";
    };
  }

  private static String hadoops(String artifact) {
    return "org.apache.hadoop:"
        + artifact
        + ", in the version of the Hadoop client, and what it needs";
  }
}
