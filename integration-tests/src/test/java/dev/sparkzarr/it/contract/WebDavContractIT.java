package dev.sparkzarr.it.contract;

import dev.sparkzarr.it.servers.WsgiDav;
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
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;

/** A folder of files, served by wsgidav, which writes in place: nothing is written through it. */
@Tag("servers")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WebDavContractIT extends StoreContract {
  private WsgiDav server;
  private Path folder;

  @BeforeAll
  void start() throws IOException {
    server = WsgiDav.start();
  }

  @AfterAll
  void stop() {
    if (server != null) {
      server.close();
    }
  }

  @Override
  protected Store open() throws IOException {
    String place = UUID.randomUUID() + ".zarr";
    folder = Files.createDirectories(server.files().resolve(place));
    String address = "webdav://127.0.0.1:" + server.port() + "/" + place;
    return Stores.open(new StoreLocation(address, Map.of()));
  }

  @Override
  protected void put(String key, byte[] value) {
    Path file = folder.resolve(key);
    try {
      Files.createDirectories(file.getParent());
      Path written = Files.write(Files.createTempFile(server.files(), "put", ""), value);
      Files.move(written, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** OpenDAL cuts blanks off, so such names are refused. */
  @Override
  protected List<String> oddNames() {
    return super.oddNames().stream().filter(name -> name.equals(name.strip())).toList();
  }

  @Override
  protected Set<Capability<?>> expected() {
    return Set.of(Capability.RANGES, Capability.STATS, Capability.LISTING, Capability.DELETES);
  }
}
