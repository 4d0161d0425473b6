package dev.sparkzarr.it.contract;

import dev.sparkzarr.it.servers.FakeGcs;
import dev.sparkzarr.it.servers.HadoopClient;
import dev.sparkzarr.store.Capability;
import dev.sparkzarr.store.ConflictException;
import java.io.IOException;
import java.net.URLClassLoader;
import java.util.Map;
import java.util.Set;

/** Google's client for Hadoop, and a server that keeps its values in memory. */
class GcsContractIT extends HadoopContract {
  private FakeGcs gcs;

  @Override
  void start() throws IOException {
    int port = FakeGcs.freePort();
    gcs = opened(FakeGcs.start(port, port));
  }

  @Override
  String root() {
    return "gs://" + FakeGcs.BUCKET;
  }

  @Override
  Map<String, String> settings() {
    return FakeGcs.settings(gcs.port());
  }

  @Override
  URLClassLoader loader() throws IOException {
    return HadoopClient.loader(HadoopClient.jars("gs"));
  }

  /** Of two that replace one value at the same time, the client refuses one. */
  @Override
  protected void put(String key, byte[] value) {
    for (int attempt = 0; ; attempt++) {
      try {
        super.put(key, value);
        return;
      } catch (ConflictException e) {
        if (attempt == 50) {
          throw e;
        }
      }
    }
  }

  /** More than a page of a listing. */
  @Override
  protected int manyKeys() {
    return 1100;
  }

  @Override
  protected Set<Capability<?>> expected() {
    return Set.of(
        Capability.RANGES,
        Capability.STATS,
        Capability.LISTING,
        Capability.WRITES,
        Capability.DELETES);
  }
}
