package dev.sparkzarr.store;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Optional;

/**
 * Deletes local files, and the directories that become empty, up to the root. A symbolic link is
 * deleted, never what it leads to. On a mounted volume directories stay above what is deleted: a
 * file that is being written may not hold its directory there.
 */
final class LocalDeletes implements Deletes {
  private final LocalRoot root;

  LocalDeletes(LocalRoot root) {
    this.root = root;
  }

  @Override
  public void delete(StoreKey key) {
    Path path = root.place(key);
    if (!isInside(key, path)) {
      return;
    }
    try {
      if (!Files.isDirectory(path) && Files.deleteIfExists(path)) {
        deleteEmptyAbove(path);
      }
    } catch (IOException e) {
      throw LocalRoot.failed("delete", root.describe(key), e);
    }
  }

  @Override
  public void deleteBelow(StoreKey place) {
    Path path = root.place(place);
    if (!isInside(place, path) || !Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    try {
      deleteTree(path);
      deleteEmptyAbove(path);
    } catch (IOException e) {
      throw LocalRoot.failed("delete", root.describe(place), e);
    }
  }

  @Override
  public void deleteAbandoned(Optional<StoreKey> place, Instant before) {
    Optional<Path> directory = root.find("clean", place).filter(Files::isDirectory);
    if (directory.isEmpty()) {
      return;
    }
    try {
      Files.walkFileTree(directory.get(), new Abandoned(FileTime.from(before)));
    } catch (IOException e) {
      throw LocalRoot.failed("clean", root.describe(place), e);
    }
  }

  /** Deletes temporary files that are old enough. What others delete meanwhile is passed over. */
  private final class Abandoned extends SimpleFileVisitor<Path> {
    private final FileTime before;

    private Abandoned(FileTime before) {
      this.before = before;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      if (LocalRoot.isTemporary(file.getFileName().toString())
          && attributes.lastModifiedTime().compareTo(before) < 0
          && Files.deleteIfExists(file)) {
        deleteEmptyAbove(file);
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
      return unlessGone(failure);
    }

    @Override
    public FileVisitResult postVisitDirectory(Path directory, IOException failure)
        throws IOException {
      return unlessGone(failure);
    }

    private FileVisitResult unlessGone(IOException failure) throws IOException {
      if (failure != null && !(failure instanceof NoSuchFileException)) {
        throw failure;
      }
      return FileVisitResult.CONTINUE;
    }
  }

  /** Whether the directory that holds the path exists; an error when it is outside of the root. */
  private boolean isInside(StoreKey key, Path path) {
    int slash = key.value().lastIndexOf('/');
    Optional<StoreKey> parent =
        slash < 0 ? Optional.empty() : Optional.of(new StoreKey(key.value().substring(0, slash)));
    return root.find("delete", parent).isPresent() && Files.exists(path, LinkOption.NOFOLLOW_LINKS);
  }

  private static void deleteTree(Path directory) throws IOException {
    try (DirectoryStream<Path> children = Files.newDirectoryStream(directory)) {
      for (Path child : children) {
        if (Files.isDirectory(child, LinkOption.NOFOLLOW_LINKS)) {
          deleteTree(child);
        } else {
          Files.deleteIfExists(child);
        }
      }
    } catch (NoSuchFileException | NotDirectoryException e) {
      return; // another delete was here
    } catch (java.nio.file.DirectoryIteratorException e) {
      throw e.getCause();
    }
    deleteIfEmpty(directory);
  }

  /** Deletes the directories above that are empty, up to the root. */
  void deleteEmptyAbove(Path path) throws IOException {
    if (root.isMounted()) {
      return;
    }
    Path directory = path.getParent();
    while (directory.startsWith(root.path())
        && !directory.equals(root.path())
        && Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)
        && deleteIfEmpty(directory)) {
      directory = directory.getParent();
    }
  }

  private static boolean deleteIfEmpty(Path directory) throws IOException {
    try {
      Files.deleteIfExists(directory);
      return true;
    } catch (DirectoryNotEmptyException e) {
      return false; // a writer was here
    }
  }
}
