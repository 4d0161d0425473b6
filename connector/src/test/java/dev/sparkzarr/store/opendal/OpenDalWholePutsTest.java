package dev.sparkzarr.store.opendal;

import dev.sparkzarr.store.Capability;
import dev.sparkzarr.store.Store;
import dev.sparkzarr.store.StoreContract;
import dev.sparkzarr.store.StoreLocation;
import dev.sparkzarr.store.async.BlockingStore;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;

/** The contract with writes, on a folder where OpenDAL writes elsewhere and renames. */
class OpenDalWholePutsTest extends StoreContract {
  static final Map<String, String> WHOLE = Map.of("fs.sparkzarr.opendal.puts", "whole");

  @TempDir Path folder;

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
  protected List<String> oddNames() {
    return super.oddNames().stream().filter(name -> !name.startsWith(" ")).toList();
  }

  @Override
  protected Store open() {
    Map<String, String> folders =
        Map.of(
            "root",
            folder.resolve("50%25.zarr").toString(),
            "atomic_write_dir",
            folder.resolve("under way").toString());
    OpenDalAddress address =
        new OpenDalAddress("fs", folders, "opendal+fs://" + folders.get("root"));
    return new BlockingStore(OpenDalStore.open(address, new StoreLocation("", WHOLE)));
  }
}
