package dev.sparkzarr.store.hadoop;

import dev.sparkzarr.store.ByteRange;
import dev.sparkzarr.store.Bytes;
import dev.sparkzarr.store.RangeMerge;
import dev.sparkzarr.store.RangeReads;
import dev.sparkzarr.store.Stats;
import dev.sparkzarr.store.StoreErrors;
import dev.sparkzarr.store.StoreKey;
import dev.sparkzarr.store.ValueStat;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/**
 * Reads of Hadoop files. Nothing is asked before a file is opened; that it is missing shows when it
 * is opened or first read.
 */
final class HadoopReads implements RangeReads, Stats {
  private static final int SMALLEST = 1 << 16;
  // A longer range is compared with the file's length before memory is taken for it.
  private static final long TRUSTED_LENGTH = 64L << 20;
  private static final int ATTEMPTS = 32;
  private static final Set<String> SEQUENTIAL = Set.of("ftp", "sftp");

  private final HadoopRoot root;

  HadoopReads(HadoopRoot root) {
    this.root = root;
  }

  /**
   * @return false where streams have no positions (FTP, and SFTP, which was not tried)
   */
  static boolean hasRanges(HadoopRoot root) {
    return !SEQUENTIAL.contains(root.scheme());
  }

  Optional<ByteBuffer> get(StoreKey key, long limit) {
    Path path = root.path(key);
    return root.find(
        "read",
        root.describe(key),
        path,
        () -> opened(key, path, in -> readWhole(key, path, in, limit)));
  }

  private interface Reading<T> {
    T of(FSDataInputStream in) throws IOException;
  }

