package dev.sparkzarr.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged connector, and a store of somebody else's, attached to a session that runs. */
class AttachedJarIT {
  @TempDir private Path directory;

  @Test
  void jarsAttachedToARunningSession() throws IOException {
    attach(SparkRuntime.ofThisBuild(), "local[2]", Map.of());
  }

  @Test
  @Tag("full")
  void jarsAttachedToARunningClusterOfTheNewestSpark() throws IOException {
    SparkRuntime spark = SparkRuntime.newest();
    attach(spark, "local-cluster[2,1,1024]", SparkRuntime.clusterEnvironment(directory));
  }

  private void attach(SparkRuntime spark, String master, Map<String, String> environment)
      throws IOException {
    Path programs = SparkRuntime.programs(directory.resolve("programs"), AttachedJar.class);
    SparkRuntime.Outcome outcome =
        spark.runBare(
            environment,
            programs,
            AttachedJar.class,
            master,
            directory.toString(),
            System.getProperty("sparkzarr.jar"),
            mirrorJar().toString());
    assertThat(outcome.output()).contains("reads with attached jars");
    assertThat(outcome.exitCode()).isZero();
  }

  private Path mirrorJar() throws IOException {
    Path jar = directory.resolve("mirror.jar");
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
      String provider = file(MirrorProvider.class);
      out.putNextEntry(new JarEntry(provider));
      copy(provider, out);
      out.putNextEntry(new JarEntry("META-INF/services/dev.sparkzarr.store.StoreProvider"));
      out.write(MirrorProvider.class.getName().getBytes(StandardCharsets.UTF_8));
    }
    return jar;
  }

  private static String file(Class<?> type) {
    return type.getName().replace('.', '/') + ".class";
  }

  private static void copy(String file, OutputStream out) throws IOException {
    try (InputStream in = AttachedJarIT.class.getClassLoader().getResourceAsStream(file)) {
      in.transferTo(out);
    }
  }
}
