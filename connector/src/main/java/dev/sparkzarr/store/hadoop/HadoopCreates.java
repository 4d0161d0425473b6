package dev.sparkzarr.store.hadoop;

import dev.sparkzarr.store.Creates;
import dev.sparkzarr.store.StoreKey;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.Path;

/**
 * Creates of HDFS files: a temporary file in the same directory gets its name by a rename that
 * refuses to replace, which the name node does at once.
 */
final class HadoopCreates implements Creates {
  private final HadoopRoot root;
  private final HadoopWrites writes;

  private HadoopCreates(HadoopRoot root, HadoopWrites writes) {
    this.root = root;
    this.writes = writes;
  }

  static Optional<HadoopCreates> of(HadoopRoot root) {
    return root.scheme().equals("hdfs")
        ? HadoopWrites.of(root).map(writes -> new HadoopCreates(root, writes))
        : Optional.empty();
  }

  @Override
  public boolean create(StoreKey key, ByteBuffer bytes) {
    Path path = writes.path(key);
    return root.call(
        "write",
        root.describe(key),
        () -> {
          try {
            writes.throughTemporary(
                path,
                bytes.duplicate(),
                temporary -> AtomicRename.toNewName(root.fs(), temporary, path));
            return true;
          } catch (FileAlreadyExistsException e) {
            if (root.fs().getFileStatus(path).isDirectory()) {
              throw new IOException("it is a directory of other keys", e);
            }
            return false;
          }
        });
  }
}