  /**
   * A file that was opened and is then not found has been replaced or removed between the two: some
   * clients name the version that they opened when they read. Only asking tells which.
   */
  private <T> Optional<T> opened(StoreKey key, Path path, Reading<T> reading) throws IOException {
    Exception changed = null;
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      try (FSDataInputStream in = root.fs().open(path)) {
        try {
          return Optional.of(reading.of(in));
        } catch (IOException | RuntimeException e) {
          if (!HadoopErrors.isNotFound(e)) {
            throw e;
          }
          changed = e;
        }
      }
      if (root.fs().getFileStatus(path).isDirectory()) {
        return Optional.empty();
      }
    }
    throw StoreErrors.unavailable("read", root.describe(key), changed);
  }

  /**
   * The stream says how much it has, which is believed as far as the limit goes; one request then
   * brings it all, also from a client that requests just what is read. A stream that says nothing
   * (Google's) is of a client that streams, and is not worth a request for the length: it is read
   * in pieces.
   */
  private ByteBuffer readWhole(StoreKey key, Path path, FSDataInputStream in, long limit)
      throws IOException {
    long expected = in.available();
    if (expected <= 0) {
      expected = Math.min(limit, SMALLEST);
    } else if (expected > limit) {
      expected = root.fs().getFileStatus(path).getLen();
    }
    if (expected > limit) {
      throw StoreErrors.overLimit(root.describe(key), expected, limit);
    }
    int most = (int) Math.min(limit, Bytes.MAX_LENGTH);
    byte[] bytes = new byte[(int) Math.min(expected, most)];
    int length = 0;
    while (true) {
      if (length < bytes.length) {
        int count = in.read(bytes, length, bytes.length - length);
        if (count < 0) {
          return ByteBuffer.wrap(bytes, 0, length);
        }
        length += count;
        continue;
      }
      int next = in.read();
      if (next < 0) {
        return ByteBuffer.wrap(bytes, 0, length);
      }
      if (length == most) {
        throw StoreErrors.overLimit(
            root.describe(key), root.fs().getFileStatus(path).getLen(), most);
      }
      bytes = Arrays.copyOf(bytes, (int) Math.min(most, Math.max(SMALLEST, 2L * length)));
      bytes[length++] = (byte) next;
    }
  }

  @Override
  public Optional<ByteBuffer> read(StoreKey key, ByteRange range) {
    Path path = root.path(key);
    return root.find(
        "read",
        root.describe(key),
        path,
        () -> {
          if (range instanceof ByteRange.Suffix suffix) {
            return readSuffix(key, path, suffix);
          }
          return opened(key, path, in -> readSlice(key, path, in, (ByteRange.Slice) range));
        });
  }

  @Override
  public Optional<List<ByteBuffer>> read(
      StoreKey key, List<ByteRange.Slice> slices, RangeMerge merge) {
    Path path = root.path(key);
    return root.find(
        "read",
        root.describe(key),
        path,
        () -> {
          Optional<List<ByteBuffer>> read =
              opened(key, path, in -> readSlices(key, path, in, merge.merged(slices)));
          if (read.isEmpty()) {
            return Optional.empty();
          }
          Iterator<ByteBuffer> found = read.get().iterator();
          return merge.read(slices, range -> Optional.of(found.next()));
        });
  }

  List<ByteBuffer> readSlices(
      StoreKey key, Path path, FSDataInputStream in, List<ByteRange.Slice> ranges)
      throws IOException {
    Optional<VectoredReads> vectored = VectoredReads.of(in);
    if (vectored.isPresent() && areForVectors(ranges)) {
      try {
        return vectored.get().read(in, ranges);
      } catch (EOFException e) {
        throw StoreErrors.pastEnd(root.describe(key), ranges.get(ranges.size() - 1), e);
      }
    }
    List<ByteBuffer> buffers = new ArrayList<>();
    for (ByteRange.Slice range : ranges) {
      buffers.add(readSlice(key, path, in, range));
    }
    return buffers;
  }

  private static boolean areForVectors(List<ByteRange.Slice> ranges) {
    long end = 0;
    for (ByteRange.Slice range : ranges) {
      if (range.offset() < end || range.length() == 0 || range.length() > TRUSTED_LENGTH) {
        return false;
      }
      end = range.end();
    }
    return ranges.size() > 1;
  }

  private ByteBuffer readSlice(StoreKey key, Path path, FSDataInputStream in, ByteRange.Slice slice)
      throws IOException {
    if (slice.length() == 0 || slice.length() > TRUSTED_LENGTH) {
      Bytes.within(slice, root.fs().getFileStatus(path).getLen(), root.describe(key));
    }
    byte[] bytes = new byte[(int) slice.length()];
    try {
      in.readFully(slice.offset(), bytes, 0, bytes.length);
    } catch (EOFException | IndexOutOfBoundsException e) {
      // The second is what Azure's older client says of an empty file.
      throw StoreErrors.pastEnd(root.describe(key), slice, e);
    }
    return ByteBuffer.wrap(bytes);
  }

  /**
   * The length is asked, and given along when the file is opened, so that it is not asked again.
   * The file may be replaced between the two: then it does not end where it should.
   */
  private Optional<ByteBuffer> readSuffix(StoreKey key, Path path, ByteRange.Suffix suffix)
      throws IOException {
    Exception changed = null;
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      FileStatus status = root.fs().getFileStatus(path);
      if (status.isDirectory()) {
        return Optional.empty();
      }
      long size = status.getLen();
      ByteRange.Slice slice = Bytes.within(suffix, size, root.describe(key));
      byte[] bytes = new byte[(int) slice.length()];
      try (FSDataInputStream in =
          Futures.await(root.fs().openFile(path).withFileStatus(status).build())) {
        in.readFully(slice.offset(), bytes, 0, bytes.length);
        if (in.read(size, new byte[1], 0, 1) < 0) {
          return Optional.of(ByteBuffer.wrap(bytes));
        }
        changed = new EOFException("the file became longer while it was read");
      } catch (EOFException e) {
        changed = e;
      } catch (IOException | RuntimeException e) {
        if (!HadoopErrors.isNotFound(e)) {
          throw e;
        }
        changed = e;
      }
    }
    throw StoreErrors.unavailable("read", root.describe(key), changed);
  }

  @Override
  public Optional<ValueStat> stat(StoreKey key) {
    Path path = root.path(key);
    return root.find(
        "read",
        root.describe(key),
        path,
        () -> {
          FileStatus status = root.fs().getFileStatus(path);
          return status.isDirectory()
              ? Optional.empty()
              : Optional.of(new ValueStat(status.getLen(), HadoopVersions.of(root, status)));
        });
  }
}
