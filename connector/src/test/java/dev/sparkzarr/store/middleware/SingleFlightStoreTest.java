package dev.sparkzarr.store.middleware;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sparkzarr.store.ByteRange.Slice;
import dev.sparkzarr.store.Capability;
import dev.sparkzarr.store.FaultyStore;
import dev.sparkzarr.store.MemoryStore;
import dev.sparkzarr.store.RecordingStore;
import dev.sparkzarr.store.SlowStore;
import dev.sparkzarr.store.Store;
import dev.sparkzarr.store.StoreContract;
import dev.sparkzarr.store.StoreCounter;
import dev.sparkzarr.store.StoreException;
import dev.sparkzarr.store.StoreKey;
import dev.sparkzarr.store.StoreRequest;
import dev.sparkzarr.store.UnavailableException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SingleFlightStoreTest extends StoreContract {
  private static final StoreKey KEY = new StoreKey("a/b");
  private static final String NAME = "flight-test";

  private final SharedReads flights = new SharedReads();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private MemoryStore memory;

  @Override
  protected Set<Capability<?>> expected() {
    return allBut(Capability.READS_INTO);
  }

  @Override
  protected Store open() {
    memory = MemoryStore.named(NAME);
    return new SingleFlightStore(memory, "same", flights);
  }

  @AfterEach
  void end() {
    threads.shutdownNow();
    MemoryStore.forget(NAME);
    assertThat(flights.size()).isZero();
  }

  private void awaitWaiting(int count) {
    while (flights.waiting() < count) {
      Thread.onSpinWait();
    }
  }

  private static byte[] array(Optional<ByteBuffer> value) {
    byte[] bytes = new byte[value.orElseThrow().remaining()];
    value.get().get(bytes); // moves the position: each reader has a buffer of its own
    return bytes;
  }

  @Test
  void manyReadersOfOneValueMakeOneRequest() throws Exception {
    memory.put(KEY, ByteBuffer.wrap(new byte[] {1, 2, 3}));
    RecordingStore recording = new RecordingStore(memory);
    SlowStore slow = new SlowStore(recording);
    SingleFlightStore first = new SingleFlightStore(slow, "same", flights);
    SingleFlightStore second = new SingleFlightStore(slow, "same", flights);
    List<Future<byte[]>> reads = new ArrayList<>();
    List<Future<byte[]>> ranges = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      Store store = i % 2 == 0 ? first : second;
      reads.add(threads.submit(() -> array(store.get(KEY, 10))));
      ranges.add(
          threads.submit(() -> array(store.ranges().orElseThrow().read(KEY, new Slice(1, 2)))));
    }
    slow.awaitHeld(2);
    awaitWaiting(10);
    slow.release();
    for (int i = 0; i < 6; i++) {
      assertThat(reads.get(i).get()).containsExactly(1, 2, 3);
      assertThat(ranges.get(i).get()).containsExactly(2, 3);
    }
    assertThat(recording.requests())
        .containsExactlyInAnyOrder(StoreRequest.get("a/b"), StoreRequest.range("a/b", 1, 2));
    assertThat(first.counts().get(StoreCounter.SHARED) + second.counts().get(StoreCounter.SHARED))
        .isEqualTo(10);
    // Nothing is remembered.
    first.get(KEY, 10);
    assertThat(recording.requests()).hasSize(3);
  }

  @Test
  void otherLimitsKeysAndRangesAreOtherReads() throws Exception {
    memory.put(KEY, ByteBuffer.wrap(new byte[] {1, 2, 3}));
    SlowStore slow = new SlowStore(memory);
    Store store = new SingleFlightStore(slow, "same", flights);
    List<Callable<Object>> reads =
        List.of(
            () -> store.get(KEY, 10),
            () -> store.get(KEY, 11),
            () -> store.get(new StoreKey("a/c"), 10),
            () -> store.ranges().orElseThrow().read(KEY, new Slice(0, 1)),
            () -> store.ranges().orElseThrow().read(KEY, new Slice(0, 2)),
            () -> store.versions().orElseThrow().get(KEY, 10),
            () -> store.versions().orElseThrow().read(KEY, new Slice(0, 1)));
    List<Future<Object>> started = reads.stream().map(threads::submit).toList();
    slow.awaitHeld(7);
    slow.release();
    for (Future<Object> read : started) {
      read.get();
    }
  }

  @Test
  void storesWithoutIdentityShareNothingBeyondThemselves() throws Exception {
    SlowStore slow = new SlowStore(MemoryStore.unnamed());
    Store first = new SingleFlightStore(slow, "same", flights);
    Store second = new SingleFlightStore(slow, "same", flights);
    Future<Optional<ByteBuffer>> one = threads.submit(() -> first.get(KEY, 10));
    Future<Optional<ByteBuffer>> two = threads.submit(() -> second.get(KEY, 10));
    slow.awaitHeld(2);
    slow.release();
    assertThat(one.get()).isEmpty();
    assertThat(two.get()).isEmpty();
  }

  @Test
  void storesOfOtherScopesShareNothing() throws Exception {
    SlowStore slow = new SlowStore(memory);
    Store first = new SingleFlightStore(slow, "one", flights);
    Store second = new SingleFlightStore(slow, "two", flights);
    Future<Optional<ByteBuffer>> one = threads.submit(() -> first.get(KEY, 10));
    Future<Optional<ByteBuffer>> two = threads.submit(() -> second.get(KEY, 10));
    slow.awaitHeld(2);
    // What one of them writes, both have to see.
    flights.forget(memory.identity().orElseThrow(), KEY);
    assertThat(flights.size()).isZero();
    slow.release();
    assertThat(one.get()).isEmpty();
    assertThat(two.get()).isEmpty();
  }

  @Test
  void allWhoWaitGetTheFailureAndItIsForgotten() throws Exception {
    FaultyStore faulty = new FaultyStore(memory).failEvery(1, FaultyStore.Fault.UNAVAILABLE);
    SlowStore slow = new SlowStore(faulty);
    Store store = new SingleFlightStore(slow, "same", flights);
    List<Future<Optional<ByteBuffer>>> reads = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      reads.add(threads.submit(() -> store.get(KEY, 10)));
    }
    slow.awaitHeld(1);
    awaitWaiting(3);
    slow.release();
    for (Future<Optional<ByteBuffer>> read : reads) {
      assertThatThrownBy(read::get)
          .isInstanceOf(ExecutionException.class)
          .hasCauseInstanceOf(UnavailableException.class);
    }
    assertThat(faulty.failures()).isEqualTo(1);
    faulty.heal();
    assertThat(store.get(KEY, 10)).isEmpty();
  }

  @Test
  void whoIsInterruptedWhileWaitingLeavesAlone() throws Exception {
    memory.put(KEY, ByteBuffer.wrap(new byte[] {5}));
    SlowStore slow = new SlowStore(memory);
    Store store = new SingleFlightStore(slow, "same", flights);
    Future<byte[]> owner = threads.submit(() -> array(store.get(KEY, 10)));
    slow.awaitHeld(1);
    FutureTask<Boolean> waiter =
        new FutureTask<>(
            () -> {
              assertThatThrownBy(() -> store.get(KEY, 10))
                  .isInstanceOf(StoreException.class)
                  .hasMessageContaining("interrupted");
              return Thread.currentThread().isInterrupted();
            });
    Thread thread = new Thread(waiter);
    thread.start();
    awaitWaiting(1);
    thread.interrupt();
    assertThat(waiter.get()).isTrue();
    Future<byte[]> other = threads.submit(() -> array(store.get(KEY, 10)));
    awaitWaiting(1);
    slow.release();
    assertThat(owner.get()).containsExactly(5);
    assertThat(other.get()).containsExactly(5);
  }

  @Test
  void whenTheReaderIsInterruptedAnotherReadsAnew() throws Exception {
    memory.put(KEY, ByteBuffer.wrap(new byte[] {5}));
    SlowStore slow = new SlowStore(memory);
    Store store = new SingleFlightStore(slow, "same", flights);
    FutureTask<Optional<ByteBuffer>> owner = new FutureTask<>(() -> store.get(KEY, 10));
    Thread thread = new Thread(owner);
    thread.start();
    slow.awaitHeld(1);
    List<Future<byte[]>> others = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      others.add(threads.submit(() -> array(store.get(KEY, 10))));
    }
    awaitWaiting(3);
    thread.interrupt();
    assertThatThrownBy(owner::get).hasCauseInstanceOf(StoreException.class);
    slow.release();
    for (Future<byte[]> other : others) {
      assertThat(other.get()).containsExactly(5);
    }
  }

  /** The answer of the first read is on its way when the value changes. */
  @Test
  void aReadAfterAWriteDoesNotJoinOneFromBefore() throws Exception {
    List<Consumer<Store>> writes =
        List.of(
            store -> store.writes().orElseThrow().put(KEY, ByteBuffer.wrap(new byte[] {2})),
            store -> store.deletes().orElseThrow().delete(KEY),
            store -> store.deletes().orElseThrow().deleteAll(List.of(KEY)),
            store -> store.deletes().orElseThrow().deleteBelow(new StoreKey("a")),
            store -> store.copies().orElseThrow().copy(new StoreKey("c"), KEY),
            store -> store.renames().orElseThrow().rename(new StoreKey("c"), KEY),
            store -> store.renames().orElseThrow().rename(KEY, new StoreKey("d")),
            store ->
                store.rangeWrites().orElseThrow().write(KEY, 0, ByteBuffer.wrap(new byte[] {9})),
            store ->
                store
                    .replaces()
                    .orElseThrow()
                    .replace(
                        KEY,
                        ByteBuffer.wrap(new byte[] {2}),
                        memory.stat(KEY).orElseThrow().version().orElseThrow()));
    for (Consumer<Store> write : writes) {
      memory.put(KEY, ByteBuffer.wrap(new byte[] {1}));
      memory.put(new StoreKey("c"), ByteBuffer.wrap(new byte[] {3}));
      // Held after the value was read.
      HeldAnswers held = new HeldAnswers(memory);
      Store store = new SingleFlightStore(held, "same", flights);
      Store writer = new SingleFlightStore(memory, "same", flights);
      Future<byte[]> before = threads.submit(() -> array(store.get(KEY, 10)));
      held.awaitHeld();
      write.accept(writer);
      Optional<ByteBuffer> after = writer.get(KEY, 10);
      assertThat(after).isEqualTo(memory.get(KEY, 10));
      held.release();
      assertThat(before.get()).hasSize(1);
    }
  }

  @Test
  void twoAroundEachOtherDoNotWaitForEachOther() {
    memory.put(KEY, ByteBuffer.wrap(new byte[] {1}));
    Store inner = new SingleFlightStore(memory, "same", flights);
    Store store = new SingleFlightStore(inner, "same", flights);
    assertThat(array(store.get(KEY, 10))).containsExactly(1);
  }
}
