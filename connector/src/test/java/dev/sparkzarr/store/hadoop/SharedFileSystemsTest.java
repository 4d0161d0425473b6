package dev.sparkzarr.store.hadoop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sparkzarr.store.StoreLocation;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.security.PrivilegedExceptionAction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.security.UserGroupInformation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Clients are shared by those who may, and closed some time after the last of them. */
class SharedFileSystemsTest {
  private static final Duration LINGER = Duration.ofSeconds(60);

  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1000);
  private final List<Runnable> sweeps = new ArrayList<>();
  private final SharedFileSystems shared =
      new SharedFileSystems(LINGER, 3, nanos::get, sweeps::add);
  private final AtomicInteger opened = new AtomicInteger();
  private final AtomicInteger closed = new AtomicInteger();

  private final class Counted extends RawLocalFileSystem {
    @Override
    public void close() throws IOException {
      closed.incrementAndGet();
      super.close();
    }
  }

  private FileSystem make() {
    opened.incrementAndGet();
    return new Counted();
  }

  private static ClientKey key(String uri, String... settings) throws IOException {
    Map<String, String> map = new java.util.HashMap<>();
    for (int i = 0; i < settings.length; i += 2) {
      map.put(settings[i], settings[i + 1]);
    }
    return ClientKey.of(URI.create(uri), new StoreLocation(uri, map));
  }

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
    shared.closeIdle();
  }

  @Test
  void aKeyIsPlaceSettingsAndUserButNotThePath() throws Exception {
    ClientKey key = key("s3a://bucket/a.zarr", "fs.s3a.secret.key", "geheim/1", "fs.x", "1");
    assertThat(key("s3a://bucket/b.zarr", "fs.x", "1", "fs.s3a.secret.key", "geheim/1"))
        .isEqualTo(key);
    assertThat(key("s3a://bucket/a.zarr", "fs.s3a.secret.key", "geheim/2", "fs.x", "1"))
        .isNotEqualTo(key);
    assertThat(key("s3a://bucket/a.zarr", "fs.x", "1")).isNotEqualTo(key);
    assertThat(key("s3a://other/a.zarr", "fs.s3a.secret.key", "geheim/1", "fs.x", "1"))
        .isNotEqualTo(key);
    assertThat(key("hdfs://bucket/a.zarr", "fs.s3a.secret.key", "geheim/1", "fs.x", "1"))
        .isNotEqualTo(key);
    // Names and values do not run into each other.
    assertThat(key("s3a://b/", "fs.a", "bfs.c", "fs.d", "e"))
        .isNotEqualTo(key("s3a://b/", "fs.a", "b", "fs.c", "fs.de"));
    UserGroupInformation other = UserGroupInformation.createRemoteUser("another");
    ClientKey theirs =
        other.doAs(
            (PrivilegedExceptionAction<ClientKey>)
                () -> key("s3a://bucket/a.zarr", "fs.s3a.secret.key", "geheim/1", "fs.x", "1"));
    assertThat(theirs).isNotEqualTo(key);
  }

  @Test
  void aKeyPrintsNoSecret() throws IOException {
    ClientKey key = key("ftp://me:geheim@host:21/a", "fs.ftp.password.host", "geheim/1");
    assertThat(key.toString()).contains("ftp://host:21").doesNotContain("geheim");
    assertThat(key.settings()).doesNotContain("geheim").hasSize(64);
  }

  @Test
  void usersShareOneClientThatOutlivesThemForAWhile() throws IOException {
    ClientKey key = key("s3a://bucket/a");
    FileSystemLease one = shared.lease(key, this::make);
    FileSystemLease two = shared.lease(key, this::make);
    assertThat(one.fs()).isSameAs(two.fs());
    one.close();
    one.close();
    assertThatThrownBy(one::fs).isInstanceOf(IOException.class).hasMessageContaining("closed");
    pass(LINGER.multipliedBy(2));
    assertThat(closed).as("two still uses it").hasValue(0);
    two.close();
    pass(LINGER.minusMillis(1));
    assertThat(closed).hasValue(0);
    FileSystemLease three = shared.lease(key, this::make);
    assertThat(opened).hasValue(1);
    pass(LINGER.multipliedBy(2));
    assertThat(closed).hasValue(0);
    three.close();
    pass(LINGER);
    assertThat(closed).hasValue(1);
    shared.lease(key, this::make).close();
    assertThat(opened).as("what is closed is not given away").hasValue(2);
  }

  @Test
  void onlySoManyWaitForAnotherUser() throws IOException {
    List<FileSystemLease> leases = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      leases.add(shared.lease(key("s3a://bucket" + i + "/"), this::make));
    }
    for (FileSystemLease lease : leases) {
      lease.close();
    }
    assertThat(closed).hasValue(2);
    assertThat(shared.has(key("s3a://bucket1/"))).isFalse();
    assertThat(shared.has(key("s3a://bucket2/"))).isTrue();
  }

  @Test
  @Timeout(30)
  void manyAtOnceMakeOne() throws Exception {
    ClientKey key = key("s3a://bucket/a");
    CyclicBarrier together = new CyclicBarrier(8);
    List<Callable<FileSystem>> tasks = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      tasks.add(
          () -> {
            FileSystem last = null;
            together.await();
            for (int k = 0; k < 200; k++) {
              try (FileSystemLease lease = shared.lease(key, this::make)) {
                last = lease.fs();
              }
            }
            return last;
          });
    }
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      for (Future<FileSystem> done : threads.invokeAll(tasks)) {
        assertThat(done.get()).isNotNull();
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(opened).hasValue(1);
    assertThat(sweeps).as("one daemon").hasSize(1);
    pass(LINGER);
    assertThat(closed).hasValue(1);
  }

  @Test
  void whatCannotBeMadeIsTriedAgain() throws IOException {
    ClientKey key = key("s3a://bucket/a");
    assertThatThrownBy(
            () ->
                shared.lease(
                    key,
                    () -> {
                      throw new IOException("no such host");
                    }))
        .hasMessage("no such host");
    assertThat(shared.has(key)).isFalse();
    shared.lease(key, this::make).close();
    assertThat(opened).hasValue(1);
  }

  /** A killed task waits no longer for a client that another one makes. */
  @Test
  @Timeout(30)
  void anInterruptedThreadDoesNotWaitAndSpoilsNothing() throws Exception {
    ClientKey key = key("s3a://bucket/a");
    CountDownLatch opening = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      Future<FileSystemLease> maker =
          threads.submit(
              () ->
                  shared.lease(
                      key,
                      () -> {
                        opening.countDown();
                        try {
                          go.await();
                        } catch (InterruptedException e) {
                          throw new IOException(e);
                        }
                        return make();
                      }));
      opening.await();
      Thread.currentThread().interrupt();
      assertThatThrownBy(() -> shared.lease(key, this::make))
          .isInstanceOf(InterruptedIOException.class);
      assertThat(Thread.interrupted()).isTrue();
      go.countDown();
      maker.get().close();
    } finally {
      threads.shutdownNow();
    }
    assertThat(opened).hasValue(1);
    pass(LINGER);
    assertThat(closed).hasValue(1);
  }

  /** With a real daemon: it closes what is idle, ends, and comes again when it is needed. */
  @Test
  @Timeout(30)
  void theDaemonEndsWhenNothingIsLeft() throws Exception {
    for (int round = 1; round <= 2; round++) {
      List<Thread> daemons = new ArrayList<>();
      SharedFileSystems real =
          new SharedFileSystems(
              Duration.ofMillis(1),
              3,
              System::nanoTime,
              task -> {
                Thread thread = new Thread(task);
                daemons.add(thread);
                thread.start();
              });
      real.lease(key("s3a://bucket/a"), this::make).close();
      for (Thread daemon : daemons) {
        daemon.join();
      }
      assertThat(closed).hasValue(round);
      assertThat(real.has(key("s3a://bucket/a"))).isFalse();
    }
  }
}
