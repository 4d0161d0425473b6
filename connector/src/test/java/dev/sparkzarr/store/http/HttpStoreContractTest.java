package dev.sparkzarr.store.http;

import dev.sparkzarr.store.Capability;
import dev.sparkzarr.store.Store;
import dev.sparkzarr.store.StoreContract;
import dev.sparkzarr.store.StoreLocation;
import dev.sparkzarr.store.Stores;
import java.io.IOException;
import java.util.Map;
import java.util.Set;

class HttpStoreContractTest extends StoreContract {
  private ValueServer server;

  @Override
  protected Store open() throws IOException {
    server = new ValueServer();
    return Stores.open(new StoreLocation(server.address() + "/data/p.zarr", Map.of()));
  }

  @Override
  protected Set<Capability<?>> expected() {
    return Set.of(Capability.RANGES, Capability.STATS, Capability.VERSIONS);
  }

  @Override
  protected void put(String key, byte[] value) {
    server.put("/data/p.zarr/" + key, value);
  }

  @Override
  protected void clean() {
    server.close();
  }
}
