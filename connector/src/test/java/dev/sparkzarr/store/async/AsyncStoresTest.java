package dev.sparkzarr.store.async;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sparkzarr.store.AsyncStore;
import dev.sparkzarr.store.Capability;
import dev.sparkzarr.store.FaultyStore;
import dev.sparkzarr.store.MemoryStore;
import dev.sparkzarr.store.SlowStore;
import dev.sparkzarr.store.Store;
import dev.sparkzarr.store.StoreContract;
import dev.sparkzarr.store.StoreException;
import dev.sparkzarr.store.StoreKey;
import dev.sparkzarr.store.UnavailableException;
import dev.sparkzarr.store.middleware.ReadOnlyStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Both adapters, one around the other. */
@Timeout(60)
class AsyncStoresTest extends StoreContract {
  private static final StoreKey KEY = new StoreKey("a");

  private final ExecutorService threads = Executors.newFixedThreadPool(4);

  @Override
  protected Set<Capability<?>> expected() {
    return Set.of(
        Capability.RANGES,
        Capability.STATS,
        Capability.LISTING,
        Capability.WRITES,
        Capability.CREATES,
        Capability.DELETES);
  }

  @Override
  protected Store open() {
    return twice(MemoryStore.unnamed());
  }

  private Store twice(Store store) {
    return new BlockingStore(new ExecutorStore(store, threads));
  }

  @AfterEach
  void end() {
    threads.shutdownNow();
  }

  @Test
  void whatTheStoreLacksIsLacking() {
    Store store = twice(new ReadOnlyStore(MemoryStore.unnamed()));
    assertThat(Capability.ALL.stream().filter(capability -> capability.isOf(store)))
        .containsExactly(Capability.RANGES, Capability.STATS, Capability.LISTING);
  }

  @Test
  void failuresComeThroughAsTheyAre() {
    FaultyStore faulty =
        new FaultyStore(MemoryStore.unnamed()).failEvery(1, FaultyStore.Fault.UNAVAILABLE);
    assertThatThrownBy(() -> twice(faulty).get(KEY, 1)).isInstanceOf(UnavailableException.class);
  }

  @Test
  void failuresOfClientsAreUnwrapped() {
    UnavailableException ours = new UnavailableException("ours", null);
    assertThatThrownBy(() -> failing(new CompletionException(new CompletionException(ours))))
        .isSameAs(ours);
    assertThatThrownBy(() -> failing(new IOException("theirs")))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("the/place")
        .hasMessageContaining("theirs")
        .hasCauseInstanceOf(IOException.class);
    CompletableFuture<String> cancelled = new CompletableFuture<>();
    cancelled.cancel(false);
    assertThatThrownBy(() -> Answers.await(cancelled, "read", "the/place"))
        .isInstanceOf(StoreException.class);
  }

  private static void failing(Throwable failure) {
    Answers.await(CompletableFuture.failedFuture(failure), "read", "the/place");
  }

  @Test
  void anInterruptedCallerCancelsTheRequest() throws Exception {
    SlowStore slow = new SlowStore(MemoryStore.unnamed());
    Store store = twice(slow);
    ExecutorService caller = Executors.newSingleThreadExecutor();
    try {
      Future<Boolean> read =
          caller.submit(
              () -> {
                assertThatThrownBy(() -> store.get(KEY, 1))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("interrupted");
                return Thread.currentThread().isInterrupted();
              });
      slow.awaitHeld(1);
      caller.shutdownNow();
      assertThat(read.get()).isTrue();
      while (slow.held() > 0) {
        Thread.onSpinWait();
      }
    } finally {
      caller.shutdownNow();
    }
  }

  @Test
  void noMethodBlocks() throws Exception {
    SlowStore slow = new SlowStore(MemoryStore.unnamed());
    AsyncStore store = new ExecutorStore(slow, threads);
    CompletableFuture<Optional<ByteBuffer>> read = store.get(KEY, 1);
    slow.awaitHeld(1);
    assertThat(read).isNotDone();
    slow.release();
    assertThat(read.get()).isEmpty();
  }

  @Test
  void anExecutorThatTakesNoMoreIsAnError() {
    threads.shutdown();
    assertThatThrownBy(() -> twice(MemoryStore.unnamed()).get(KEY, 1))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("memory:(unnamed)");
  }

  // Listings

  @Test
  void aLongListingComesInPages() {
    MemoryStore memory = MemoryStore.unnamed();
    Set<String> keys = new HashSet<>();
    for (int i = 0; i < 2 * ListingCursors.PAGE + 1; i++) {
      keys.add("k/" + i);
      memory.put(new StoreKey("k/" + i), ByteBuffer.allocate(0));
    }
    try (Stream<StoreKey> listed = twice(memory).listing().orElseThrow().keys(Optional.empty())) {
      assertThat(listed.map(StoreKey::value)).containsExactlyInAnyOrderElementsOf(keys);
    }
  }

  @Test
  void listingsThatNobodyGoesOnWithAreGivenUp() {
    ListingCursors cursors = new ListingCursors();
    Set<Integer> closed = new HashSet<>();
    String first = null;
    for (int i = 0; i < ListingCursors.MOST + 3; i++) {
      int number = i;
      var page =
          cursors.page(
              Optional.empty(),
              () -> Stream.iterate(0, n -> n + 1).onClose(() -> closed.add(number)),
              "here");
      first = first == null ? page.next().orElseThrow() : first;
    }
    assertThat(closed).containsExactlyInAnyOrder(0, 1, 2);
    Optional<String> mark = Optional.of(first);
    assertThatThrownBy(() -> cursors.page(mark, Stream::empty, "here"))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("Cannot list here any further");
    cursors.close();
    assertThat(closed).hasSize(ListingCursors.MOST + 3);
  }

  @Test
  void pagesThatLeadBackToThemselvesAreAnError() {
    AsyncStore.Page<String> page = new AsyncStore.Page<>(List.of(), Optional.of("again"));
    assertThatThrownBy(() -> PagedStream.of(after -> page, "here").toList())
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("here");
  }
}
