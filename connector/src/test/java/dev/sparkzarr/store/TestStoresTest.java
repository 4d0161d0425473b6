package dev.sparkzarr.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sparkzarr.store.ByteRange.Slice;
import dev.sparkzarr.store.ByteRange.Suffix;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The stores that other tests use to watch and to break things. */
class TestStoresTest {
  private static final StoreKey A = new StoreKey("a");
  private static final StoreKey B = new StoreKey("g/b");

  private MemoryStore memory;

  @BeforeEach
  void fill() {
    memory = MemoryStore.unnamed();
    memory.put(A, ByteBuffer.wrap(new byte[] {0, 1, 2, 3, 4, 5, 6, 7, 8, 9}));
    memory.put(B, ByteBuffer.wrap(new byte[] {0, 1}));
  }

  @Test
  void recordingTellsExactlyWhatWasAsked() {
    RecordingStore store = new RecordingStore(memory);
    store.get(A, 100);
    store.ranges().get().read(A, new Slice(2, 3));
    store.ranges().get().read(A, new Suffix(4));
    store
        .ranges()
        .get()
        .read(A, List.of(new Slice(8, 1), new Slice(0, 1), new Slice(2, 1)), new RangeMerge(1, 9));
    store.stats().get().size(B);
    store.listing().get().keys(Optional.empty()).close();
    store.listing().get().entries(Optional.of(new StoreKey("g"))).close();
    store.writes().get().put(B, ByteBuffer.allocate(1));
    store.deletes().get().delete(B);
    store.deletes().get().deleteBelow(new StoreKey("g"));
    assertThat(store.requests())
        .containsExactly(
            StoreRequest.get("a"),
            StoreRequest.range("a", 2, 3),
            StoreRequest.suffix("a", 4),
            StoreRequest.range("a", 0, 3),
            StoreRequest.range("a", 8, 1),
            StoreRequest.stat("g/b"),
            StoreRequest.list(""),
            StoreRequest.list("g"),
            StoreRequest.put("g/b"),
            StoreRequest.delete("g/b"),
            StoreRequest.delete("g"));
    store.clear();
    assertThat(store.requests()).isEmpty();
  }

  @Test
  void faultyFailsEveryNth() {
    FaultyStore store = new FaultyStore(memory).failEvery(3, FaultyStore.Fault.UNAVAILABLE);
    for (int round = 0; round < 4; round++) {
      assertThat(store.get(A, 100)).isPresent();
      assertThat(store.stats().get().size(A)).isPresent();
      assertThatThrownBy(() -> store.ranges().get().read(A, new Slice(0, 1)))
          .isInstanceOf(UnavailableException.class)
          .hasMessageContaining(memory.describe(A));
    }
    assertThat(store.failures()).isEqualTo(4);
    store.heal();
    for (int i = 0; i < 5; i++) {
      assertThat(store.get(A, 100)).isPresent();
    }
  }

  @Test
  void faultyFailsAKeyBeforeItReachesTheStore() {
    FaultyStore store = new FaultyStore(memory).failKey("g/b", FaultyStore.Fault.DENIED);
    assertThatThrownBy(() -> store.deletes().get().delete(B))
        .isInstanceOf(AccessDeniedException.class);
    assertThat(memory.get(B, 10)).isPresent();
    assertThat(store.get(A, 100)).isPresent();
  }

  @Test
  void slowHoldsRequestsUntilReleased() throws Exception {
    SlowStore store = new SlowStore(memory);
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      Future<Optional<ByteBuffer>> first = threads.submit(() -> store.get(A, 100));
      Future<Optional<ByteBuffer>> second = threads.submit(() -> store.get(B, 100));
      store.awaitHeld(2);
      assertThat(first).isNotDone();
      assertThat(second).isNotDone();
      store.release();
      assertThat(first.get()).isPresent();
      assertThat(second.get()).isPresent();
      assertThat(store.held()).isZero();
      assertThat(store.get(A, 100)).isPresent();
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void slowLetsGoOfAnInterruptedThread() throws Exception {
    SlowStore store = new SlowStore(memory);
    ExecutorService threads = Executors.newSingleThreadExecutor();
    try {
      Future<Boolean> marked =
          threads.submit(
              () -> {
                try {
                  store.get(A, 100);
                  return false;
                } catch (StoreException e) {
                  return Thread.currentThread().isInterrupted();
                }
              });
      store.awaitHeld(1);
      threads.shutdownNow();
      assertThat(marked.get()).isTrue();
    } catch (ExecutionException e) {
      throw new AssertionError(e);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void truncatingCutsTheValuesItPicks() {
    TruncatingStore store = new TruncatingStore(memory, A::equals, 4);
    assertThat(store.get(A, 4).get().remaining()).isEqualTo(4);
    assertThat(store.get(B, 100).get().remaining()).isEqualTo(2);
    assertThat(store.stats().get().size(A)).hasValue(4);
    assertThat(store.ranges().get().read(A, new Suffix(2)).get())
        .isEqualTo(ByteBuffer.wrap(new byte[] {2, 3}));
    assertThatThrownBy(() -> store.ranges().get().read(A, new Slice(3, 2)))
        .isInstanceOf(InvalidRangeException.class);
  }

  /** A wrapper that changes nothing keeps the whole contract. */
  @Nested
  class Recording extends StoreContract {
    @Override
    protected Set<Capability<?>> expected() {
      return allBut();
    }

    @Override
    protected Store open() {
      return new RecordingStore(MemoryStore.unnamed());
    }
  }

  @Nested
  class Truncating extends StoreContract {
    @Override
    protected Set<Capability<?>> expected() {
      return allBut(Capability.READS_INTO, Capability.VERSIONS);
    }

    @Override
    protected Store open() {
      return new TruncatingStore(MemoryStore.unnamed(), key -> true, Integer.MAX_VALUE);
    }
  }
}
