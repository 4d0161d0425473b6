package dev.sparkzarr.it.contract;

import dev.sparkzarr.store.Store;
import dev.sparkzarr.store.StoreContract;
import dev.sparkzarr.store.StoreLocation;
import dev.sparkzarr.store.hadoop.HadoopStore;
import java.io.IOException;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;

/** A file system of Hadoop's, its client loaded beside the class path of the build. */
@Tag("servers")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class HadoopContract extends StoreContract {
  private final List<AutoCloseable> opened = new ArrayList<>();
  private final AtomicInteger places = new AtomicInteger();
  private ClassLoader before;

  /** Starts the server and remembers it by {@link #opened}. */
  abstract void start() throws IOException;

  /** Where the store of a test is, without a slash at the end. */
  abstract String root();

  abstract Map<String, String> settings();

  /** What knows the client. */
  abstract URLClassLoader loader() throws IOException;

  final <T extends AutoCloseable> T opened(T server) {
    opened.add(0, server);
    return server;
  }

  @BeforeAll
  void startServer() throws IOException {
    before = Thread.currentThread().getContextClassLoader();
    Thread.currentThread().setContextClassLoader(opened(loader()));
    start();
  }

  @AfterAll
  void stopServer() throws Exception {
    Thread.currentThread().setContextClassLoader(before);
    for (AutoCloseable each : opened) {
      each.close();
    }
  }

  @Override
  protected Store open() {
    String place = root() + "/contract-" + places.incrementAndGet();
    return HadoopStore.open(new StoreLocation(place, settings()));
  }
}
