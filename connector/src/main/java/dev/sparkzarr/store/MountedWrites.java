package dev.sparkzarr.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Writes to a mounted volume: the final name is opened, written from its first byte to its last,
 * and closed, and nothing else is asked of the file system. The value is there when closing
 * succeeded; until then, and after a failure, a reader may find a part of it, or nothing.
 */
final class MountedWrites implements Writes {
  private static final int STEP = 1 << 20;
  // A delete that tidies up may take a directory away again before the file is in it.
  private static final int ATTEMPTS = 100;

  private final LocalRoot root;

  MountedWrites(LocalRoot root) {
    this.root = root;
  }

  @Override
  public void put(StoreKey key, ByteBuffer bytes) {
    Path target = root.place(key);
    if (LocalRoot.isKept(target.getFileName().toString())) {
      throw new StoreException(
          "Cannot write " + root.describe(key) + ": this name is kept for files under way.");
    }
    try {
      if (Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS)) {
        throw new StoreException(
            "Cannot write " + root.describe(key) + ": it is a directory of other keys.");
      }
      if (Files.isSymbolicLink(target)) {
        throw new StoreException(
            "Cannot write " + root.describe(key) + ": it is a symbolic link. Delete it first.");
      }
      write(key, target, bytes.duplicate());
    } catch (IOException e) {
      throw LocalRoot.failed("write", root.describe(key), e);
    }
  }

  private void write(StoreKey key, Path target, ByteBuffer bytes) throws IOException {
    try (FileChannel channel = open(key, target)) {
      int end = bytes.limit();
      while (bytes.position() < end) {
        bytes.limit(Math.min(end, bytes.position() + STEP));
        channel.write(bytes);
      }
    }
  }

  private FileChannel open(StoreKey key, Path target) throws IOException {
    for (int attempt = 1; ; attempt++) {
      try {
        root.makeDirectory(key, target.getParent());
        return FileChannel.open(
            target,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE);
      } catch (NoSuchFileException | FileAlreadyExistsException e) {
        if (attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }
}
