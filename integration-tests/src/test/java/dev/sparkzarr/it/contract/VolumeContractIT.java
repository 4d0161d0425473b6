package dev.sparkzarr.it.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sparkzarr.it.servers.Volume;
import dev.sparkzarr.store.Capability;
import dev.sparkzarr.store.LocalStore;
import dev.sparkzarr.store.LocalStoreProvider;
import dev.sparkzarr.store.Store;
import dev.sparkzarr.store.StoreContract;
import dev.sparkzarr.store.StoreException;
import dev.sparkzarr.store.StoreKey;
import dev.sparkzarr.store.StoreLocation;
import dev.sparkzarr.store.Stores;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The local store in the mode for mounted volumes, on one. */
@Tag("servers")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class VolumeContractIT extends StoreContract {
  private final AtomicInteger places = new AtomicInteger();
  private Volume volume;

  @BeforeAll
  void mount() throws IOException {
    volume = Volume.start();
  }

  @AfterAll
  void unmount() {
    if (volume != null) {
      volume.close();
    }
  }

  @Override
  protected Set<Capability<?>> expected() {
    return Set.of(
        Capability.RANGES,
        Capability.READS_INTO,
        Capability.STATS,
        Capability.LISTING,
        Capability.WRITES,
        Capability.DELETES);
  }

  @Override
  protected Store open() {
    return Stores.open(
        new StoreLocation(
            volume.root() + "/x y%20-" + places.incrementAndGet() + ".zarr",
            Map.of(LocalStoreProvider.VOLUMES, volume.root().toString())));
  }

  @Override
  protected void clean() throws IOException {
    assertThat(volume.refused()).as("what a volume does not do is never asked for").isEmpty();
  }

  @Override
  protected int manyKeys() {
    return 200;
  }

  /** Not promised. */
  @Override
  protected void readersSeeTheOldValueOrTheNew() {}

  @Test
  void aValueIsOneSequentialWriteToItsOwnName() throws IOException {
    put("a/b", new byte[3_000_000]);
    int before = volume.calls().size();
    put("a/c", new byte[3_000_000]);
    put("a/c", new byte[3]);
    assertThat(volume.calls().subList(before, volume.calls().size()))
        .filteredOn(call -> !call.startsWith("getattr"))
        .extracting(call -> call.split(" ")[0])
        .containsSubsequence("create", "write", "close", "open", "write", "close")
        .containsOnly("create", "open", "write", "close");
    assertThat(store().get(new StoreKey("a/c"), 10)).contains(ByteBuffer.allocate(3));
  }

  @Test
  void aFailingCloseIsAFailedWrite() throws IOException {
    put("a/b", new byte[] {1});
    volume.failCloses();
    try {
      for (String key : new String[] {"a/b", "a/new"}) {
        assertThatThrownBy(() -> put(key, new byte[100]))
            .isInstanceOf(StoreException.class)
            .hasMessageStartingWith("Cannot write " + store().describe(new StoreKey(key)));
      }
    } finally {
      volume.heal();
    }
    put("a/b", new byte[] {2});
    assertThat(store().get(new StoreKey("a/b"), 10)).contains(ByteBuffer.wrap(new byte[] {2}));
    assertThat(store().get(new StoreKey("a/new"), 10)).isEmpty();
  }

  /** Otherwise this volume would prove nothing. */
  @Test
  void thePlainLocalStoreIsRefused() throws IOException {
    try (Volume other = Volume.start();
        Store plain = LocalStore.at(other.root().resolve("x.zarr").toString())) {
      StoreKey key = new StoreKey("a/b");
      assertThatThrownBy(() -> plain.writes().orElseThrow().put(key, ByteBuffer.allocate(1)))
          .isInstanceOf(StoreException.class);
      assertThatThrownBy(() -> plain.creates().orElseThrow().create(key, ByteBuffer.allocate(1)))
          .isInstanceOf(StoreException.class);
      assertThat(other.refused()).isNotEmpty();
    }
  }
}
