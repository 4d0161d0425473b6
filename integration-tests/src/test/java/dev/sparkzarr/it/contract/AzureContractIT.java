package dev.sparkzarr.it.contract;

import dev.sparkzarr.it.servers.Azurite;
import dev.sparkzarr.it.servers.HadoopClient;
import dev.sparkzarr.store.Capability;
import java.io.IOException;
import java.net.URI;
import java.net.URLClassLoader;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Azure blobs by {@code wasb}: {@code abfs} has no server that could be started here. */
class AzureContractIT extends HadoopContract {
  @Override
  void start() throws IOException {
    opened(Azurite.start());
    ClassLoader loader = Thread.currentThread().getContextClassLoader();
    HadoopClient.makeFolder(URI.create(root() + "/contract"), settings(), loader);
  }

  @Override
  String root() {
    return "wasb://zarr@" + Azurite.ACCOUNT;
  }

  @Override
  Map<String, String> settings() {
    return Azurite.settings();
  }

  @Override
  URLClassLoader loader() throws IOException {
    return HadoopClient.loader(HadoopClient.jars("wasb"));
  }

  /** The client has no colons in names. */
  @Override
  protected List<String> oddNames() {
    return super.oddNames().stream().filter(name -> !name.contains(":")).toList();
  }

  /** The client is slow to delete. */
  @Override
  protected int manyKeys() {
    return 200;
  }

  /** The client makes an empty blob first. */
  @Override
  protected boolean putsAtOnce() {
    return false;
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
