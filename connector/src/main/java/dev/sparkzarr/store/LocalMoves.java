package dev.sparkzarr.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Copies and renames of local files. A copy is a temporary file first, never a link: writes inside
 * one of the two must not show in the other.
 */
final class LocalMoves implements Copies, Renames {
  private final LocalRoot root;
  private final LocalReads reads;
  private final LocalWrites writes;
  private final LocalDeletes deletes;

  LocalMoves(LocalRoot root, LocalReads reads, LocalWrites writes, LocalDeletes deletes) {
    this.root = root;
    this.reads = reads;
    this.writes = writes;
    this.deletes = deletes;
  }

  @Override
  public boolean copy(StoreKey from, StoreKey to) {
    Optional<LocalReads.Found> found = reads.find(from);
    if (found.isEmpty() || from.equals(to)) {
      return found.isPresent();
    }
    try (InputStream source = Files.newInputStream(found.get().path())) {
      writes.put(to, temporary -> Files.copy(source, temporary));
      return true;
    } catch (NoSuchFileException e) {
      return false;
    } catch (IOException e) {
      throw LocalRoot.failed("copy", root.describe(from), e);
    }
  }

  @Override
  public boolean rename(StoreKey from, StoreKey to) {
    Optional<LocalReads.Found> found = reads.find(from);
    if (found.isEmpty() || from.equals(to)) {
      return found.isPresent();
    }
    Path source = root.place(from);
    if (Files.isSymbolicLink(source)) {
      throw new StoreException(
          "Cannot rename "
              + root.describe(from)
              + ": it is a symbolic link, which may lead elsewhere from another place. Copy it.");
    }
    try {
      boolean renamed = writes.move(source, to);
      if (renamed) {
        deletes.deleteEmptyAbove(source);
      }
      return renamed;
    } catch (IOException e) {
      throw LocalRoot.failed("rename", root.describe(from), e);
    }
  }
}
