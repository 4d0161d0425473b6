package dev.sparkzarr.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sparkzarr.store.hadoop.HadoopStore;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoresTest {
  @TempDir Path directory;

  private ClassLoader before;

  @BeforeEach
  void keepLoader() {
    before = Thread.currentThread().getContextClassLoader();
  }

  @AfterEach
  void restoreLoader() {
    Thread.currentThread().setContextClassLoader(before);
    MemoryStore.forget("stores-test");
  }

  private static Store open(String uri) {
    return Stores.open(new StoreLocation(uri, Map.of()));
  }

  @Test
  void plainPathsAndFileAddressesAreTheSameLocalStore() {
    try (Store plain = open(directory + "/a b%20.zarr/");
        Store file = open("file:" + directory + "/a b%20.zarr")) {
      assertThat(plain).isInstanceOf(LocalStore.class);
      assertThat(file).isInstanceOf(LocalStore.class);
      assertThat(plain.identity()).isPresent().isEqualTo(file.identity());
      assertThat(plain.describe()).isEqualTo(directory + "/a b%20.zarr");
    }
  }

  @Test
  void aPlainPathFollowsTheDefaultFileSystem() {
    Map<String, String> settings =
        Map.of(
            "fs.defaultFS",
            "viewfs://here/",
            "fs.viewfs.mounttable.here.link./data",
            directory.toUri().toString());
    try (Store store = Stores.open(new StoreLocation("/data/x.zarr", settings))) {
      assertThat(store).isInstanceOf(HadoopStore.class);
      assertThat(store.describe()).isEqualTo("viewfs://here/data/x.zarr");
      assertThat(store.writes()).isEmpty();
    }
  }

  @Test
  void aMemoryStoreIsOnePerName() {
    StoreKey key = new StoreKey("zarr.json");
    try (Store store = open("memory:stores-test")) {
      store.writes().get().put(key, ByteBuffer.wrap(new byte[] {1}));
      store.writes().get().put(key("g/x"), ByteBuffer.wrap(new byte[] {2}));
    }
    try (Store again = open("memory:stores-test");
        Store below = open("memory://stores-test/g/")) {
      assertThat(again.get(key, 10)).isPresent();
      assertThat(below.get(key("x"), 10)).contains(ByteBuffer.wrap(new byte[] {2}));
      assertThat(below.describe(key("x"))).isEqualTo("memory:stores-test/g/x");
      assertThat(below.identity()).isPresent().isNotEqualTo(again.identity());
      MemoryStore.forget("stores-test");
      assertThat(open("memory:stores-test").identity()).isNotEqualTo(again.identity());
      assertThat(open("memory:stores-test").get(key, 10)).isEmpty();
    }
    assertThatThrownBy(() -> open("memory:")).isInstanceOf(StoreException.class);
  }

  private static StoreKey key(String value) {
    return new StoreKey(value);
  }

  @Test
  void anUnknownSchemeIsAnErrorThatSaysSo() {
    assertThatThrownBy(() -> open("s4a://user:geheim@bucket/x.zarr"))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("s4a://bucket/x.zarr")
        .hasMessageContaining("s4a")
        .hasMessageNotContaining("geheim");
    StoreLocation location = new StoreLocation("x:y", Map.of());
    List<StoreProvider> others =
        List.of(provider("a", -1, Optional.empty()), provider("b", 0, Optional.empty()));
    assertThatThrownBy(() -> Stores.find(location, others))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("x:y")
        .hasMessageEndingWith("Providers found: b, a.");
  }

  @Test
  void theHighestPriorityIsAskedFirst() {
    StoreLocation location = new StoreLocation("x:y", Map.of());
    Store low = MemoryStore.unnamed();
    Store high = MemoryStore.unnamed();
    assertThat(
            Stores.find(
                    location,
                    List.of(
                        provider("a", -1, Optional.of(low)),
                        provider("b", 7, Optional.empty()),
                        provider("c", 5, Optional.of(high))))
                .store())
        .isSameAs(high);
    assertThat(
            Stores.find(
                    location,
                    List.of(
                        provider("b", 0, Optional.of(low)), provider("a", 0, Optional.of(high))))
                .store())
        .isSameAs(high);
  }

  private static StoreProvider provider(String name, int priority, Optional<Store> store) {
    return new StoreProvider() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public int priority() {
        return priority;
      }

      @Override
      public Optional<Store> open(StoreLocation location) {
        return store;
      }
    };
  }

  /** Takes {@code plugged:}; known to a class loader of the thread only. */
  public static final class PluggedProvider implements StoreProvider {
    @Override
    public String name() {
      return "plugged";
    }

    @Override
    public int priority() {
      return 10;
    }

    @Override
    public Optional<Store> open(StoreLocation location) {
      return location.uri().startsWith("plugged:")
          ? Optional.of(MemoryStore.unnamed())
          : Optional.empty();
    }
  }

  private void plug(String... lines) throws IOException {
    Path services = Files.createDirectories(directory.resolve("META-INF/services"));
    Files.write(services.resolve(StoreProvider.class.getName()), List.of(lines));
    Thread.currentThread()
        .setContextClassLoader(new URLClassLoader(new URL[] {directory.toUri().toURL()}, before));
  }

  @Test
  void aRelativePathIsResolvedWhereItWasWritten() {
    StoreLocation relative = new StoreLocation("data/a b%.zarr", Map.of("k", "v"));
    assertThat(Stores.absolute(relative))
        .isEqualTo(
            new StoreLocation(Path.of("").toAbsolutePath() + "/data/a b%.zarr", Map.of("k", "v")));
    for (String other : List.of("/data/a.zarr", "memory:x", "s3a://bucket/a.zarr")) {
      StoreLocation location = new StoreLocation(other, Map.of());
      assertThat(Stores.absolute(location)).isEqualTo(location);
    }
  }

  @Test
  void providersOfTheThreadsLoaderAreFoundToo() throws IOException {
    assertThatThrownBy(() -> open("plugged:x")).isInstanceOf(StoreException.class);
    plug(PluggedProvider.class.getName(), LocalStoreProvider.class.getName());
    assertThat(open("plugged:x")).isInstanceOf(MemoryStore.class);
  }

  @Test
  void ourOwnProvidersAreFoundWithoutTheThreadsLoader() {
    Thread.currentThread().setContextClassLoader(ClassLoader.getPlatformClassLoader());
    assertThat(open(directory.toString())).isInstanceOf(LocalStore.class);
    Thread.currentThread().setContextClassLoader(null);
    assertThat(open(directory.toString())).isInstanceOf(LocalStore.class);
  }

  @Test
  void aBrokenProviderHarmsOnlyItsOwn() throws IOException {
    plug("no.such.Provider", PluggedProvider.class.getName());
    assertThat(open("plugged:x")).isInstanceOf(MemoryStore.class);
    assertThatThrownBy(() -> open("s4a://host/x"))
        .satisfies(
            e ->
                assertThat(e.getSuppressed())
                    .singleElement()
                    .asString()
                    .contains("no.such.Provider"));
  }
}
