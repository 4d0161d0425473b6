package dev.sparkzarr.it.contract;

import dev.sparkzarr.it.servers.Versitygw;
import dev.sparkzarr.store.Capability;
import dev.sparkzarr.store.Store;
import dev.sparkzarr.store.StoreContract;
import dev.sparkzarr.store.StoreException;
import dev.sparkzarr.store.StoreLocation;
import dev.sparkzarr.store.Stores;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;

/** S3 that checks signatures and keeps preconditions. */
@Tag("servers")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class S3ContractIT extends StoreContract {
  private Versitygw s3;

  @BeforeAll
  void start() throws IOException {
    s3 = Versitygw.start();
  }

  @AfterAll
  void stop() {
    if (s3 != null) {
      s3.close();
    }
  }

  @Override
  protected Store open() {
    Map<String, String> settings = Versitygw.settings(s3.port());
    String place = "s3a://" + Versitygw.BUCKET + "/" + UUID.randomUUID() + ".zarr";
    return Stores.open(new StoreLocation(place, settings));
  }

  /** The server lists the files that it writes to. */
  @Override
  protected boolean isUnderWay(String key) {
    return key.matches("a/[.]b[.]sgwtmp[.].*");
  }

  /** The server may refuse a key for an instant after another one beside it was deleted. */
  @Override
  protected void put(String key, byte[] value) {
    for (int attempt = 0; ; attempt++) {
      try {
        super.put(key, value);
        return;
      } catch (StoreException e) {
        if (attempt == 10 || !e.getMessage().contains("ExistingObjectIsDirectory")) {
          throw e;
        }
      }
    }
  }

  /** The server keeps versions beside the files, and reads the two one after the other. */
  @Override
  protected boolean tellsVersionsUnderWriters() {
    return false;
  }

  @Override
  protected Set<Capability<?>> expected() {
    return allBut(Capability.READS_INTO, Capability.RANGE_WRITES, Capability.RENAMES);
  }
}
