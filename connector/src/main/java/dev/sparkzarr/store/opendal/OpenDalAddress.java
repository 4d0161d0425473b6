package dev.sparkzarr.store.opendal;

import dev.sparkzarr.store.Secrets;
import dev.sparkzarr.store.StoreException;
import dev.sparkzarr.store.StoreKey;
import dev.sparkzarr.store.StoreLocation;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An address of a service of OpenDAL's: {@code opendal+SERVICE://AUTHORITY/PATH}, or {@code
 * webdav://HOST/PATH} and {@code webdavs://HOST/PATH} (over TLS). The path is taken literally and
 * becomes OpenDAL's {@code root}. The authority becomes what the service calls its place, such as a
 * bucket; a service that is not in the table has none. Every other configuration comes from
 * settings {@code fs.opendal.KEY}, with OpenDAL's names.
 *
 * @param service OpenDAL's name
 * @param configuration what OpenDAL is given; may hold secrets
 * @param shown for messages, without secrets
 */
record OpenDalAddress(String service, Map<String, String> configuration, String shown) {
  /** Before OpenDAL's own names. */
  static final String SETTINGS = "fs.opendal.";

  private static final Pattern FORM =
      Pattern.compile("(?is)(opendal\\+([a-z0-9_-]+)|webdavs?)://([^/]*)(/.*)?");
  private static final Pattern USER = Pattern.compile("([^:@]*)(?::([^@]*))?@(.+)");

  /** The configuration that an authority is, and what is written before it. */
  private record Place(String key, String prefix) {}

  private static final Map<String, Place> PLACES =
      Map.ofEntries(
          Map.entry("s3", new Place("bucket", "")),
          Map.entry("gcs", new Place("bucket", "")),
          Map.entry("oss", new Place("bucket", "")),
          Map.entry("cos", new Place("bucket", "")),
          Map.entry("obs", new Place("bucket", "")),
          Map.entry("b2", new Place("bucket", "")),
          Map.entry("upyun", new Place("bucket", "")),
          Map.entry("azblob", new Place("container", "")),
          Map.entry("swift", new Place("container", "")),
          Map.entry("azdls", new Place("filesystem", "")),
          Map.entry("azfile", new Place("share_name", "")),
          Map.entry("webdav", new Place("endpoint", "http://")),
          Map.entry("webdavs", new Place("endpoint", "https://")),
          Map.entry("webhdfs", new Place("endpoint", "http://")),
          Map.entry("http", new Place("endpoint", "http://")),
          Map.entry("https", new Place("endpoint", "https://")),
          Map.entry("sftp", new Place("endpoint", "ssh://")));
  private static final Map<String, String> SECURE = Map.of("webdavs", "webdav", "https", "http");
  private static final Map<String, String> INSTEAD =
      Map.of("fs", "the path itself", "memory", "memory:NAME");

  /**
   * @return empty when the address is not of this form
   * @throws StoreException when it is, but cannot be used
   */
  static Optional<OpenDalAddress> of(StoreLocation location) {
    Matcher form = FORM.matcher(location.uri());
    if (!form.matches()) {
      return Optional.empty();
    }
    String shown = Secrets.of(location.settings()).hideIn(location.uri());
    String service = (form.group(2) == null ? form.group(1) : form.group(2));
    service = service.toLowerCase(Locale.ROOT);
    if (INSTEAD.containsKey(service)) {
      throw cannot(shown, "OpenDAL's " + service + " is not served. Write " + INSTEAD.get(service));
    }
    Map<String, String> configuration = new TreeMap<>();
    location
        .settings()
        .forEach(
            (name, value) -> {
              if (name.startsWith(SETTINGS)) {
                configuration.put(name.substring(SETTINGS.length()), value);
              }
            });
    addAuthority(configuration, service, form.group(3), shown);
    add(configuration, "root", root(form.group(4), shown), shown);
    return Optional.of(
        new OpenDalAddress(
            SECURE.getOrDefault(service, service), Map.copyOf(configuration), shown));
  }

  private static void addAuthority(
      Map<String, String> configuration, String service, String authority, String shown) {
    if (authority.isEmpty()) {
      return;
    }
    Place place = PLACES.get(service);
    if (place == null) {
      throw cannot(
          shown,
          "what stands before the path has no meaning for this service. Write opendal+"
              + service
              + ":///PATH, and the rest as options "
              + SETTINGS
              + "*");
    }
    Matcher user = USER.matcher(authority);
    boolean hasUser = place.key.equals("endpoint") && user.matches();
    if (hasUser) {
      add(configuration, "username", user.group(1), shown);
      if (user.group(2) != null) {
        add(configuration, "password", user.group(2), shown);
      }
    }
    add(configuration, place.key, place.prefix + (hasUser ? user.group(3) : authority), shown);
  }

  private static void add(
      Map<String, String> configuration, String key, String value, String shown) {
    if (configuration.put(key, value) != null) {
      throw cannot(
          shown, "it says what option " + SETTINGS + key + " says too. Leave one of them out");
    }
  }

  private static String root(String path, String shown) {
    String inner = path == null ? "" : path.replaceAll("^/+|/+$", "");
    if (!inner.isEmpty() && (!StoreKey.isValid(inner) || OpenDalPaths.isTrimmed(inner))) {
      throw cannot(
          shown,
          "its path has a segment that is empty, '.', '..', or begins or ends with a blank."
              + " OpenDAL would take it for another. Rename it");
    }
    return "/" + inner;
  }

  private static StoreException cannot(String shown, String why) {
    return new StoreException("Cannot open store " + shown + ": " + why + ".");
  }

  /** The configuration may hold secrets. */
  @Override
  public String toString() {
    return shown;
  }
}
