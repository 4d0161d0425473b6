package dev.sparkzarr.store;

import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where one value is, as its own address says it: the store around it, and its key there. For what
 * is stored in one value, such as an archive.
 *
 * @param store the place above the address's last name
 */
public record ValueLocation(StoreLocation store, StoreKey key) {
  /**
   * Takes the last name off an address. A local file that is a symbolic link is the file that it
   * leads to; of a web address the query stays with the store, and {@code %20} in the name is a
   * blank.
   *
   * @throws StoreException when the address has no name below a place
   */
  public static ValueLocation of(StoreLocation location) {
    Optional<Path> file = localFile(location);
    String uri = file.map(Path::toString).orElse(location.uri());
    String scheme = Address.parse(uri).scheme();
    boolean web = file.isEmpty() && (scheme.equals("http") || scheme.equals("https"));
    int question = web && uri.indexOf('?') >= 0 ? uri.indexOf('?') : uri.length();
    String path = uri.substring(0, question).replaceFirst("/+$", "");
    int slash = path.lastIndexOf('/');
    int authority = path.indexOf("://");
    String name = path.substring(slash + 1);
    if (slash < 0 || authority >= 0 && slash < authority + 3 || name.isEmpty()) {
      throw notBelow(location);
    }
    String above = slash == 0 ? "/" : path.substring(0, slash);
    return new ValueLocation(
        new StoreLocation(above + uri.substring(question), location.settings()),
        new StoreKey(web ? decoded(name, location) : name));
  }

  /**
   * @return the file of this machine that the address means, links resolved; empty when the address
   *     is not local, or no file is there
   */
  public static Optional<Path> localFile(StoreLocation location) {
    Optional<String> path = Address.localPath(location);
    if (path.isEmpty()) {
      return Optional.empty();
    }
    try {
      Path file = Path.of(path.get());
      return Files.isRegularFile(file)
          ? Optional.of(
              Address.isVolume(location, path.get()) ? file.toAbsolutePath() : file.toRealPath())
          : Optional.empty();
    } catch (InvalidPathException | IOException e) {
      return Optional.empty(); // the store says why, when it reads
    }
  }

  private static String decoded(String name, StoreLocation location) {
    try {
      return URLDecoder.decode(name.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw notBelow(location);
    }
  }

  private static StoreException notBelow(StoreLocation location) {
    return new StoreException(
        "Cannot open "
            + Secrets.of(location.settings()).hideIn(location.uri())
            + ": it names no value in a store. Write the whole address of the file.");
  }
}
