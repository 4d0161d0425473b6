package dev.sparkzarr.store.hadoop;

import dev.sparkzarr.store.StoreException;
import dev.sparkzarr.store.StoreLocation;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Clients of Hadoop file systems, shared or not. Setting {@code fs.sparkzarr.clients} says {@code
 * shared} or {@code separate}. Without it a client is shared when its class is Hadoop's or Google's
 * own, whose credentials are those of the settings and of the Hadoop user, and {@code
 * fs.SCHEME.impl.disable.cache} is not set: a platform's own class may serve the task that runs, so
 * each store has its own.
 */
final class HadoopClients {
  private static final String CLIENTS = "fs.sparkzarr.clients";
  private static final List<String> SHAREABLE =
      List.of("org.apache.hadoop.", "com.google.cloud.hadoop.");

  private HadoopClients() {}

  /**
   * A client and the store's root in it.
   *
   * @param root qualified
   */
  record Opened(FileSystemLease client, Path root) {}

  static Opened open(StoreLocation location) throws IOException {
    Path path = new Path(location.uri());
    FileSystemLease client = lease(path, location);
    try {
      URI uri = path.toUri();
      FileSystem fs = client.fs();
      boolean isS3 = "s3".equals(uri.getScheme()) && "s3a".equals(fs.getUri().getScheme());
      Path root = isS3 ? new Path("s3a", uri.getAuthority(), uri.getPath()) : path;
      return new Opened(client, fs.makeQualified(root));
    } catch (IOException | RuntimeException e) {
      client.close();
      throw e;
    }
  }

  private static FileSystemLease lease(Path path, StoreLocation location) throws IOException {
    ClientKey key = ClientKey.of(path.toUri(), location);
    if (SharedFileSystems.OF_JVM.has(key)) {
      return SharedFileSystems.OF_JVM.lease(key, () -> open(path, location, true));
    }
    Configuration configuration = HadoopSettings.configuration(location.settings());
    return isShared(place(path, configuration), configuration)
        ? SharedFileSystems.OF_JVM.lease(key, () -> open(path, location, true))
        : FileSystemLease.own(open(path, location, false));
  }

  private static boolean isShared(URI uri, Configuration configuration) throws IOException {
    String wanted = configuration.getTrimmed(CLIENTS, "");
    if (wanted.equals("shared") || wanted.equals("separate")) {
      return wanted.equals("shared");
    }
    if (!wanted.isEmpty()) {
      throw new StoreException(
          "Cannot open store with "
              + CLIENTS
              + "="
              + wanted
              + ": it is shared or separate. Correct the option, or leave it out.");
    }
    String name = FileSystem.getFileSystemClass(uri.getScheme(), configuration).getName();
    return !configuration.getBoolean(disableCache(uri), false)
        && SHAREABLE.stream().anyMatch(name::startsWith);
  }

  private static FileSystem open(Path path, StoreLocation location, boolean isShared)
      throws IOException {
    Configuration configuration = HadoopSettings.configuration(location.settings());
    URI uri = place(path, configuration);
    if (uri.getScheme().startsWith("s3")) {
      forceSafeStreams(configuration, location.settings());
      if (isShared) {
        shareConnections(configuration, location.settings());
      }
    }
    // Neither found in Hadoop's cache nor put there, where anybody may close it.
    configuration.setBoolean(disableCache(uri), true);
    FileSystem fs = FileSystem.get(uri, configuration);
    // Checksum files beside the values are neither kept nor believed.
    return fs instanceof LocalFileSystem local ? local.getRaw() : fs;
  }

  private static String disableCache(URI uri) {
    return "fs." + uri.getScheme() + ".impl.disable.cache";
  }

  /** Nobody but vendors configures {@code s3:}; s3a is then meant. */
  private static URI place(Path path, Configuration configuration) {
    URI uri = path.toUri();
    if (uri.getScheme() == null) {
      return FileSystem.getDefaultUri(configuration);
    }
    boolean isUnknown =
        "s3".equals(uri.getScheme()) && configuration.get("fs.s3.impl", "").isEmpty();
    return isUnknown ? new Path("s3a", uri.getAuthority(), uri.getPath()).toUri() : uri;
  }

  /** The analytics stream of S3A may answer from memory what has been replaced since. */
  private static void forceSafeStreams(Configuration configuration, Map<String, String> settings) {
    configuration.set("fs.s3a.input.stream.type", "classic");
    if (!settings.containsKey("fs.s3a.experimental.input.fadvise")) {
      configuration.set("fs.s3a.experimental.input.fadvise", "random");
    }
  }

  /** As newer Hadoops have it: with 96 the tasks of a large executor would wait in line. */
  private static void shareConnections(Configuration configuration, Map<String, String> settings) {
    if (!settings.containsKey("fs.s3a.connection.maximum")) {
      configuration.setInt(
          "fs.s3a.connection.maximum",
          Math.max(500, configuration.getInt("fs.s3a.connection.maximum", 0)));
    }
  }
}
