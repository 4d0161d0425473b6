package dev.sparkzarr.store;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Keys of local files, one directory at a time. Files under way and names that no key can have are
 * left out.
 */
final class LocalListing implements Listing {
  private final LocalRoot root;

  LocalListing(LocalRoot root) {
    this.root = root;
  }

  @Override
  public Stream<StoreKey> keys(Optional<StoreKey> below) {
    Walk walk = new Walk();
    walk.enter(below);
    return StreamSupport.stream(
            Spliterators.spliteratorUnknownSize(walk, Spliterator.DISTINCT | Spliterator.NONNULL),
            false)
        .onClose(walk::close);
  }

  @Override
  public Stream<Entry> entries(Optional<StoreKey> below) {
    Optional<Directory> directory = open(below);
    if (directory.isEmpty()) {
      return Stream.empty();
    }
    return StreamSupport.stream(
            Spliterators.spliteratorUnknownSize(
                directory.get(), Spliterator.DISTINCT | Spliterator.NONNULL),
            false)
        .map(path -> new Entry(path.getFileName().toString(), !Files.isDirectory(path)))
        .onClose(directory.get()::close);
  }

  private Optional<Directory> open(Optional<StoreKey> place) {
    Optional<Path> real = root.find("list", place);
    if (real.isEmpty() || !Files.isDirectory(real.get())) {
      return Optional.empty();
    }
    try {
      return Optional.of(new Directory(place, real.get(), Files.newDirectoryStream(real.get())));
    } catch (NoSuchFileException | NotDirectoryException e) {
      return Optional.empty(); // deleted meanwhile
    } catch (IOException e) {
      throw LocalRoot.failed("list", root.describe(place), e);
    }
  }

  /** An open directory: the paths in it that keys can name. */
  private final class Directory implements Iterator<Path> {
    private final Optional<StoreKey> place;
    private final Path real;
    private final DirectoryStream<Path> stream;
    private final Iterator<Path> paths;
    private Path next;

    private Directory(Optional<StoreKey> place, Path real, DirectoryStream<Path> stream) {
      this.place = place;
      this.real = real;
      this.stream = stream;
      this.paths = stream.iterator();
    }

    private StoreKey key(Path path) {
      String name = path.getFileName().toString();
      return place.map(above -> above.resolve(name)).orElseGet(() -> new StoreKey(name));
    }

    @Override
    public boolean hasNext() {
      try {
        while (next == null && paths.hasNext()) {
          Path path = paths.next();
          String name = path.getFileName().toString();
          if (!LocalRoot.isKept(name) && StoreKey.isValid(name)) {
            next = path;
          }
        }
        return next != null;
      } catch (DirectoryIteratorException e) {
        throw LocalRoot.failed("list", root.describe(place), e.getCause());
      }
    }

    @Override
    public Path next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      Path path = next;
      next = null;
      return path;
    }

    private void close() {
      try {
        stream.close();
      } catch (IOException e) {
        throw LocalRoot.failed("list", root.describe(place), e);
      }
    }
  }

  /** Depth first; holds one open directory per level. */
  private final class Walk implements Iterator<StoreKey> {
    private final Deque<Directory> open = new ArrayDeque<>();
    private StoreKey next;

    private void enter(Optional<StoreKey> place) {
      Optional<Directory> directory = LocalListing.this.open(place);
      if (directory.isPresent()) {
        boolean loops = open.stream().anyMatch(d -> d.real.equals(directory.get().real));
        open.push(directory.get());
        if (loops) {
          close();
          throw new StoreException(
              "Cannot list " + root.describe(place) + ": a symbolic link leads back above it.");
        }
      }
    }

    @Override
    public boolean hasNext() {
      while (next == null && !open.isEmpty()) {
        Directory directory = open.peek();
        if (!directory.hasNext()) {
          open.pop().close();
          continue;
        }
        Path path = directory.next();
        if (Files.isDirectory(path)) {
          enter(Optional.of(directory.key(path)));
        } else if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
          next = directory.key(path);
        }
      }
      return next != null;
    }

    @Override
    public StoreKey next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      StoreKey key = next;
      next = null;
      return key;
    }

    private void close() {
      while (!open.isEmpty()) {
        open.pop().close();
      }
    }
  }
}
