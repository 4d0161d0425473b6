package dev.sparkzarr.store.hadoop;

import dev.sparkzarr.store.Secrets;
import dev.sparkzarr.store.StoreException;
import dev.sparkzarr.store.StoreKey;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** The root of a Hadoop store: keys to paths, and file system calls with their errors mapped. */
final class HadoopRoot {
  private final FileSystemLease client;
  private final URI root;
  private final String below;
  private final String shown;
  private final HadoopErrors errors;

  /**
   * @param path qualified
   */
  HadoopRoot(FileSystemLease client, Path path, Secrets secrets) {
    this.client = client;
    this.root = path.toUri();
    this.below = root.getPath().endsWith("/") ? root.getPath() : root.getPath() + "/";
    this.shown = secrets.hideIn(path.toString());
    this.errors = new HadoopErrors(secrets);
  }

  /**
   * @throws IOException after the store was closed
   */
  FileSystem fs() throws IOException {
    return client.fs();
  }

  void close() throws IOException {
    client.close();
  }

  String scheme() {
    return root.getScheme();
  }

  String describe() {
    return shown;
  }

  String describe(StoreKey key) {
    return shown.endsWith("/") ? shown + key : shown + "/" + key;
  }

  String describe(Optional<StoreKey> key) {
    return key.map(this::describe).orElse(shown);
  }

  /**
   * @return the key's path, nothing in it parsed or decoded
   * @throws StoreException when the client would take the key for another, and find it absent
   */
  Path path(StoreKey key) {
    if (scheme().equals("ftp") && !key.value().chars().allMatch(c -> c < 0x80)) {
      throw new StoreException(
          "Cannot use "
              + describe(key)
              + ": Hadoop's FTP client would ask for another name, for this one is not ASCII."
              + " Rename it, or use another way to the server.");
    }
    return new Path(root.getScheme(), root.getAuthority(), below + key);
  }

  Path path(Optional<StoreKey> place) {
    return place
        .map(this::path)
        .orElseGet(() -> new Path(root.getScheme(), root.getAuthority(), root.getPath()));
  }

  /**
   * @return the path's text below the root; empty when it is the root, or not below it
   */
  Optional<String> relative(Path path) {
    String text = path.toUri().getPath();
    return text.startsWith(below) && text.length() > below.length()
        ? Optional.of(text.substring(below.length()))
        : Optional.empty();
  }

  interface Call<T> {
    T run() throws IOException;
  }

  /** Runs a call for which everything thrown is a failure. */
  <T> T call(String doing, String place, Call<T> call) {
    try {
      return call.run();
    } catch (IOException | RuntimeException e) {
      throw errors.map(doing, place, e);
    }
  }

  /** Runs a call about one path, for which "not found" means absent. */
  <T> Optional<T> find(String doing, String place, Path path, Call<Optional<T>> call) {
    try {
      return call.run();
    } catch (IOException | RuntimeException e) {
      if (HadoopErrors.isNotFound(e) && !isThereAfterAll(path)) {
        return Optional.empty();
      }
      throw errors.map(doing, place, e);
    }
  }

  /** java.io says "not found" of files that it may not open, or has no handle left for. */
  private boolean isThereAfterAll(Path path) {
    if (!"file".equals(scheme())) {
      return false;
    }
    try {
      FileStatus status = fs().getFileStatus(path);
      return status.isFile();
    } catch (IOException | RuntimeException e) {
      return !HadoopErrors.isNotFound(e);
    }
  }
}
