package dev.sparkzarr.it;

import dev.sparkzarr.it.servers.Versitygw;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * Where tables are written by jobs that die.
 *
 * @param name for messages
 * @param root before the names of tables
 * @param settings of the store's client
 * @param forXarray the same for xarray; empty for a local path
 * @param folder where keys are files
 * @param isExclusive whether conditions of writes are kept, so that of two writers one wins
 */
record KillPlace(
    String name,
    String root,
    Map<String, String> settings,
    Map<String, String> forXarray,
    Path folder,
    boolean isExclusive) {
  static KillPlace local(Path folder) {
    return new KillPlace("disk", folder + "/", Map.of(), Map.of(), folder, true);
  }

  static KillPlace bucket(Versitygw server) {
    return new KillPlace(
        "S3",
        "s3a://" + Versitygw.BUCKET + "/",
        Versitygw.settings(server.port()),
        forXarray(server),
        server.folder(Versitygw.BUCKET),
        true);
  }

  /**
   * A bucket behind a proxy that forgets preconditions. Nothing is signed, for signatures cover
   * them.
   *
   * @param port of the proxy
   */
  static KillPlace ignorant(Versitygw server, String openBucket, int port) {
    Map<String, String> settings = new HashMap<>(Versitygw.settings(port));
    settings.keySet().removeIf(setting -> setting.endsWith(".key"));
    settings.put(
        "fs.s3a.aws.credentials.provider",
        "org.apache.hadoop.fs.s3a.AnonymousAWSCredentialsProvider");
    // The server lets nobody delete many keys by one request unsigned.
    settings.put("fs.s3a.multiobjectdelete.enable", "false");
    return new KillPlace(
        "S3 without preconditions",
        "s3a://" + openBucket + "/",
        settings,
        forXarray(server),
        server.folder(openBucket),
        false);
  }

  private static Map<String, String> forXarray(Versitygw server) {
    return Map.of(
        "endpoint",
        "http://127.0.0.1:" + server.port(),
        "access",
        Versitygw.ACCESS_KEY,
        "secret",
        Versitygw.SECRET_KEY);
  }
}
