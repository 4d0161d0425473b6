package dev.sparkzarr;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import org.slf4j.LoggerFactory;

/**
 * Which build of this library runs. Immutable; the same is in the manifest of the jar, as {@code
 * Implementation-Version} and {@code Build-Commit}.
 *
 * @param number of the release, such as {@code 0.1.0}; one that ends in {@code -SNAPSHOT} is none
 * @param commit what was built: a commit of the project's repository, followed by {@code -modified}
 *     where files differed from it, or {@code unknown} where sources were built without one
 */
public record ConnectorVersion(String number, String commit) {
  private static final ConnectorVersion CURRENT = read("version.properties");

  /** The build that this class is of. */
  public static ConnectorVersion current() {
    return CURRENT;
  }

  /** Logs the build at the first call in a JVM, and does nothing afterwards. */
  public static void announce() {
    Announcement.make();
  }

  static ConnectorVersion read(String resource) {
    Properties properties = new Properties();
    try (InputStream in = ConnectorVersion.class.getResourceAsStream(resource)) {
      if (in != null) {
        properties.load(in);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new ConnectorVersion(
        properties.getProperty("number", "unknown"), properties.getProperty("commit", "unknown"));
  }

  @Override
  public String toString() {
    return "spark-zarr " + number + " (commit " + commit + ")";
  }

  /** What its class's initialisation does is done once, whatever calls first. */
  private static final class Announcement {
    static {
      LoggerFactory.getLogger(ConnectorVersion.class)
          .info("{} on Java {}", CURRENT, Runtime.version());
    }

    static void make() {
      // Initialises the class.
    }
  }
}
