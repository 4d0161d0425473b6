package dev.sparkzarr.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntFunction;

/**
 * Reads of local files. A file is opened once per request and its size asked of the open file, so a
 * replacement under way never mixes two values.
 */
final class LocalReads implements RangeReads, Stats {
  private static final int MOST_DIRECTORIES = 10_000;

  private final LocalRoot root;
  private final LocalTransfer transfer;
  private final Set<Path> inside = ConcurrentHashMap.newKeySet();

  LocalReads(LocalRoot root, LocalTransfer transfer) {
    this.root = root;
    this.transfer = transfer;
  }

  /** A file and what was known of it when it was found. */
  record Found(Path path, BasicFileAttributes file) {}

  Optional<ByteBuffer> get(StoreKey key, long limit) {
    return find(key).flatMap(found -> get(key, found, limit));
  }

  /** Reads into memory of the caller, where the bytes need not be aligned for it. */
  Optional<ReadsInto> into() {
    return transfer == LocalTransfer.BUFFERED ? Optional.of(this::get) : Optional.empty();
  }

  private Optional<ByteBuffer> get(StoreKey key, long limit, IntFunction<byte[]> room) {
    return find(key)
        .flatMap(
            found ->
                open(
                    key,
                    found,
                    (channel, size) -> {
                      int length = Bytes.whole(size, limit, root.describe(key));
                      ByteBuffer bytes = ByteBuffer.wrap(room.apply(length), 0, length);
                      return LocalTransfer.fill(channel, 0, bytes);
                    }));
  }

  Optional<ByteBuffer> get(StoreKey key, Found found, long limit) {
    return open(
        key,
        found,
        (channel, size) -> transfer.read(channel, 0, Bytes.whole(size, limit, root.describe(key))));
  }

  @Override
  public Optional<ByteBuffer> read(StoreKey key, ByteRange range) {
    return find(key).flatMap(found -> read(key, found, range));
  }

  Optional<ByteBuffer> read(StoreKey key, Found found, ByteRange range) {
    return open(key, found, (channel, size) -> read(key, range, channel, size));
  }

  @Override
  public Optional<List<ByteBuffer>> read(
      StoreKey key, List<ByteRange.Slice> slices, RangeMerge merge) {
    return find(key)
        .flatMap(
            found ->
                open(
                    key,
                    found,
                    (channel, size) ->
                        merge
                            .read(slices, slice -> Optional.of(read(key, slice, channel, size)))
                            .orElseThrow()));
  }

  @Override
  public Optional<ValueStat> stat(StoreKey key) {
    return find(key).map(found -> new ValueStat(found.file.size(), root.versionOf(found.file)));
  }

  private ByteBuffer read(StoreKey key, ByteRange range, FileChannel channel, long size) {
    ByteRange.Slice slice = Bytes.within(range, size, root.describe(key));
    try {
      return transfer.read(channel, slice.offset(), (int) slice.length());
    } catch (IOException e) {
      throw LocalRoot.failed("read", root.describe(key), e);
    }
  }

  private interface Use<T> {
    T apply(FileChannel channel, long size) throws IOException;
  }

  private <T> Optional<T> open(StoreKey key, Found found, Use<T> use) {
    try (FileChannel channel = transfer.open(found.path)) {
      return Optional.of(use.apply(channel, channel.size()));
    } catch (IOException e) {
      if (root.isAbsent("read", found.path, e)) {
        return Optional.empty();
      }
      throw LocalRoot.failed("read", root.describe(key), e);
    }
  }

  /**
   * Finds a key's file. Where its directory is known to be inside the root, one question about the
   * file itself is enough; what lies behind links is asked in full.
   *
   * @return empty when nothing, or a directory, is there
   */
  Optional<Found> find(StoreKey key) {
    Path path = root.place(key);
    if (isInside(path.getParent())) {
      try {
        BasicFileAttributes file =
            Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (!file.isSymbolicLink()) {
          return regular(key, path, file);
        }
      } catch (NoSuchFileException e) {
        return Optional.empty();
      } catch (IOException e) {
        // Perhaps a file where a directory would be: the full question below tells.
      }
    }
    Optional<Path> real = root.find("read", Optional.of(key));
    if (real.isEmpty()) {
      return Optional.empty();
    }
    try {
      return regular(key, real.get(), Files.readAttributes(real.get(), BasicFileAttributes.class));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw LocalRoot.failed("read", root.describe(key), e);
    }
  }

  /** Opening a pipe would wait for its writer. */
  private Optional<Found> regular(StoreKey key, Path path, BasicFileAttributes file) {
    if (file.isDirectory()) {
      return Optional.empty();
    }
    if (!file.isRegularFile()) {
      throw new StoreException("Cannot read " + root.describe(key) + ": it is not a file.");
    }
    return Optional.of(new Found(path, file));
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
}
