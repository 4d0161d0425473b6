package dev.sparkzarr.store.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sparkzarr.store.StoreException;
import dev.sparkzarr.store.StoreKey;
import dev.sparkzarr.store.UnavailableException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole contract of indexes, on a real Redis. */
class RedisCacheIndexTest extends CacheIndexContract {
  @TempDir static Path directory;

  private static Optional<RedisServer> server = Optional.empty();

  private final String prefix = "sparkzarr:{" + UUID.randomUUID() + "}";

  @BeforeAll
  static void start() throws IOException, InterruptedException {
    server = RedisServer.start(directory);
  }

  @AfterAll
  static void stop() {
    server.ifPresent(RedisServer::close);
  }

  @BeforeEach
  void isThere() {
    assumeTrue(server.isPresent(), "redis-server is not on the path");
  }

  @Override
  protected CacheIndex index(CachePolicy policy) {
    return new RedisCacheIndex(RedisAddress.parse(server.orElseThrow().address()), prefix, policy);
  }

  private static CacheEntry entry(String key) {
    return new CacheEntry(
        new CachedKey("o", new StoreKey(key)), CachePiece.WHOLE, Optional.empty(), 100, 1, 1, 1, 1);
  }

  @Test
  void allWhoUseItSeeOneIndex() {
    try (CacheIndex one = index(CachePolicy.LRU);
        CacheIndex other = index(CachePolicy.LRU)) {
      one.push(entry("a"), 1, 1 << 20);
      assertThat(other.find(entry("a").key(), List.of(CachePiece.WHOLE), 2)).isPresent();
      assertThat(one.claimScan(1)).isTrue();
      assertThat(other.claimScan(1)).isFalse();
      other.drop(entry("a").key());
      assertThat(one.count()).isZero();
    }
  }

  @Test
  void nothingStaysInRedisOfWhatWasDropped() throws IOException {
    try (CacheIndex index = index(CachePolicy.LRU)) {
      index.push(entry("a"), 1, 1 << 20);
      index.push(entry("b"), 1, 1 << 20);
      assertThat(index.clear()).hasSize(2);
      String keys = keys();
      assertThat(keys).doesNotContain(":k:").doesNotContain(":t").doesNotContain(":n");
    }
  }

  private String keys() throws IOException {
    // A connection of its own starts in database 0.
    return server
        .orElseThrow()
        .command("SELECT 1\r\nKEYS " + prefix.replace("{", "\\{") + "*")
        .replace("+OK\r\n", "");
  }

  @Test
  void aServerThatStartsAgainIsAnEmptyIndex() throws Exception {
    try (CacheIndex index = index(CachePolicy.LRU)) {
      index.push(entry("a"), 1, 1 << 20);
      assertThat(index.claimScan(1)).isTrue();
      server.orElseThrow().restart();
      assertThat(index.count()).isZero();
      assertThat(index.find(entry("a").key(), List.of(CachePiece.WHOLE), 2)).isEmpty();
      assertThat(index.claimScan(1)).isTrue();
      index.push(entry("b"), 1, 1 << 20);
      assertThat(index.count()).isEqualTo(1);
    }
  }

  /** Redis may drop keys of its own accord; whatever is left, the index works and keeps count. */
  @Test
  void keysThatRedisDropsAreEntriesThatAreGone() throws IOException {
    for (String dropped : List.of(":t", ":n", ":b", ":s", ":k:o:k3")) {
      try (CacheIndex index = index(CachePolicy.LRU)) {
        index.clear();
        long budget = 5 * entry("a").charge();
        for (int i = 0; i < 5; i++) {
          index.push(entry("k" + i), 1, budget);
        }
        server.orElseThrow().command("SELECT 1\r\nDEL " + prefix + dropped);
        for (int i = 0; i < 20; i++) {
          index.find(entry("k" + i % 7).key(), List.of(CachePiece.WHOLE), i);
          index.push(entry("m" + i), 1, budget);
          assertThat(index.bytes()).as(dropped).isBetween(0L, budget);
        }
        assertThat(index.count()).as(dropped).isBetween(1L, 5L);
      }
    }
  }

  @Test
  void aServerThatIsDownIsAnErrorThatShowsNoPassword() throws Exception {
    String address;
    try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      address = "redis://:s3cret-word@127.0.0.1:" + closed.getLocalPort();
    }
    try (CacheIndex index =
        new RedisCacheIndex(RedisAddress.parse(address), prefix, CachePolicy.LRU)) {
      assertThatThrownBy(index::count)
          .isInstanceOf(UnavailableException.class)
          .hasMessageContaining("redis://127.0.0.1:")
          .hasMessageNotContaining("s3cret");
    }
  }

  @Test
  void aServerThatHangsIsGivenUpSoon() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        CacheIndex index =
            new RedisCacheIndex(
                RedisAddress.parse("redis://127.0.0.1:" + silent.getLocalPort()),
                prefix,
                CachePolicy.LRU)) {
      long start = System.nanoTime();
      assertThatThrownBy(index::count).isInstanceOf(UnavailableException.class);
      assertThat(System.nanoTime() - start).isLessThan(5_000_000_000L);
    }
  }

  @Test
  void addressesAreRead() {
    assertThat(RedisAddress.parse("redis://h"))
        .isEqualTo(new RedisAddress("h", 6379, 0, Optional.empty(), Optional.empty(), false));
    assertThat(RedisAddress.parse("rediss://me:p%40ss@h.example:7000/3"))
        .isEqualTo(
            new RedisAddress("h.example", 7000, 3, Optional.of("me"), Optional.of("p@ss"), true));
    assertThat(RedisAddress.parse("redis://:word@h/"))
        .isEqualTo(new RedisAddress("h", 6379, 0, Optional.empty(), Optional.of("word"), false));
    assertThat(RedisAddress.parse("rediss://me:word@h:7000/3").toString())
        .isEqualTo("rediss://h:7000/3");
    for (String wrong :
        List.of("redis://", "redis:///1", "redis://:hidden@h/x", "redis://h/1?a=b")) {
      assertThatThrownBy(() -> RedisAddress.parse(wrong))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("redis://host:port/database")
          .hasMessageNotContaining("hidden");
    }
  }
}
