package dev.sparkzarr.it.contract;

import dev.sparkzarr.it.servers.Nginx;
import dev.sparkzarr.store.Capability;
import dev.sparkzarr.store.Store;
import dev.sparkzarr.store.StoreContract;
import dev.sparkzarr.store.StoreLocation;
import dev.sparkzarr.store.Stores;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;

/**
 * A folder of files, served by nginx. A folder itself is not there, as on an object store: nginx
 * refuses folders otherwise, which is an error. Its entity tags are of seconds, so each file is
 * given a second of its own.
 */
@Tag("servers")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HttpContractIT extends StoreContract {
  private Nginx nginx;
  private final AtomicLong second = new AtomicLong(1_500_000_000);
  private String place;

  @BeforeAll
  void start() throws IOException {
    nginx = Nginx.start();
  }

  @AfterAll
  void stop() {
    if (nginx != null) {
      nginx.close();
    }
  }

  @Override
  protected Store open() {
    place = UUID.randomUUID() + ".zarr";
    String address = "http://127.0.0.1:" + nginx.port() + "/flat/" + place;
    return Stores.open(new StoreLocation(address, Map.of()));
  }

  @Override
  protected void put(String key, byte[] value) {
    Path file = nginx.files().resolve(place).resolve(key);
    try {
      Files.createDirectories(file.getParent());
      Path written = Files.write(file.resolveSibling(file.getFileName() + ".tmp"), value);
      Files.setLastModifiedTime(written, FileTime.from(second.incrementAndGet(), TimeUnit.SECONDS));
      Files.move(written, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  protected Set<Capability<?>> expected() {
    return Set.of(Capability.RANGES, Capability.STATS, Capability.VERSIONS);
  }
}
