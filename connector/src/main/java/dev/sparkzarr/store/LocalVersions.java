package dev.sparkzarr.store;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.Function;

/**
 * Reads of one state of a local file: it is the same file before and after. What {@link
 * LocalRoot#versionOf} cannot tell apart, this cannot either.
 */
final class LocalVersions implements Versions {
  private static final int ATTEMPTS = 1000;

  private final LocalRoot root;
  private final LocalReads reads;

  LocalVersions(LocalRoot root, LocalReads reads) {
    this.root = root;
    this.reads = reads;
  }

  @Override
  public Optional<Versioned> get(StoreKey key, long limit) {
    return settled(key, found -> reads.get(key, found, limit));
  }

  @Override
  public Optional<Versioned> read(StoreKey key, ByteRange range) {
    return settled(key, found -> reads.read(key, found, range));
  }

  private Optional<Versioned> settled(
      StoreKey key, Function<LocalReads.Found, Optional<ByteBuffer>> read) {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      Optional<LocalReads.Found> found = reads.find(key);
      if (found.isEmpty()) {
        return Optional.empty();
      }
      Version before = versionOf(found.get());
      Optional<ByteBuffer> bytes = read.apply(found.get());
      if (bytes.isPresent()
          && reads.find(key).map(this::versionOf).filter(before::equals).isPresent()) {
        return Optional.of(new Versioned(bytes.get(), before));
      }
    }
    throw new UnavailableException(
        "Cannot read "
            + root.describe(key)
            + ": it was replaced each of "
            + ATTEMPTS
            + " times that it was read. Try again when its writers are done.",
        null);
  }

  @Override
  public Optional<ByteBuffer> read(StoreKey key, ByteRange range, Version expected) {
    Optional<LocalReads.Found> found = reads.find(key);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    if (!versionOf(found.get()).equals(expected)) {
      throw StoreErrors.changed(root.describe(key));
    }
    // A file that took its place meanwhile may also be too short.
    Bytes.within(range, found.get().file().size(), root.describe(key));
    Optional<ByteBuffer> bytes;
    try {
      bytes = reads.read(key, found.get(), range);
    } catch (InvalidRangeException e) {
      throw StoreErrors.changed(root.describe(key));
    }
    Optional<Version> after = reads.find(key).map(this::versionOf);
    if (bytes.isEmpty() || after.isEmpty()) {
      return Optional.empty();
    }
    if (!after.get().equals(expected)) {
      throw StoreErrors.changed(root.describe(key));
    }
    return bytes;
  }

  private Version versionOf(LocalReads.Found found) {
    return root.versionOf(found.file()).orElseThrow();
  }
}
