package dev.sparkzarr.store.zip;

import dev.sparkzarr.store.Capability;
import dev.sparkzarr.store.Store;
import dev.sparkzarr.store.StoreContract;
import java.util.Set;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Nested;

/** The contract on archives that java.util.zip made. */
class ZipStoreContractTest {
  abstract static class Reading extends StoreContract {
    private final ReopenedZip zip;

    Reading(int method) {
      this.zip = new ReopenedZip(method);
    }

    @Override
    protected Set<Capability<?>> expected() {
      return Set.of(Capability.RANGES, Capability.STATS, Capability.VERSIONS, Capability.LISTING);
    }

    @Override
    protected Store open() {
      return zip;
    }

    @Override
    protected void put(String key, byte[] value) {
      zip.put(key, value);
    }

    /** Each is an archive made again. */
    @Override
    protected int manyKeys() {
      return 300;
    }
  }

  @Nested
  class Stored extends Reading {
    Stored() {
      super(ZipEntry.STORED);
    }
  }

  @Nested
  class Deflated extends Reading {
    Deflated() {
      super(ZipEntry.DEFLATED);
    }
  }
}
