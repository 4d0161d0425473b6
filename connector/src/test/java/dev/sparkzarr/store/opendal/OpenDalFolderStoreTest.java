package dev.sparkzarr.store.opendal;

import dev.sparkzarr.store.Capability;
import dev.sparkzarr.store.Store;
import dev.sparkzarr.store.StoreContract;
import dev.sparkzarr.store.StoreKey;
import dev.sparkzarr.store.StoreLocation;
import dev.sparkzarr.store.async.BlockingStore;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;

/** The contract on OpenDAL's service of a folder: directories, and writes that are seen in part. */
class OpenDalFolderStoreTest extends StoreContract {
  @TempDir Path folder;

  private OpenDalAddress address() {
    String root = folder.resolve("x y%20.zarr").toString();
    return new OpenDalAddress("fs", Map.of("root", root), "opendal+fs://" + root);
  }

  @Override
  protected Set<Capability<?>> expected() {
    return Set.of(Capability.RANGES, Capability.STATS, Capability.LISTING, Capability.DELETES);
  }

  @Override
  protected List<String> oddNames() {
    return super.oddNames().stream().filter(name -> !name.startsWith(" ")).toList();
  }

  @Override
  protected void put(String key, byte[] value) {
    try (Store writer =
        new BlockingStore(
            OpenDalStore.open(address(), new StoreLocation("", OpenDalWholePutsTest.WHOLE)))) {
      writer.writes().orElseThrow().put(new StoreKey(key), ByteBuffer.wrap(value));
    }
  }

  @Override
  protected Store open() {
    return new BlockingStore(OpenDalStore.open(address(), new StoreLocation("", Map.of())));
  }
}
