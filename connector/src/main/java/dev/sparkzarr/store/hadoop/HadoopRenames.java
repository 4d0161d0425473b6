package dev.sparkzarr.store.hadoop;

import dev.sparkzarr.store.Renames;
import dev.sparkzarr.store.StoreKey;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Optional;
import org.apache.hadoop.fs.Path;

/** Renames of HDFS files, which the name node does at once. Directories are no values. */
final class HadoopRenames implements Renames {
  private static final int ATTEMPTS = 16;

  private final HadoopRoot root;
  private final HadoopWrites writes;
  private final HadoopDeletes deletes;

  private HadoopRenames(HadoopRoot root, HadoopWrites writes) {
    this.root = root;
    this.writes = writes;
    this.deletes = new HadoopDeletes(root);
  }

  static Optional<HadoopRenames> of(HadoopRoot root) {
    return root.scheme().equals("hdfs")
        ? HadoopWrites.of(root).map(writes -> new HadoopRenames(root, writes))
        : Optional.empty();
  }

  @Override
  public boolean rename(StoreKey from, StoreKey to) {
    Path source = root.path(from);
    Path target = writes.path(to);
    return root.find("rename", root.describe(from), source, () -> rename(source, target))
        .orElse(false);
  }

  /** The target's directory may be removed, as empty, before the file is in it. */
  private Optional<Boolean> rename(Path source, Path target) throws IOException {
    FileNotFoundException gone = null;
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      if (root.fs().getFileStatus(source).isDirectory()) {
        return Optional.empty();
      }
      if (source.equals(target)) {
        return Optional.of(true);
      }
      root.fs().mkdirs(target.getParent());
      try {
        AtomicRename.over(root.fs(), source, target);
        deletes.tidy(source);
        return Optional.of(true);
      } catch (FileNotFoundException e) {
        gone = e;
      }
    }
    throw new IOException("the directory of the new key is removed again and again", gone);
  }
}
