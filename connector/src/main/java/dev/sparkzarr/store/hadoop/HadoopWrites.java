package dev.sparkzarr.store.hadoop;

import dev.sparkzarr.store.StoreException;
import dev.sparkzarr.store.StoreKey;
import dev.sparkzarr.store.Writes;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.Path;

/**
 * Writes of Hadoop files. Where a file is seen while it is written, a temporary file in the same
 * directory is written and renamed over the old value; an object store shows an object when its
 * stream is closed.
 */
final class HadoopWrites implements Writes {
  /** Renames replace a file at once here, and what is being written can be seen. */
  static final Set<String> RENAMING = Set.of("file", "hdfs", "webhdfs", "swebhdfs");

  // Neither a rename that replaces nor a write that shows at its end.
  private static final Set<String> NEITHER = Set.of("ftp", "sftp", "har", "viewfs");
  private static final Pattern TEMPORARY = Pattern.compile("\\.sparkzarr-[0-9a-f-]{36}\\.tmp");
  private static final int STEP = 1 << 20;

  private final HadoopRoot root;

  private HadoopWrites(HadoopRoot root) {
    this.root = root;
  }

  /**
   * @return empty where a value cannot be replaced as a whole
   */
  static Optional<HadoopWrites> of(HadoopRoot root) {
    return NEITHER.contains(root.scheme()) ? Optional.empty() : Optional.of(new HadoopWrites(root));
  }

  /** Names of files under way; never keys. */
  static boolean isTemporary(String name) {
    return TEMPORARY.matcher(name).matches();
  }

  /**
   * @return the key's path
   * @throws StoreException when the name is kept for files under way
   */
  Path path(StoreKey key) {
    Path path = root.path(key);
    if (isTemporary(path.getName())) {
      throw new StoreException(
          "Cannot write " + root.describe(key) + ": this name is kept for files under way.");
    }
    return path;
  }

  @Override
  public void put(StoreKey key, ByteBuffer bytes) {
    Path path = path(key);
    root.call(
        "write",
        root.describe(key),
        () -> {
          if (RENAMING.contains(root.scheme())) {
            throughTemporary(path, bytes.duplicate(), temporary -> rename(key, temporary, path));
          } else {
            write(path, true, bytes.duplicate());
          }
          return null;
        });
  }

  /** Gives a temporary file its name. */
  @FunctionalInterface
  interface Naming {
    void of(Path temporary) throws IOException;
  }

  /** Writes a file in the same directory, which is gone when it gets no name. */
  void throughTemporary(Path path, ByteBuffer bytes, Naming naming) throws IOException {
    Path temporary = new Path(path.getParent(), ".sparkzarr-" + UUID.randomUUID() + ".tmp");
    try {
      write(temporary, false, bytes);
      naming.of(temporary);
    } catch (IOException | RuntimeException e) {
      try {
        root.fs().delete(temporary, false);
      } catch (IOException | RuntimeException another) {
        e.addSuppressed(another);
      }
      throw e;
    }
  }

  private void rename(StoreKey key, Path temporary, Path path) throws IOException {
    if (!root.scheme().equals("file")) {
      AtomicRename.over(root.fs(), temporary, path);
      return;
    }
    // Renaming onto a directory would move the file into it.
    if (isDirectory(path)) {
      throw new StoreException(
          "Cannot write " + root.describe(key) + ": it is a directory of other keys.");
    }
    if (!root.fs().rename(temporary, path)) {
      throw new IOException("the temporary file could not be renamed");
    }
  }

  private boolean isDirectory(Path path) throws IOException {
    try {
      return root.fs().getFileStatus(path).isDirectory();
    } catch (FileNotFoundException e) {
      return false;
    }
  }

  private void write(Path path, boolean overwrite, ByteBuffer bytes) throws IOException {
    FSDataOutputStream out = root.fs().create(path, overwrite);
    try {
      if (bytes.hasArray()) {
        out.write(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
      } else {
        byte[] step = new byte[Math.min(STEP, bytes.remaining())];
        while (bytes.hasRemaining()) {
          int count = Math.min(step.length, bytes.remaining());
          bytes.get(step, 0, count);
          out.write(step, 0, count);
        }
      }
    } catch (IOException | RuntimeException e) {
      abandon(out, e);
      throw e;
    }
    out.close();
  }

  /** Closing would complete an upload with what it got so far. */
  private static void abandon(FSDataOutputStream out, Exception reason) {
    try {
      if (out.hasCapability("fs.capability.outputstream.abortable")) {
        out.abort();
      }
      out.close();
    } catch (IOException | RuntimeException e) {
      reason.addSuppressed(e);
    }
  }
}
