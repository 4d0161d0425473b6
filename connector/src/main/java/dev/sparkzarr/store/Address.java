package dev.sparkzarr.store;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An address taken apart, nothing decoded: {@code %20} is three characters of a name. Rules: {@code
 * file:} and the mounted volumes of notebook platforms are local; a plain path is local unless
 * {@code fs.defaultFS} names another file system.
 *
 * @param scheme in lower case; empty for a plain path
 * @param rest what follows the colon, or the whole path
 */
record Address(String scheme, String rest) {
  /** Local directories behind which a platform mounts remote storage. */
  static final List<String> VOLUMES = List.of("/Volumes", "/dbfs", "/Workspace");

  // One letter before a colon is a Windows drive, not a scheme.
  private static final Pattern SCHEME = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]+):(.*)");

  // In the way of fsspec, where the link may have a path: zip://place::...
  private static final Pattern HEAD = Pattern.compile("(?i)zip(://[^:]*)?::");

  /**
   * The first link of a chained address, such as {@code zip::} of {@code zip::s3a://bucket/k.zip}:
   * what follows is an address of its own.
   *
   * @return with its colons; empty when the address is not chained
   */
  static Optional<String> head(String uri) {
    Matcher matcher = HEAD.matcher(uri);
    return matcher.lookingAt() ? Optional.of(matcher.group()) : Optional.empty();
  }

  /**
   * @throws StoreException when the text is empty
   */
  static Address parse(String uri) {
    if (uri.isBlank()) {
      throw new StoreException("Cannot open a store: its path is empty.");
    }
    Matcher matcher = SCHEME.matcher(uri);
    return matcher.matches()
        ? new Address(matcher.group(1).toLowerCase(Locale.ROOT), matcher.group(2))
        : new Address("", uri);
  }

  /**
   * @return the path on this machine; empty when the address is not local
   * @throws StoreException when a {@code file:} address names a host
   */
  static Optional<String> localPath(StoreLocation location) {
    Address address = parse(location.uri());
    return switch (address.scheme) {
      case "" ->
          isVolume(location, address.rest) || isLocalDefault(location)
              ? Optional.of(address.rest)
              : Optional.empty();
      case "file" -> Optional.of(address.withoutAuthority());
      case "dbfs" ->
          Optional.of(address.rest.replaceFirst("^/{2,}", "/"))
              .filter(path -> isBelow(path, "/Volumes"));
      default -> Optional.empty();
    };
  }

  /**
   * @return why the address is local, or a plain path is not; empty for other schemes
   * @throws StoreException as {@link #localPath}
   */
  static Optional<String> rule(StoreLocation location) {
    Optional<String> path = localPath(location);
    Address address = parse(location.uri());
    if (path.isEmpty()) {
      return switch (address.scheme) {
        case "" ->
            Optional.of(
                "declined: a plain path is on the file system of fs.defaultFS, which is "
                    + Secrets.NONE.hideIn(location.settings().get("fs.defaultFS")));
        case "dbfs" -> Optional.of("declined: of dbfs: only /Volumes is mounted");
        default -> Optional.empty();
      };
    }
    if (isVolume(location, path.get())) {
      return Optional.of(
          "taken as a mounted volume ("
              + String.join(", ", volumes(location))
              + "): a local path, whole objects, never through Hadoop");
    }
    return Optional.of(
        address.scheme.isEmpty()
            ? "taken: a plain path, and fs.defaultFS names no other file system"
            : "taken: file: is local, and it is below no mounted volume");
  }

  private String withoutAuthority() {
    if (!rest.startsWith("//")) {
      return rest;
    }
    int slash = rest.indexOf('/', 2);
    String host = slash < 0 ? rest.substring(2) : rest.substring(2, slash);
    if (slash < 0 || !(host.isEmpty() || host.equals("localhost"))) {
      throw new StoreException(
          "Cannot open store "
              + Secrets.NONE.hideIn(scheme + ":" + rest)
              + ": '"
              + host
              + "' stands where a host would. Write file:/// and the absolute path.");
    }
    return rest.substring(slash);
  }

  /**
   * @param path of this machine
   * @return whether it is where a platform mounts remote storage
   */
  static boolean isVolume(StoreLocation location, String path) {
    String normal;
    try {
      normal = Path.of(path).toAbsolutePath().normalize().toString();
    } catch (InvalidPathException e) {
      return false; // the store itself says why no file has such a path
    }
    return volumes(location).stream().anyMatch(volume -> isBelow(normal, volume));
  }

  private static List<String> volumes(StoreLocation location) {
    String setting = location.settings().get(LocalStoreProvider.VOLUMES);
    if (setting == null) {
      return VOLUMES;
    }
    List<String> volumes =
        Arrays.stream(setting.split(","))
            .map(volume -> volume.strip().replaceFirst("/+$", ""))
            .filter(volume -> !volume.isEmpty())
            .toList();
    for (String volume : volumes) {
      if (!volume.startsWith("/")) {
        throw new StoreException(
            "Cannot use setting "
                + LocalStoreProvider.VOLUMES
                + ": '"
                + volume
                + "' is not an absolute path.");
      }
    }
    return volumes;
  }

  private static boolean isBelow(String path, String directory) {
    return path.equals(directory) || path.startsWith(directory + "/");
  }

  private static boolean isLocalDefault(StoreLocation location) {
    String fileSystem = location.settings().getOrDefault("fs.defaultFS", "").strip();
    return fileSystem.isEmpty() || fileSystem.startsWith("file:");
  }
}
