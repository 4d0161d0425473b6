package dev.sparkzarr.store.hadoop;

import dev.sparkzarr.store.Listing;
import dev.sparkzarr.store.StoreKey;
import java.io.IOException;
import java.util.Iterator;
import java.util.Objects;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;

/**
 * Keys of Hadoop files, page by page where the file system does so. Files under way and names that
 * no key can have are left out.
 */
final class HadoopListing implements Listing {
  private final HadoopRoot root;

  HadoopListing(HadoopRoot root) {
    this.root = root;
  }

  @Override
  public Stream<StoreKey> keys(Optional<StoreKey> below) {
    return list(below, this::filesBelow)
        .filter(FileStatus::isFile)
        .filter(status -> !HadoopWrites.isTemporary(status.getPath().getName()))
        .map(status -> root.relative(status.getPath()).orElse(""))
        .filter(key -> below.isEmpty() || key.startsWith(below.get() + "/"))
        .filter(StoreKey::isValid)
        .map(StoreKey::new);
  }

  /** Files under way. */
  Stream<FileStatus> temporaries(Optional<StoreKey> below) {
    return list(below, this::filesBelow)
        .filter(FileStatus::isFile)
        .filter(status -> HadoopWrites.isTemporary(status.getPath().getName()));
  }

  private RemoteIterator<? extends FileStatus> filesBelow(Path path) throws IOException {
    return root.scheme().equals("file")
        ? new FileWalk(root.fs(), path)
        : root.fs().listFiles(path, true);
  }

  @Override
  public Stream<Entry> entries(Optional<StoreKey> below) {
    int start = below.map(place -> place.value().length() + 1).orElse(0);
    return list(below, path -> root.fs().listStatusIterator(path))
        .filter(status -> !HadoopWrites.isTemporary(status.getPath().getName()))
        .map(status -> entry(status, start))
        .filter(Objects::nonNull);
  }

  /** A file answers a listing with itself; it has nothing below. */
  private Entry entry(FileStatus status, int start) {
    String key = root.relative(status.getPath()).orElse("");
    if (key.length() <= start || !StoreKey.isValid(key.substring(start))) {
      return null;
    }
    return new Entry(key.substring(start), status.isFile());
  }

  private interface Listed {
    RemoteIterator<? extends FileStatus> of(Path path) throws IOException;
  }

  private Stream<FileStatus> list(Optional<StoreKey> below, Listed listed) {
    Path path = root.path(below);
    String place = root.describe(below);
    Optional<RemoteIterator<? extends FileStatus>> found =
        root.find("list", place, path, () -> Optional.of(listed.of(path)));
    if (found.isEmpty()) {
      return Stream.empty();
    }
    RemoteIterator<? extends FileStatus> remote = found.get();
    Iterator<FileStatus> statuses =
        new Iterator<>() {
          @Override
          public boolean hasNext() {
            return root.find("list", place, path, () -> Optional.of(remote.hasNext()))
                .orElse(false);
          }

          @Override
          public FileStatus next() {
            return root.call("list", place, remote::next);
          }
        };
    return StreamSupport.stream(
        Spliterators.spliteratorUnknownSize(statuses, Spliterator.NONNULL), false);
  }
}
