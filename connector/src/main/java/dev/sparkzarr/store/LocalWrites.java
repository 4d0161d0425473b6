package dev.sparkzarr.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/**
 * Writes of local files: a temporary file in the same directory, then one rename over the old
 * value. Nothing is forced to disk: a value survives the death of the process, not a power cut.
 */
final class LocalWrites implements Writes {
  private static final int STEP = 1 << 19;
  // A delete that tidies up may take a directory away again before the temporary file is in it.
  private static final int ATTEMPTS = 1000;

  private final LocalRoot root;

  LocalWrites(LocalRoot root) {
    this.root = root;
  }

  @Override
  public void put(StoreKey key, ByteBuffer bytes) {
    Path target = root.place(key);
    if (LocalRoot.isTemporary(target.getFileName().toString())) {
      throw new StoreException(
          "Cannot write " + root.describe(key) + ": this name is kept for files under way.");
    }
    try {
      Path temporary = write(key, target.getParent(), bytes);
      try {
        Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
      } catch (IOException e) {
        Files.deleteIfExists(temporary);
        throw e;
      }
    } catch (IOException e) {
      if (Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS)) {
        throw new StoreException(
            "Cannot write " + root.describe(key) + ": it is a directory of other keys.", e);
      }
      throw LocalRoot.failed("write", root.describe(key), e);
    }
  }

  private Path write(StoreKey key, Path directory, ByteBuffer bytes) throws IOException {
    for (int attempt = 1; ; attempt++) {
      try {
        Path temporary = makeDirectory(key, directory).resolve(temporaryName());
        write(temporary, bytes.duplicate());
        return temporary;
      } catch (NoSuchFileException | FileAlreadyExistsException e) {
        if (attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  /** Makes a directory only after what exists above it has proved to be inside the root. */
  private Path makeDirectory(StoreKey key, Path directory) throws IOException {
    Path existing = directory;
    while (existing.startsWith(root.path()) && !Files.exists(existing)) {
      existing = existing.getParent();
    }
    if (existing.startsWith(root.path()) && !existing.toRealPath().startsWith(root.path())) {
      throw LocalRoot.leaves("write", root.describe(key));
    }
    if (Files.isRegularFile(existing)) {
      throw new StoreException(
          "Cannot write " + root.describe(key) + ": " + existing + " is a value, not a directory.");
    }
    return existing.equals(directory) ? directory : Files.createDirectories(directory);
  }

  private static void write(Path temporary, ByteBuffer bytes) throws IOException {
    try (FileChannel channel =
        FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      int end = bytes.limit();
      while (bytes.position() < end) {
        bytes.limit(Math.min(end, bytes.position() + STEP));
        channel.write(bytes);
      }
    } catch (IOException e) {
      Files.deleteIfExists(temporary);
      throw e;
    }
  }

  private static String temporaryName() {
    UUID id = UUID.randomUUID();
    return String.format(
        ".sparkzarr-%016x%016x.tmp", id.getMostSignificantBits(), id.getLeastSignificantBits());
  }
}
