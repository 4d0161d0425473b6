package dev.sparkzarr.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A store for each test, and the words in which {@link StoreContract} asks it. */
abstract class StoreKit {
  private Store store;

  /**
   * @return a store without values; called once per test
   */
  protected abstract Store open() throws IOException;

  /** Puts a value into the store; a store without writes overrides this. */
  protected void put(String key, byte[] value) {
    store.writes().orElseThrow().put(new StoreKey(key), ByteBuffer.wrap(value));
  }

  /** Called after each test, the store closed. */
  protected void clean() throws IOException {}

  /**
   * @return the store under test
   */
  protected final Store store() {
    return store;
  }

  @BeforeEach
  void openStore() throws IOException {
    store = open();
  }

  @AfterEach
  void closeStore() throws IOException {
    if (store == null) {
      return; // skipped, or failed to open
    }
    store.close();
    store.close();
    clean();
  }

  /**
   * @return the capabilities that the store has, each of them and no others: one that gets lost
   *     fails the contract, and is not skipped
   */
  protected abstract Set<Capability<?>> expected();

  /**
   * @return whether readers see the old value or the new one while one is put; false is for stores
   *     that promise no more than a service that shows values under way
   */
  protected boolean putsAtOnce() {
    return true;
  }

  /**
   * @return all of them but these; for {@link #expected}
   */
  protected static Set<Capability<?>> allBut(Capability<?>... missing) {
    return Capability.ALL.stream()
        .filter(capability -> !List.of(missing).contains(capability))
        .collect(Collectors.toUnmodifiableSet());
  }

  final byte[] get(String key) {
    return array(store.get(new StoreKey(key), Integer.MAX_VALUE).orElseThrow());
  }

  final byte[] read(String key, ByteRange range) {
    return array(store.ranges().orElseThrow().read(new StoreKey(key), range).orElseThrow());
  }

  final List<String> keys(String below) {
    try (Stream<StoreKey> keys = store.listing().orElseThrow().keys(place(below))) {
      return keys.map(StoreKey::value).toList();
    }
  }

  /** Places end in a slash. */
  final List<String> entries(String below) {
    try (Stream<Listing.Entry> entries = store.listing().orElseThrow().entries(place(below))) {
      return entries.map(entry -> entry.name() + (entry.isValue() ? "" : "/")).toList();
    }
  }

  static Optional<StoreKey> place(String below) {
    return below.isEmpty() ? Optional.empty() : Optional.of(new StoreKey(below));
  }

  /** Checks what the contract says of buffers, on the way. */
  static byte[] array(ByteBuffer buffer) {
    assertThat(buffer.hasArray()).isTrue();
    assertThat(buffer.position()).isZero();
    byte[] value = new byte[buffer.remaining()];
    buffer.duplicate().get(value);
    return value;
  }

  static byte[] bytes(int length) {
    byte[] value = new byte[length];
    new Random(length).nextBytes(value);
    return value;
  }

  static void runTogether(List<Callable<Void>> tasks) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(tasks.size());
    try {
      for (Future<Void> done : threads.invokeAll(tasks)) {
        done.get();
      }
    } finally {
      threads.shutdownNow();
    }
  }
}
