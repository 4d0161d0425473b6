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
import java.nio.file.attribute.FileTime;
import java.time.Instant;

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

  /** Makes a file that is not there. */
  interface Content {
    void writeTo(Path temporary) throws IOException;
  }

  /** What becomes of a file that is whole; it is gone afterwards, under this name. */
  interface Installation<T> {
    T apply(Path temporary) throws IOException;
  }

  @Override
  public void put(StoreKey key, ByteBuffer bytes) {
    put(key, temporary -> write(temporary, bytes.duplicate()));
  }

  /** Puts what a file is given by {@code content}. */
  void put(StoreKey key, Content content) {
    install(
        key,
        content,
        temporary -> Files.move(temporary, root.place(key), StandardCopyOption.ATOMIC_MOVE));
  }

  /** Writes a file beside the key's own, and does with it as told. */
  <T> T install(StoreKey key, ByteBuffer bytes, Installation<T> installation) {
    return install(key, temporary -> write(temporary, bytes.duplicate()), installation);
  }

  private <T> T install(StoreKey key, Content content, Installation<T> installation) {
    Path target = root.place(key);
    refuseKept(key, target);
    try {
      Path temporary = fill(key, target.getParent(), content);
      try {
        return installation.apply(temporary);
      } catch (IOException | StoreException e) {
        Files.deleteIfExists(temporary);
        throw e;
      }
    } catch (IOException e) {
      throw failed(key, target, e);
    }
  }

  /**
   * Renames a file of this store over a key.
   *
   * @return false when the file is not there
   */
  boolean move(Path source, StoreKey to) throws IOException {
    Path target = root.place(to);
    refuseKept(to, target);
    for (int attempt = 1; ; attempt++) {
      try {
        root.makeDirectory(to, target.getParent());
        Files.move(source, target, StandardCopyOption.ATOMIC_MOVE);
        return true;
      } catch (NoSuchFileException | FileAlreadyExistsException e) {
        if (!Files.exists(source, LinkOption.NOFOLLOW_LINKS)) {
          return false;
        }
        if (attempt == ATTEMPTS) {
          throw e;
        }
      } catch (IOException e) {
        throw failed(to, target, e);
      }
    }
  }

  private void refuseKept(StoreKey key, Path target) {
    if (LocalRoot.isKept(target.getFileName().toString())) {
      throw new StoreException(
          "Cannot write " + root.describe(key) + ": this name is kept for files under way.");
    }
  }

  private StoreException failed(StoreKey key, Path target, IOException e) {
    if (Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS)) {
      return new StoreException(
          "Cannot write " + root.describe(key) + ": it is a directory of other keys.", e);
    }
    return LocalRoot.failed("write", root.describe(key), e);
  }

  private Path fill(StoreKey key, Path directory, Content content) throws IOException {
    for (int attempt = 1; ; attempt++) {
      try {
        Path temporary = root.makeDirectory(key, directory).resolve(LocalRoot.temporaryName());
        try {
          content.writeTo(temporary);
          // Two files of one size may follow each other within a tick of the system's clock, and
          // under one number: this tells their versions apart.
          Files.setLastModifiedTime(temporary, FileTime.from(Instant.now()));
        } catch (IOException e) {
          Files.deleteIfExists(temporary);
          throw e;
        }
        return temporary;
      } catch (NoSuchFileException | FileAlreadyExistsException e) {
        if (attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  private static void write(Path temporary, ByteBuffer bytes) throws IOException {
    try (FileChannel channel =
        FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      int end = bytes.limit();
      while (bytes.position() < end) {
        bytes.limit(Math.min(end, bytes.position() + STEP));
        channel.write(bytes);
      }
    }
  }
}
