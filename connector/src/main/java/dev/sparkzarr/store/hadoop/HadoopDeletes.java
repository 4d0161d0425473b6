package dev.sparkzarr.store.hadoop;

import dev.sparkzarr.store.Deletes;
import dev.sparkzarr.store.StoreKey;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/**
 * Deletes Hadoop files, and on HDFS the directories that become empty, up to the root. (A local
 * file system's delete of an empty directory is not safe beside a writer.)
 */
final class HadoopDeletes implements Deletes {
  private static final Set<String> TIDY = Set.of("hdfs", "webhdfs", "swebhdfs");

  private final HadoopRoot root;

  HadoopDeletes(HadoopRoot root) {
    this.root = root;
  }

  @Override
  public void delete(StoreKey key) {
    delete(key, false);
  }

  @Override
  public void deleteBelow(StoreKey place) {
    delete(place, true);
  }

  @Override
  public void deleteAbandoned(Optional<StoreKey> place, Instant before) {
    if (!HadoopWrites.RENAMING.contains(root.scheme())) {
      return;
    }
    try (Stream<FileStatus> files = new HadoopListing(root).temporaries(place)) {
      files
          .filter(file -> file.getModificationTime() < before.toEpochMilli())
          .map(FileStatus::getPath)
          .forEach(this::deleteFile);
    }
  }

  private void deleteFile(Path path) {
    root.call(
        "clean",
        root.describe(),
        () -> {
          if (root.fs().delete(path, false)) {
            tidy(path);
          }
          return null;
        });
  }

  private void delete(StoreKey key, boolean below) {
    Path path = root.path(key);
    root.find(
        "delete",
        root.describe(key),
        path,
        () -> {
          FileStatus status = root.fs().getFileStatus(path);
          if (status.isDirectory() == below && root.fs().delete(path, below)) {
            tidy(path);
          }
          return Optional.empty();
        });
  }

  /** Deletes the directories that are empty without this file. */
  void tidy(Path path) {
    if (!TIDY.contains(root.scheme())) {
      return;
    }
    Path directory = path.getParent();
    while (root.relative(directory).isPresent()) {
      try {
        if (!root.fs().delete(directory, false)) {
          return;
        }
      } catch (IOException e) {
        return; // not empty
      }
      directory = directory.getParent();
    }
  }
}
