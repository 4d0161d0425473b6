package dev.sparkzarr.store.s3;

import dev.sparkzarr.store.Capability;
import dev.sparkzarr.store.Store;
import dev.sparkzarr.store.StoreContract;
import dev.sparkzarr.store.StoreLocation;
import dev.sparkzarr.store.Stores;
import dev.sparkzarr.store.UnavailableException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

class S3StoreContractTest extends StoreContract {
  @Override
  protected Store open() {
    S3Proxy server = S3Proxy.start();
    server.bucket("contract");
    Map<String, String> settings = new HashMap<>(server.settings());
    settings.put("fs.s3a.paging.maximum", "100");
    return Stores.open(
        new StoreLocation("s3a://contract/" + UUID.randomUUID() + ".zarr", settings));
  }

  /** s3proxy answers 500, "try again", where a directory goes while a file is made in it. */
  @Override
  protected void put(String key, byte[] value) {
    for (int left = 20; ; left--) {
      try {
        super.put(key, value);
        return;
      } catch (UnavailableException e) {
        if (left == 0) {
          throw e;
        }
      }
    }
  }

  /** s3proxy and versitygw list the files that they write to. */
  @Override
  protected boolean isUnderWay(String key) {
    return key.matches("a/b-[0-9a-f-]{36}|a/[.]b[.]sgwtmp[.].*");
  }

  /**
   * s3proxy decides races of creators; but of two that replace one version both may win, and a
   * value replaced while it is read may come with the version before.
   */
  @Override
  protected boolean decidesRaces() {
    return !S3Proxy.start().isS3Proxy();
  }

  @Override
  protected int manyKeys() {
    return 350;
  }

  @Override
  protected Set<Capability<?>> expected() {
    return allBut(Capability.READS_INTO, Capability.RANGE_WRITES, Capability.RENAMES);
  }
}
