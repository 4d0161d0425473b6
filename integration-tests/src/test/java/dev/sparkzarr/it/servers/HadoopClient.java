package dev.sparkzarr.it.servers;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;

/** Clients of Hadoop's that Spark does not ship, each in a class loader of its own. */
public final class HadoopClient {
  private HadoopClient() {}

  /** The folder with the jars of a client; the test is skipped where it is absent. */
  public static Path jars(String name) {
    Path folder = Path.of(System.getProperty("sparkzarr.servers.jars"), name);
    assumeTrue(folder.toFile().isDirectory(), folder + " is not here: the profile `full` makes it");
    return folder;
  }

  /** A class loader with these jars, for {@code Configuration}s made while it is the thread's. */
  public static URLClassLoader loader(Path jars) throws IOException {
    File[] files = jars.toFile().listFiles((place, name) -> name.endsWith(".jar"));
    URL[] urls = new URL[files.length];
    for (int i = 0; i < urls.length; i++) {
      urls[i] = files[i].toURI().toURL();
    }
    return new URLClassLoader(urls, HadoopClient.class.getClassLoader());
  }

  /** Copies a local folder to a place that is not there yet. */
  public static void copy(Path from, URI to, Map<String, String> settings, ClassLoader loader)
      throws IOException {
    with(
        to,
        settings,
        loader,
        fs ->
            fs.copyFromLocalFile(
                new org.apache.hadoop.fs.Path(from.toUri()), new org.apache.hadoop.fs.Path(to)));
  }

  /** Makes a folder, and the container that it is in. */
  public static void makeFolder(URI folder, Map<String, String> settings, ClassLoader loader)
      throws IOException {
    with(folder, settings, loader, fs -> fs.mkdirs(new org.apache.hadoop.fs.Path(folder)));
  }

  private interface Work {
    void on(FileSystem fs) throws IOException;
  }

  private static void with(URI place, Map<String, String> settings, ClassLoader loader, Work work)
      throws IOException {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(loader);
    try {
      Configuration configuration = new Configuration();
      settings.forEach(configuration::set);
      try (FileSystem fs = FileSystem.newInstance(place, configuration)) {
        work.on(fs);
      }
    } finally {
      thread.setContextClassLoader(before);
    }
  }
}
