package dev.sparkzarr.store;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Reads of local files. A file is opened once per request and its size asked of the open file, so a
 * replacement under way never mixes two values.
 */
final class LocalReads implements RangeReads, Stats {
  // The JDK copies through a direct buffer as long as the request and keeps it with the thread.
  private static final int STEP = 1 << 19;

  private final LocalRoot root;

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
  public OptionalLong size(StoreKey key) {
    Optional<Long> size = open(key, (channel, length) -> length);
    return size.isPresent() ? OptionalLong.of(size.get()) : OptionalLong.empty();
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
    Optional<Path> path = root.find("read", Optional.of(key));
    if (path.isEmpty() || Files.isDirectory(path.get())) {
      return Optional.empty();
    }
    // Opening a pipe would wait for its writer.
    if (!Files.isRegularFile(path.get()) && Files.exists(path.get())) {
      throw new StoreException("Cannot read " + root.describe(key) + ": it is not a file.");
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
