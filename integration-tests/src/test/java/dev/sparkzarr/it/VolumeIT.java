package dev.sparkzarr.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sparkzarr.it.servers.Volume;
import dev.sparkzarr.store.LocalStore;
import dev.sparkzarr.store.LocalStoreProvider;
import dev.sparkzarr.store.Store;
import dev.sparkzarr.store.StoreKey;
import dev.sparkzarr.store.zip.ZipStore;
import dev.sparkzarr.store.zip.ZipWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real store on a mounted volume, and in an archive, read by the packaged jar inside Spark. */
@Tag("servers")
class VolumeIT {
  private static final String STORE = "basin-v3.zarr";

  @TempDir private Path directory;

  @Test
  void everyAnswerIsThatOfXarray() throws IOException {
    Path local = ServedData.DATA.resolve(STORE);
    Path archive = directory.resolve("archives").resolve(STORE);
    try (Volume volume = Volume.start();
        Store to = LocalStore.mounted(volume.root().resolve(STORE).toString())) {
      copy(local, to);
      try (ZipWriter zip = ZipStore.create(archive.toString())) {
        copy(local, zip);
      }
      try (SparkShell spark = SparkShell.start(SparkRuntime.ofThisBuild(), List.of(), Map.of())) {
        Map<String, String> volumes = Map.of(LocalStoreProvider.VOLUMES, volume.root().toString());
        answers(spark, volume.root() + "/", volumes);
        assertThat(volume.refused()).isEmpty();
        assertThat(volume.calls()).anyMatch(call -> call.startsWith("read /" + STORE));
        answers(spark, "zip::" + archive.getParent() + "/", Map.of());
      }
    }
  }

  private static void answers(SparkShell spark, String root, Map<String, String> options)
      throws IOException {
    SparkShell.Outcome outcome = spark.answers(ServedData.DATA, root, STORE, options);
    assertThat(outcome.error()).isEmpty();
    assertThat(outcome.value()).isEmpty();
  }

  private static void copy(Path from, Store to) {
    try (Store source = LocalStore.at(from.toString());
        Stream<StoreKey> keys = source.listing().orElseThrow().keys(Optional.empty())) {
      keys.forEach(
          key -> {
            ByteBuffer value = source.get(key, Integer.MAX_VALUE).orElseThrow();
            to.writes().orElseThrow().put(key, value);
          });
    }
  }
}
