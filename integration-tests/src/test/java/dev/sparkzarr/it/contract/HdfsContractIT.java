package dev.sparkzarr.it.contract;

import dev.sparkzarr.it.servers.MiniHdfs;
import dev.sparkzarr.store.Capability;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.List;
import java.util.Map;
import java.util.Set;

class HdfsContractIT extends HadoopContract {
  private MiniHdfs hdfs;

  @Override
  void start() throws IOException {
    hdfs = opened(MiniHdfs.start());
  }

  @Override
  String root() {
    return hdfs.uri();
  }

  @Override
  Map<String, String> settings() {
    return MiniHdfs.settings();
  }

  @Override
  URLClassLoader loader() throws IOException {
    return new URLClassLoader(new URL[0], getClass().getClassLoader());
  }

  /** HDFS has no colons in names. */
  @Override
  protected List<String> oddNames() {
    return super.oddNames().stream().filter(name -> !name.contains(":")).toList();
  }

  @Override
  protected Set<Capability<?>> expected() {
    return allBut(
        Capability.READS_INTO, Capability.REPLACES, Capability.RANGE_WRITES, Capability.COPIES);
  }
}
