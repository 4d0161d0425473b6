package dev.sparkzarr.store;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class LocalStoreTest extends StoreContract {
  @TempDir Path directory;

  @Override
  protected Store open() {
    return LocalStore.at(directory.resolve("not/yet/there.zarr").toString());
  }
}
