package dev.sparkzarr.it.contract;

import dev.sparkzarr.it.servers.Ftp;
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

/** FTP through Hadoop's client. */
@Tag("servers")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FtpContractIT extends StoreContract {
  private Ftp server;
  private String place;

  @BeforeAll
  void start() throws IOException {
    server = Ftp.start();
  }

  @AfterAll
  void stop() {
    if (server != null) {
      server.close();
    }
  }

  @Override
  protected Store open() throws IOException {
    place = UUID.randomUUID() + ".zarr";
    Files.createDirectories(server.files().resolve(place));
    return Stores.open(
        new StoreLocation(
            "ftp://127.0.0.1:" + server.port() + "/" + place,
            Map.of(
                "fs.ftp.user.127.0.0.1", Ftp.USER,
                "fs.ftp.password.127.0.0.1", Ftp.PASSWORD)));
  }

  @Override
  protected void put(String key, byte[] value) {
    Path file = server.files().resolve(place).resolve(key);
    try {
      Files.createDirectories(file.getParent());
      Path written = Files.createTempFile(server.files(), "put", "");
      Files.move(Files.write(written, value), file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Each takes a connection. */
  @Override
  protected int manyKeys() {
    return 50;
  }

  /** Names that Hadoop's client and the server read alike. */
  @Override
  protected List<String> oddNames() {
    return super.oddNames().stream()
        .filter(name -> name.equals(name.strip()) && name.matches("[ -~]*"))
        .filter(name -> !name.matches(".*[*\\[\\]?{}:].*"))
        .toList();
  }

  @Override
  protected Set<Capability<?>> expected() {
    return Set.of(Capability.STATS, Capability.LISTING, Capability.DELETES);
  }
}
