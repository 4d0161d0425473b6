package dev.sparkzarr.store.hadoop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sparkzarr.store.Secrets;
import dev.sparkzarr.store.Store;
import dev.sparkzarr.store.StoreException;
import dev.sparkzarr.store.StoreKey;
import dev.sparkzarr.store.StoreLocation;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which stores share a client, and how a client is set up. */
class HadoopClientsTest {
  private static final String STRICT = StrictFileSystem.class.getName();

  private final StrictFileSystem.World world = StrictFileSystem.world("clients");

  @AfterEach
  void forget() {
    StrictFileSystem.forget("clients");
  }

  private static HadoopClients.Opened open(String uri, String... settings) throws IOException {
    Map<String, String> map = new HashMap<>(Map.of("fs.strict.impl", STRICT));
    for (int i = 0; i < settings.length; i += 2) {
      map.put(settings[i], settings[i + 1]);
    }
    return HadoopClients.open(new StoreLocation(uri, map));
  }

  private static boolean isShared(String uri, String... settings) throws IOException {
    HadoopClients.Opened one = open(uri, settings);
    HadoopClients.Opened two = open(uri, settings);
    try {
      return one.client().fs() == two.client().fs();
    } finally {
      one.client().close();
      two.client().close();
    }
  }

  @Test
  void hadoopsOwnClientsAreShared() throws IOException {
    assertThat(isShared("file:/tmp/x")).isTrue();
    assertThat(isShared("file:/tmp/x", "fs.sparkzarr.clients", "separate")).isFalse();
    assertThat(isShared("file:/tmp/x", "fs.file.impl.disable.cache", "true")).isFalse();
    assertThat(
            isShared(
                "file:/tmp/x",
                "fs.file.impl.disable.cache",
                "true",
                "fs.sparkzarr.clients",
                "shared"))
        .isTrue();
  }

  /** A platform's file system may look at the task that runs, and at its user. */
  @Test
  void othersAreNotUnlessTheUserSaysSo() throws IOException {
    assertThat(isShared("strict://clients/x")).isFalse();
    assertThat(world.openClients).hasValue(0);
    assertThat(isShared("strict://clients/x", "fs.sparkzarr.clients", "shared")).isTrue();
    assertThat(world.openClients).as("waits for the next store").hasValue(1);
    FileSystem.closeAll();
    assertThat(world.openClients).as("nobody else closes it").hasValue(1);
  }

  @Test
  void anotherWordIsAnError() {
    assertThatThrownBy(() -> HadoopStore.open(new StoreLocation("file:/tmp/x", clients("none"))))
        .isInstanceOf(StoreException.class)
        .hasMessage(
            "Cannot open store with fs.sparkzarr.clients=none: it is shared or separate."
                + " Correct the option, or leave it out.");
  }

  private static Map<String, String> clients(String value) {
    return Map.of("fs.sparkzarr.clients", value);
  }

  @Test
  void aClosedStoreDoesNotReadThroughTheClientOfOthers() {
    Map<String, String> settings =
        Map.of("fs.strict.impl", STRICT, "fs.sparkzarr.clients", "shared");
    StoreLocation location = new StoreLocation("strict://clients/x", settings);
    Store one = HadoopStore.open(location);
    try (Store two = HadoopStore.open(location)) {
      one.close();
      assertThat(two.get(new StoreKey("a"), 10)).isEmpty();
      assertThatThrownBy(() -> one.get(new StoreKey("a"), 10))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("closed");
    }
  }

  @Test
  void sharedS3ClientsHaveConnectionsForAllTasks() throws IOException {
    open("s3a://clients/x", "fs.s3a.impl", STRICT, "fs.sparkzarr.clients", "shared")
        .client()
        .close();
    assertThat(world.configuration.get("fs.s3a.connection.maximum")).isEqualTo("500");
    open("s3a://clients/x", "fs.s3a.impl", STRICT).client().close();
    assertThat(world.configuration.get("fs.s3a.connection.maximum")).isEqualTo("96");
    open(
            "s3a://clients/x",
            "fs.s3a.impl",
            STRICT,
            "fs.sparkzarr.clients",
            "shared",
            "fs.s3a.connection.maximum",
            "7")
        .client()
        .close();
    assertThat(world.configuration.get("fs.s3a.connection.maximum")).isEqualTo("7");
  }

  /** It would be absent, whatever is there. */
  @Test
  void ftpNamesAreAscii() {
    HadoopRoot root =
        new HadoopRoot(null, new org.apache.hadoop.fs.Path("ftp://host/x"), Secrets.NONE);
    assertThat(root.path(new StoreKey("a b/c"))).hasToString("ftp://host/x/a b/c");
    assertThatThrownBy(() -> root.path(new StoreKey("\u00fcber")))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("is not ASCII");
  }
}
