package dev.sparkzarr.store;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;

/**
 * Replaces local files whose version is known, one replacement of a store at a time ({@link
 * LocalLock}). Who does not take the lock, by a plain write, a delete, a rename or another program,
 * can come between the comparison and the replacement, and is then overwritten.
 */
final class LocalReplaces implements Replaces {
  private final LocalRoot root;
  private final LocalReads reads;
  private final LocalWrites writes;

  LocalReplaces(LocalRoot root, LocalReads reads, LocalWrites writes) {
    this.root = root;
    this.reads = reads;
    this.writes = writes;
  }

  @Override
  public Optional<Version> replace(StoreKey key, ByteBuffer bytes, Version expected) {
    if (!isStill(key, expected)) {
      return Optional.empty();
    }
    return LocalLock.hold(root, key, () -> replaceAlone(key, bytes, expected));
  }

  private Optional<Version> replaceAlone(StoreKey key, ByteBuffer bytes, Version expected) {
    if (!isStill(key, expected)) {
      return Optional.empty();
    }
    Path target = root.place(key);
    return writes.install(
        key,
        bytes,
        temporary -> {
          BasicFileAttributes file = Files.readAttributes(temporary, BasicFileAttributes.class);
          if (!isStill(key, expected)) {
            Files.deleteIfExists(temporary);
            return Optional.empty();
          }
          Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
          return root.versionOf(file);
        });
  }

  private boolean isStill(StoreKey key, Version expected) {
    return reads
        .find(key)
        .flatMap(found -> root.versionOf(found.file()))
        .filter(expected::equals)
        .isPresent();
  }
}
