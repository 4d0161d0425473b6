package dev.sparkzarr.store;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Reads of local files. A file is opened once per request and its size asked of the open file, so a
 * replacement under way never mixes two values.
 */
final class LocalReads implements RangeReads, Stats {
  // The JDK copies through a direct buffer as long as the request and keeps it with the thread.
  private static final int STEP = 1 << 19;

  private static final int MOST_DIRECTORIES = 10_000;

  private final LocalRoot root;
  private final Set<Path> inside = ConcurrentHashMap.newKeySet();

  LocalReads(LocalRoot root) {
    this.root = root;
  }

  Optional<ByteBuffer> get(StoreKey key, long limit) {
    return open(
        key, (channel, size) -> readAt(channel, 0, Bytes.whole(size, limit, root.describe(key))));
  }

  @Override
  public Optional<ByteBuffer> read(StoreKey key, ByteRange range) {
    return open(key, (channel, size) -> read(key, range, channel, size));
  }

  @Override
  public Optional<List<ByteBuffer>> read(
      StoreKey key, List<ByteRange.Slice> slices, RangeMerge merge) {
    return open(
        key,
        (channel, size) ->
            merge
                .read(slices, slice -> Optional.of(read(key, slice, channel, size)))
                .orElseThrow());
  }

  @Override
  public Optional<ValueStat> stat(StoreKey key) {
    return open(key, (channel, length) -> ValueStat.ofSize(length));
  }

  private ByteBuffer read(StoreKey key, ByteRange range, FileChannel channel, long size) {
    ByteRange.Slice slice = Bytes.within(range, size, root.describe(key));
    try {
      return readAt(channel, slice.offset(), (int) slice.length());
    } catch (IOException e) {
      throw LocalRoot.failed("read", root.describe(key), e);
    }
  }

  private interface Use<T> {
    T apply(FileChannel channel, long size) throws IOException;
  }

  private <T> Optional<T> open(StoreKey key, Use<T> use) {
    Optional<Path> path = locate(key);
    if (path.isEmpty()) {
      return Optional.empty();
    }
    try (FileChannel channel = FileChannel.open(path.get(), StandardOpenOption.READ)) {
      return Optional.of(use.apply(channel, channel.size()));
    } catch (IOException e) {
      if (root.isAbsent("read", path.get(), e)) {
        return Optional.empty();
      }
      throw LocalRoot.failed("read", root.describe(key), e);
    }
  }

  /**
   * Finds a key's file. Where its directory is known to be inside the root, one question about the
   * file itself is enough; what lies behind links is asked in full.
   */
  private Optional<Path> locate(StoreKey key) {
    Path path = root.place(key);
    if (isInside(path.getParent())) {
      try {
        BasicFileAttributes file =
            Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (!file.isSymbolicLink()) {
          return file.isDirectory() ? Optional.empty() : Optional.of(regular(key, path, file));
        }
      } catch (NoSuchFileException e) {
        return Optional.empty();
      } catch (IOException e) {
        // Perhaps a file where a directory would be: the full question below tells.
      }
    }
    Optional<Path> real = root.find("read", Optional.of(key));
    if (real.isEmpty()) {
      return real;
    }
    try {
      BasicFileAttributes file = Files.readAttributes(real.get(), BasicFileAttributes.class);
      return file.isDirectory() ? Optional.empty() : Optional.of(regular(key, real.get(), file));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw LocalRoot.failed("read", root.describe(key), e);
    }
  }

  /** Opening a pipe would wait for its writer. */
  private Path regular(StoreKey key, Path path, BasicFileAttributes file) {
    if (!file.isRegularFile()) {
      throw new StoreException("Cannot read " + root.describe(key) + ": it is not a file.");
    }
    return path;
  }

  private boolean isInside(Path directory) {
    if (inside.contains(directory)) {
      return true;
    }
    try {
      if (!directory.toRealPath().equals(directory) || !directory.startsWith(root.path())) {
        return false;
      }
    } catch (IOException e) {
      return false;
    }
    if (inside.size() >= MOST_DIRECTORIES) {
      inside.clear();
    }
    return inside.add(directory);
  }

  private static ByteBuffer readAt(FileChannel channel, long offset, int length)
      throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(length);
    while (bytes.position() < length) {
      bytes.limit(Math.min(length, bytes.position() + STEP));
      if (channel.read(bytes, offset + bytes.position()) < 0) {
        throw new EOFException(
            "the file became shorter while it was read, at byte " + (offset + bytes.position()));
      }
    }
    bytes.limit(length);
    return bytes.flip();
  }
}
