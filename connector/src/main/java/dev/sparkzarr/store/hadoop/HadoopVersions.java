package dev.sparkzarr.store.hadoop;

import dev.sparkzarr.store.ByteRange;
import dev.sparkzarr.store.Bytes;
import dev.sparkzarr.store.RangeMerge;
import dev.sparkzarr.store.StoreErrors;
import dev.sparkzarr.store.StoreKey;
import dev.sparkzarr.store.Version;
import dev.sparkzarr.store.Versions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.fs.EtagSource;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.InvalidPathHandleException;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.PathHandle;
import org.apache.hadoop.fs.RawPathHandle;

/**
 * Versions of HDFS files: the handle of a file, which holds its inode and the time of its last
 * change, and by which the name node opens this state of the file or none. Each read costs a status
 * and an open.
 */
final class HadoopVersions implements Versions {
  private static final int ATTEMPTS = 32;

  private final HadoopRoot root;
  private final HadoopReads reads;

  private HadoopVersions(HadoopRoot root, HadoopReads reads) {
    this.root = root;
    this.reads = reads;
  }

  static Optional<HadoopVersions> of(HadoopRoot root, HadoopReads reads) {
    return hasHandles(root) ? Optional.of(new HadoopVersions(root, reads)) : Optional.empty();
  }

  private static boolean hasHandles(HadoopRoot root) {
    return root.scheme().equals("hdfs");
  }

  /**
   * @return the version that a status tells, without a request
   */
  static Optional<Version> of(HadoopRoot root, FileStatus status) throws IOException {
    if (hasHandles(root)) {
      return Optional.of(version(root, status));
    }
    return status instanceof EtagSource source
            && source.getEtag() != null
            && !source.getEtag().isEmpty()
        ? Optional.of(new Version(source.getEtag()))
        : Optional.empty();
  }

  private static Version version(HadoopRoot root, FileStatus status) throws IOException {
    ByteBuffer handle =
        root.fs().getPathHandle(status, Options.HandleOpt.exact()).bytes().duplicate();
    byte[] bytes = new byte[handle.remaining()];
    handle.get(bytes);
    return new Version(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
  }

  private static PathHandle handle(Version version) {
    return new RawPathHandle(ByteBuffer.wrap(Base64.getUrlDecoder().decode(version.token())));
  }

  @Override
  public Optional<Versioned> get(StoreKey key, long limit) {
    return read(
        key,
        Optional.empty(),
        (status, in, version) -> {
          byte[] bytes = new byte[Bytes.whole(status.getLen(), limit, root.describe(key))];
          in.readFully(0, bytes);
          return new Versioned(ByteBuffer.wrap(bytes), version);
        });
  }

  @Override
  public Optional<Versioned> read(StoreKey key, ByteRange range) {
    return read(
        key,
        Optional.empty(),
        (status, in, version) -> new Versioned(slice(key, status, in, range), version));
  }

  @Override
  public Optional<ByteBuffer> read(StoreKey key, ByteRange range, Version expected) {
    return read(key, Optional.of(expected), (status, in, version) -> slice(key, status, in, range));
  }

  @Override
  public Optional<List<ByteBuffer>> read(
      StoreKey key, List<ByteRange.Slice> slices, RangeMerge merge, Version expected) {
    return read(
        key,
        Optional.of(expected),
        (status, in, version) -> {
          List<ByteRange.Slice> merged = merge.merged(slices);
          for (ByteRange.Slice slice : merged) {
            Bytes.within(slice, status.getLen(), root.describe(key));
          }
          Iterator<ByteBuffer> found =
              reads.readSlices(key, status.getPath(), in, merged).iterator();
          return merge.read(slices, range -> Optional.of(found.next())).orElseThrow();
        });
  }

  private ByteBuffer slice(StoreKey key, FileStatus status, FSDataInputStream in, ByteRange range)
      throws IOException {
    ByteRange.Slice slice = Bytes.within(range, status.getLen(), root.describe(key));
    byte[] bytes = new byte[(int) slice.length()];
    in.readFully(slice.offset(), bytes);
    return ByteBuffer.wrap(bytes);
  }

  private interface Reading<T> {
    T of(FileStatus status, FSDataInputStream in, Version version) throws IOException;
  }

  /** Reads the state that a status tells, or the next one when it is replaced before it is open. */
  private <T> Optional<T> read(StoreKey key, Optional<Version> expected, Reading<T> reading) {
    Path path = root.path(key);
    return root.find(
        "read",
        root.describe(key),
        path,
        () -> {
          InvalidPathHandleException changed = null;
          for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            FileStatus status = root.fs().getFileStatus(path);
            if (status.isDirectory()) {
              return Optional.empty();
            }
            Version version = version(root, status);
            if (expected.isPresent() && !expected.get().equals(version)) {
              throw StoreErrors.changed(root.describe(key));
            }
            try (FSDataInputStream in = root.fs().open(handle(version))) {
              return Optional.of(reading.of(status, in, version));
            } catch (InvalidPathHandleException e) {
              changed = e;
            }
          }
          throw StoreErrors.unavailable("read", root.describe(key), changed);
        });
  }
}
