package dev.sparkzarr.array;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sparkzarr.ZarrException;
import dev.sparkzarr.metadata.ArrayMetadata;
import dev.sparkzarr.metadata.NodePath;
import dev.sparkzarr.store.Store;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArrayEnginesTest {
  @Test
  void bothBuiltInEnginesAreFound() {
    assertThat(ArrayEngines.names()).contains("java", "reference").isSorted();
    assertThat(ArrayEngines.named("java").name()).isEqualTo("java");
    assertThat(ArrayEngines.named("reference").name()).isEqualTo("reference");
  }

  @Test
  void anUnknownNameListsAll() {
    assertThatThrownBy(() -> ArrayEngines.named("Java"))
        .isInstanceOf(ZarrException.class)
        .hasMessage(
            "Cannot use option engine='Java': there is no such engine. Use one of: java,"
                + " reference.");
  }

  /** What a jar attached to a running session looks like. */
  @Test
  void anEngineOfTheThreadsClassLoaderIsFound(@TempDir Path jar) throws IOException {
    Path services = Files.createDirectories(jar.resolve("META-INF/services"));
    Files.writeString(
        services.resolve(ArrayEngine.class.getName()), OtherEngine.class.getName() + "\n");
    ClassLoader before = Thread.currentThread().getContextClassLoader();
    try (URLClassLoader loader = new URLClassLoader(new URL[] {jar.toUri().toURL()}, before)) {
      Thread.currentThread().setContextClassLoader(loader);
      assertThat(ArrayEngines.named("other")).isInstanceOf(OtherEngine.class);
      assertThat(ArrayEngines.names()).containsExactly("java", "other", "reference");
    } finally {
      Thread.currentThread().setContextClassLoader(before);
    }
    assertThat(ArrayEngines.names()).doesNotContain("other");
  }

  /** An engine that a user's jar brings. */
  public static final class OtherEngine implements ArrayEngine {
    private final JavaEngine java = new JavaEngine();

    @Override
    public String name() {
      return "other";
    }

    @Override
    public ArrayReader open(
        Store store,
        NodePath path,
        ArrayMetadata metadata,
        FetchSettings fetch,
        ReadCounters counters) {
      return java.open(store, path, metadata, fetch, counters);
    }

    @Override
    public ArrayWriter openForWriting(
        Store store, NodePath path, ArrayMetadata metadata, WriteSettings settings) {
      return java.openForWriting(store, path, metadata, settings);
    }
  }
}
