package dev.sparkzarr.store;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * The directory of a local store: keys to files, and nothing outside of it, whatever symbolic links
 * say. Immutable.
 */
final class LocalRoot {
  private static final Pattern TEMPORARY = Pattern.compile("\\.sparkzarr-[0-9a-f]{32}\\.tmp");

  private final String shown;
  private final Path root;
  private final boolean mounted;

  /**
   * @param path as the user wrote it; need not exist
   * @param mounted whether it is on a mounted volume
   */
  LocalRoot(String path, boolean mounted) {
    this.mounted = mounted;
    Path absolute;
    try {
      absolute = Path.of(path).toAbsolutePath();
    } catch (InvalidPathException e) {
      throw unnameable(path, e);
    }
    this.shown = absolute.normalize().toString();
    this.root = realPathOf(absolute);
  }

  /** Resolves the links of what exists, so that comparing real paths is fair. */
  private static Path realPathOf(Path absolute) {
    try {
      return absolute.toRealPath();
    } catch (IOException e) {
      Path parent = absolute.getParent();
      Path name = absolute.getFileName();
      return parent == null || name == null
          ? absolute.normalize()
          : realPathOf(parent).resolve(name).normalize();
    }
  }

  /**
   * @return the root, links resolved
   */
  Path path() {
    return root;
  }

  /**
   * @return whether it is on a mounted volume
   */
  boolean isMounted() {
    return mounted;
  }

  String describe() {
    return shown;
  }

  String describe(Optional<StoreKey> key) {
    return key.map(this::describe).orElse(shown);
  }

  String describe(StoreKey key) {
    return shown.endsWith("/") ? shown + key.value() : shown + "/" + key.value();
  }

  /** Names of files under way, and of the lock; never keys. */
  static boolean isKept(String name) {
    return name.startsWith(".sparkzarr") && (isTemporary(name) || name.equals(LocalLock.NAME));
  }

  static boolean isTemporary(String name) {
    return TEMPORARY.matcher(name).matches();
  }

  static String temporaryName() {
    UUID id = UUID.randomUUID();
    return String.format(
        ".sparkzarr-%016x%016x.tmp", id.getMostSignificantBits(), id.getLeastSignificantBits());
  }

  /**
   * Which state of a file: its number, size and time of modification. Values that this library
   * wrote differ in it; it cannot tell the states of a file that another program writes in place,
   * at one size, within a tick of the system's clock (up to 10 ms), or whose time is set back.
   *
   * @return empty where the root is a mounted volume, or files have no numbers
   */
  Optional<Version> versionOf(BasicFileAttributes file) {
    if (mounted || file.fileKey() == null) {
      return Optional.empty();
    }
    Instant time = file.lastModifiedTime().toInstant();
    return Optional.of(
        new Version(
            file.fileKey()
                + "-"
                + file.size()
                + "-"
                + time.getEpochSecond()
                + "."
                + time.getNano()));
  }

  /** Makes a directory only after what exists above it has proved to be inside the root. */
  Path makeDirectory(StoreKey key, Path directory) throws IOException {
    Path existing = directory;
    while (existing.startsWith(root) && !Files.exists(existing)) {
      existing = existing.getParent();
    }
    if (existing.startsWith(root) && !existing.toRealPath().startsWith(root)) {
      throw leaves("write", describe(key));
    }
    if (Files.isRegularFile(existing)) {
      throw new StoreException(
          "Cannot write " + describe(key) + ": " + existing + " is a value, not a directory.");
    }
    return existing.equals(directory) ? directory : Files.createDirectories(directory);
  }

  /**
   * @return where the key's file is or would be, links not resolved
   */
  Path place(StoreKey key) {
    try {
      return root.resolve(key.value());
    } catch (InvalidPathException e) {
      throw unnameable(describe(key), e);
    }
  }

  /**
   * Finds what is at a key.
   *
   * @param key empty for the root itself
   * @return the path with links resolved; empty when nothing is there
   * @throws StoreException when a link leaves the root or leads nowhere, or it cannot be found out
   */
  Optional<Path> find(String doing, Optional<StoreKey> key) {
    Path path = key.map(this::place).orElse(root);
    try {
      Path real = path.toRealPath();
      if (!real.startsWith(root)) {
        throw leaves(doing, describe(key));
      }
      return Optional.of(real);
    } catch (IOException e) {
      if (isAbsent(doing, path, e)) {
        return Optional.empty();
      }
      throw failed(doing, describe(key), e);
    }
  }

  /**
   * Whether an error means that nothing is there: neither a link to nothing (data not fetched yet
   * is not absent) nor anything but a missing name, or a file where a directory would be.
   */
  boolean isAbsent(String doing, Path path, IOException error) {
    if (error instanceof java.nio.file.AccessDeniedException
        || !(error instanceof FileSystemException)) {
      return false;
    }
    for (Path p = path; p != null && p.startsWith(root); p = p.getParent()) {
      if (Files.isSymbolicLink(p)) {
        refuseIfAstray(doing, path, p, error);
      }
      if (Files.exists(p, LinkOption.NOFOLLOW_LINKS)) {
        return !p.equals(path) && !Files.isDirectory(p) || error instanceof NoSuchFileException;
      }
    }
    return error instanceof NoSuchFileException || !Files.exists(root);
  }

  private void refuseIfAstray(String doing, Path path, Path link, IOException error) {
    Path target;
    try {
      target = link.toRealPath();
    } catch (IOException e) {
      throw new StoreException(
          "Cannot " + doing + " " + path + ": " + link + " is a symbolic link to nothing.", error);
    }
    if (!target.startsWith(root)) {
      throw leaves(doing, path.toString());
    }
  }

  /** Says that a link leaves the root. */
  static StoreException leaves(String doing, String place) {
    return new StoreException(
        "Cannot "
            + doing
            + " "
            + place
            + ": a symbolic link leads out of the store. Open the link's target as a store.");
  }

  /** Maps what the file system said. */
  static StoreException failed(String doing, String place, IOException e) {
    if (e instanceof java.nio.file.AccessDeniedException) {
      return StoreErrors.denied(doing, place, e);
    }
    if (e instanceof ClosedByInterruptException) {
      return StoreErrors.interrupted(doing, place, e);
    }
    return StoreErrors.failed(doing, place, e);
  }

  private static StoreException unnameable(String place, InvalidPathException e) {
    return new StoreException(
        "Cannot use "
            + place
            + ": this JVM cannot name such a file ("
            + e.getReason()
            + "). Start it in a UTF-8 locale, such as LC_ALL=C.UTF-8.",
        e);
  }
}
