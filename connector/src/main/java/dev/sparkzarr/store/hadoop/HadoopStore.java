package dev.sparkzarr.store.hadoop;

import dev.sparkzarr.store.BasicStore;
import dev.sparkzarr.store.Creates;
import dev.sparkzarr.store.Deletes;
import dev.sparkzarr.store.Listing;
import dev.sparkzarr.store.RangeReads;
import dev.sparkzarr.store.Renames;
import dev.sparkzarr.store.Secrets;
import dev.sparkzarr.store.Stats;
import dev.sparkzarr.store.StoreException;
import dev.sparkzarr.store.StoreKey;
import dev.sparkzarr.store.StoreLocation;
import dev.sparkzarr.store.Versions;
import dev.sparkzarr.store.Writes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.hadoop.security.UserGroupInformation;

/**
 * A directory, or a prefix of a bucket, of a Hadoop file system. Its client is shared with stores
 * of the same settings only ({@link SharedFileSystems}), never through Hadoop's cache, so the
 * settings given are the ones in force.
 */
public final class HadoopStore extends BasicStore {
  private final HadoopRoot root;
  private final HadoopReads reads;
  private final String identity;
  private final String client;

  private HadoopStore(HadoopRoot root, String identity, String client) {
    this.root = root;
    this.reads = new HadoopReads(root);
    this.identity = identity;
    this.client = client;
  }

  /**
   * Opens a store; what is at the path is not asked.
   *
   * @param location a path, on the file system of {@code fs.defaultFS}, or {@code scheme://...};
   *     taken literally, nothing decoded
   * @throws StoreException when there is no such file system or it refuses its settings
   */
  public static HadoopStore open(StoreLocation location) {
    Secrets secrets = Secrets.of(location.settings());
    try {
      HadoopClients.Opened opened = HadoopClients.open(location);
      return new HadoopStore(
          new HadoopRoot(opened.client(), opened.root(), secrets),
          identity(secrets.hideIn(opened.root().toString()), location),
          opened.client().fs().getClass().getName());
    } catch (IOException | RuntimeException e) {
      throw opening(secrets.hideIn(location.uri()), secrets, e);
    }
  }

  /**
   * The same path behind another endpoint is another store, and so is that of another Hadoop user,
   * who may not be allowed what was kept for the first.
   */
  private static String identity(String root, StoreLocation location) throws IOException {
    Map<String, String> places = new TreeMap<>();
    location
        .settings()
        .forEach(
            (name, value) -> {
              if (name.contains("endpoint")
                  || name.contains("nameservices")
                  || name.contains("rpc-address")) {
                places.put(name, value);
              }
            });
    return "hadoop:"
        + root
        + (places.isEmpty() ? "" : " " + Secrets.NONE.hideIn(places.toString()))
        + " as "
        + UserGroupInformation.getCurrentUser().getUserName();
  }

  private static StoreException opening(String place, Secrets secrets, Exception e) {
    if (e instanceof StoreException ours) {
      return ours;
    }
    Throwable cause = secrets.hideIn(e);
    String text = String.valueOf(e);
    if (text.contains("No FileSystem for scheme") || text.contains("ClassNotFoundException")) {
      return new StoreException(
          "Cannot open store "
              + place
              + ": Hadoop has no file system for it ("
              + cause.getMessage()
              + "). Check the scheme, or add "
              + FileSystemJars.of(place)
              + ".",
          cause);
    }
    return (StoreException) new HadoopErrors(secrets).map("open store", place, e);
  }

  /**
   * @return the class of Hadoop's file system that serves the store
   */
  public String client() {
    return client;
  }

  @Override
  public Optional<ByteBuffer> get(StoreKey key, long limit) {
    return reads.get(key, limit);
  }

  @Override
  public String describe(StoreKey key) {
    return root.describe(key);
  }

  @Override
  public String describe() {
    return root.describe();
  }

  @Override
  public Optional<String> identity() {
    return Optional.of(identity);
  }

  /** Absent where a stream cannot start in the middle. */
  @Override
  public Optional<RangeReads> ranges() {
    return HadoopReads.hasRanges(root) ? Optional.of(reads) : Optional.empty();
  }

  @Override
  public Optional<Stats> stats() {
    return Optional.of(reads);
  }

  /** On HDFS. */
  @Override
  public Optional<Versions> versions() {
    return HadoopVersions.of(root, reads).map(versions -> versions);
  }

  @Override
  public Optional<Listing> listing() {
    return Optional.of(new HadoopListing(root));
  }

  /** Absent on file systems that cannot replace a file as a whole, such as ftp. */
  @Override
  public Optional<Writes> writes() {
    return HadoopWrites.of(root).map(writes -> writes);
  }

  /** On HDFS. */
  @Override
  public Optional<Creates> creates() {
    return HadoopCreates.of(root).map(creates -> creates);
  }

  /** On HDFS. */
  @Override
  public Optional<Renames> renames() {
    return HadoopRenames.of(root).map(renames -> renames);
  }

  @Override
  public Optional<Deletes> deletes() {
    return Optional.of(new HadoopDeletes(root));
  }

  @Override
  public void close() {
    root.call(
        "close",
        root.describe(),
        () -> {
          root.close();
          return null;
        });
  }
}
