package dev.sparkzarr.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The mode for mounted volumes; what a volume refuses is tested on a mounted one. */
class MountedLocalStoreTest extends StoreContract {
  @TempDir Path directory;

  @Override
  protected Set<Capability<?>> expected() {
    return Set.of(
        Capability.RANGES,
        Capability.READS_INTO,
        Capability.STATS,
        Capability.LISTING,
        Capability.WRITES,
        Capability.DELETES);
  }

  @Override
  protected Store open() {
    return LocalStore.mounted(directory.resolve("v/x.zarr").toString());
  }

  /** Not promised: a value is written under its final name. */
  @Override
  protected void readersSeeTheOldValueOrTheNew() {}

  @Test
  void noOtherNameIsEverUsed() throws IOException {
    put("a/b", new byte[3_000_000]);
    put("a/b", new byte[] {1});
    try (Stream<Path> files = Files.walk(directory).filter(Files::isRegularFile)) {
      assertThat(files).containsExactly(directory.resolve("v/x.zarr/a/b"));
    }
    assertThat(directory.resolve("v/x.zarr/a/b")).hasBinaryContent(new byte[] {1});
    assertThat(store().stats().get().stat(new StoreKey("a/b"))).contains(ValueStat.ofSize(1));
  }

  @Test
  void aLinkIsNotWrittenThrough() throws IOException {
    Path outside = Files.write(directory.resolve("outside"), new byte[] {42});
    put("a/b", new byte[1]);
    Files.createSymbolicLink(directory.resolve("v/x.zarr/a/link"), outside);
    assertThatThrownBy(() -> put("a/link", new byte[2]))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("symbolic link");
    assertThat(outside).hasBinaryContent(new byte[] {42});
  }

  @ParameterizedTest
  @CsvSource({
    "/Volumes/c/s/v/x.zarr, , true",
    "dbfs:/Volumes/c/s/v/x.zarr, , true",
    "file:/dbfs/x.zarr, , true",
    "file:///Workspace/x.zarr, , true",
    "/data/../Volumes/x.zarr, , true",
    "/data/x.zarr, , false",
    "/Volumes2/x.zarr, , false",
    "/Volumes/../data/x.zarr, , false",
    "/data/x.zarr, '/mnt/a/, /data', true",
    "/database/x.zarr, '/mnt/a/, /data', false",
    "/Volumes/x.zarr, /mnt, false",
    "/Volumes/x.zarr, ' ', false",
  })
  void volumesAreToldByTheirPath(String uri, String setting, boolean mounted) {
    Map<String, String> settings =
        setting == null ? Map.of() : Map.of(LocalStoreProvider.VOLUMES, setting);
    try (Store store = Stores.open(new StoreLocation(uri, settings))) {
      assertThat(store).isInstanceOf(LocalStore.class);
      assertThat(store.renames().isEmpty()).isEqualTo(mounted);
    }
  }

  @Test
  void settingsAreChecked() {
    assertThatThrownBy(() -> open("/data/x", LocalStoreProvider.VOLUMES, "mnt/x"))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("fs.sparkzarr.volumes")
        .hasMessageContaining("'mnt/x'");
    assertThatThrownBy(() -> open("/data/x", LocalStoreProvider.DIRECT, "yes"))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("fs.sparkzarr.directReads")
        .hasMessageContaining("'yes'");
    assertThatThrownBy(() -> open("/Volumes/x", LocalStoreProvider.DIRECT, "true"))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("mounted volume");
  }

  private static void open(String uri, String setting, String value) {
    Stores.open(new StoreLocation(uri, Map.of(setting, value))).close();
  }
}
