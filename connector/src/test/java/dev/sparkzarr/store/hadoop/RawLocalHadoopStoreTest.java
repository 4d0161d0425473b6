package dev.sparkzarr.store.hadoop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sparkzarr.store.Capability;
import dev.sparkzarr.store.Store;
import dev.sparkzarr.store.StoreContract;
import dev.sparkzarr.store.StoreKey;
import dev.sparkzarr.store.StoreLocation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RawLocalHadoopStoreTest extends StoreContract {
  @TempDir Path directory;

  @Override
  protected Set<Capability<?>> expected() {
    return Set.of(
        Capability.RANGES,
        Capability.STATS,
        Capability.LISTING,
        Capability.WRITES,
        Capability.DELETES);
  }

  @Override
  protected Store open() {
    return HadoopStore.open(
        new StoreLocation("file:" + directory.resolve("not/yet/there.zarr"), Map.of()));
  }

  @Test
  void filesOfWritersThatDiedGoOnceTheyAreOld() throws IOException {
    Instant death = Instant.parse("2026-01-01T00:00:00Z");
    put("a/b", new byte[] {1});
    Path place = directory.resolve("not/yet/there.zarr/a");
    Path old = place.resolve(".sparkzarr-01234567-89ab-cdef-0123-456789abcdef.tmp");
    Path late = place.resolve(".sparkzarr-11234567-89ab-cdef-0123-456789abcdef.tmp");
    Files.write(old, new byte[] {1});
    Files.write(late, new byte[] {1});
    Files.setLastModifiedTime(old, FileTime.from(death));
    Files.setLastModifiedTime(place.resolve("b"), FileTime.from(death));
    store().deletes().get().deleteAbandoned(Optional.of(new StoreKey("a")), death.plusSeconds(1));
    assertThat(old).doesNotExist();
    assertThat(List.of(late, place.resolve("b"))).allMatch(Files::exists);
    store().deletes().get().deleteAbandoned(Optional.of(new StoreKey("none")), death);
  }
}
