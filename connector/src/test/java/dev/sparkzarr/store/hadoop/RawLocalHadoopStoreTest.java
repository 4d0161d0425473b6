package dev.sparkzarr.store.hadoop;

import dev.sparkzarr.store.Store;
import dev.sparkzarr.store.StoreContract;
import dev.sparkzarr.store.StoreLocation;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;

class RawLocalHadoopStoreTest extends StoreContract {
  @TempDir Path directory;

  @Override
  protected Store open() {
    return HadoopStore.open(
        new StoreLocation("file:" + directory.resolve("not/yet/there.zarr"), Map.of()));
  }
}
