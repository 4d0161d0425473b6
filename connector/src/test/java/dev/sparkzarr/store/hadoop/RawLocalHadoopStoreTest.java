package dev.sparkzarr.store.hadoop;

import dev.sparkzarr.store.Capability;
import dev.sparkzarr.store.Store;
import dev.sparkzarr.store.StoreContract;
import dev.sparkzarr.store.StoreLocation;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
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
}
