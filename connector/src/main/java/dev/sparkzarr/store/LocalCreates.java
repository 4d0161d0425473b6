package dev.sparkzarr.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/** New local files: a whole temporary file gets a second name, if no other file has it. */
final class LocalCreates implements Creates {
  private final LocalRoot root;
  private final LocalWrites writes;

  LocalCreates(LocalRoot root, LocalWrites writes) {
    this.root = root;
    this.writes = writes;
  }

  @Override
  public boolean create(StoreKey key, ByteBuffer bytes) {
    Path target = root.place(key);
    return writes.install(
        key,
        bytes,
        temporary -> {
          try {
            Files.createLink(target, temporary);
            return true;
          } catch (FileAlreadyExistsException e) {
            if (Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS)) {
              throw e;
            }
            return false;
          } catch (UnsupportedOperationException e) {
            throw new IOException("this file system has no hard links", e);
          } finally {
            Files.deleteIfExists(temporary);
          }
        });
  }
}
