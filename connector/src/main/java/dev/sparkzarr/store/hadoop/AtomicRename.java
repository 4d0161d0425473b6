package dev.sparkzarr.store.hadoop;

import java.io.IOException;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FilterFileSystem;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;

/**
 * Reaches the rename that either replaces its target at once or refuses to, which file systems keep
 * protected.
 */
final class AtomicRename extends FilterFileSystem {
  private AtomicRename(FileSystem fs) {
    super(fs);
  }

  /** Replaces the file that has the name. */
  static void over(FileSystem fs, Path from, Path to) throws IOException {
    new AtomicRename(fs).move(from, to, Options.Rename.OVERWRITE);
  }

  /**
   * @throws org.apache.hadoop.fs.FileAlreadyExistsException when something has the name
   */
  static void toNewName(FileSystem fs, Path from, Path to) throws IOException {
    new AtomicRename(fs).move(from, to, Options.Rename.NONE);
  }

  @SuppressWarnings("deprecation")
  private void move(Path from, Path to, Options.Rename how) throws IOException {
    rename(from, to, how);
  }
}
