package dev.sparkzarr.store.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sparkzarr.store.Capability;
import dev.sparkzarr.store.LocalStore;
import dev.sparkzarr.store.MemoryStore;
import dev.sparkzarr.store.Store;
import dev.sparkzarr.store.StoreContract;
import dev.sparkzarr.store.StoreKey;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A cached store is a store: the whole contract, whatever the cache is made of. */
class CacheStoreContractTest {
  @TempDir Path directory;

  /** Asks each time; everything in memory. */
  @Nested
  class AskingEachTime extends CachedContract {
    @Override
    protected CacheStore wrap(MemoryStore origin) {
      return CacheKit.around(origin, new CacheKit().cache());
    }
  }

  /** Serves unasked: what is written through it is seen all the same. */
  @Nested
  class Unasked extends CachedContract {
    @Override
    protected CacheStore wrap(MemoryStore origin) {
      CacheKit kit = new CacheKit().checkAfter(CacheKit.MINUTE);
      kit.clock.run();
      return CacheKit.around(origin, kit.cache());
    }
  }

  /** Bytes on a local disk. */
  @Nested
  class OnDisk extends CachedContract {
    @Override
    protected CacheStore wrap(MemoryStore origin) {
      CacheKit kit = new CacheKit();
      Store disk = LocalStore.at(directory.resolve("cache").toString());
      return CacheKit.around(origin, kit.cache(disk, new MemoryCacheIndex(CachePolicy.LFU)));
    }
  }

  /**
   * An index in a real Redis. It may fail to answer in time on a busy machine, which the store must
   * not show.
   */
  @Nested
  class IndexInRedis extends StoreContract {
    private final String prefix = "sparkzarr:{" + UUID.randomUUID() + "}";
    private RedisServer server;
    private Cache cache;

    @Override
    protected Set<Capability<?>> expected() {
      return allBut(Capability.READS_INTO);
    }

    @Override
    protected Store open() throws IOException {
      try {
        Optional<RedisServer> started = RedisServer.start(directory);
        assumeTrue(started.isPresent(), "redis-server is not on the path");
        server = started.get();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException(e);
      }
      RedisAddress address = RedisAddress.parse(server.address());
      cache =
          new CacheKit()
              .cache(MemoryStore.unnamed(), new RedisCacheIndex(address, prefix, CachePolicy.LRU));
      return CacheKit.around(MemoryStore.unnamed(), cache);
    }

    @AfterEach
    void stop() {
      if (server != null) {
        cache.close();
        server.close();
      }
    }
  }

  /** Of another store with the same values each reader gets its own bytes. */
  @Test
  void storesDoNotMeet() {
    CacheKit kit = new CacheKit().checkAfter(CacheKit.MINUTE);
    Cache cache = kit.cache();
    StoreKey key = new StoreKey("a");
    MemoryStore one = MemoryStore.unnamed();
    MemoryStore other = MemoryStore.unnamed();
    one.put(key, ByteBuffer.wrap(new byte[] {1}));
    other.put(key, ByteBuffer.wrap(new byte[] {2}));
    CacheStore first = CacheKit.around(one, cache);
    CacheStore second = CacheKit.around(other, cache);
    for (int i = 0; i < 2; i++) {
      assertThat(first.get(key, 9)).contains(ByteBuffer.wrap(new byte[] {1}));
      assertThat(second.get(key, 9)).contains(ByteBuffer.wrap(new byte[] {2}));
    }
    assertThat(cache.stats().hits()).isEqualTo(2);
  }

  abstract static class CachedContract extends StoreContract {
    private CacheStore cached;

    protected abstract CacheStore wrap(MemoryStore origin);

    @Override
    protected Set<Capability<?>> expected() {
      return allBut(Capability.READS_INTO);
    }

    @Override
    protected Store open() {
      cached = wrap(MemoryStore.unnamed());
      return cached;
    }

    @Override
    protected void clean() {
      assertThat(cached.cache().stats().failures()).isZero();
    }

    @AfterEach
    void nothingOfANamelessStoreStays() {
      cached.close();
      assertThat(cached.cache().stats().entries()).isZero();
    }
  }
}
