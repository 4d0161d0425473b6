package dev.sparkzarr.array;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sparkzarr.array.Hierarchy.Consolidated;
import dev.sparkzarr.metadata.NodePath;
import dev.sparkzarr.store.FaultyStore;
import dev.sparkzarr.store.InterceptedStore;
import dev.sparkzarr.store.MemoryStore;
import dev.sparkzarr.store.Store;
import dev.sparkzarr.store.StoreException;
import dev.sparkzarr.store.StoreKey;
import dev.sparkzarr.store.StoreRequest;
import dev.sparkzarr.store.UnavailableException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** Nodes that no consolidated metadata list, many requests at a time. */
class ParallelHierarchyTest {
  private static final int THREADS = 4;
  private static final String GROUP = "{\"zarr_format\": 3, \"node_type\": \"group\"}";
  private static final String V2_GROUP = "{\"zarr_format\": 2}";

  /** Four groups with four groups each. */
  private static MemoryStore tree(String document, String text) {
    MemoryStore store = MemoryStore.unnamed();
    put(store, document, text);
    for (int i = 0; i < THREADS; i++) {
      put(store, "g" + i + "/" + document, text);
      for (int j = 0; j < THREADS; j++) {
        put(store, "g" + i + "/h" + j + "/" + document, text);
      }
    }
    return store;
  }

  private static void put(Store store, String key, String text) {
    store
        .writes()
        .orElseThrow()
        .put(new StoreKey(key), ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
  }

  /** Lets requests pass by fours only. */
  private static final class Meeting extends InterceptedStore {
    private final Predicate<StoreRequest> who;
    private final CyclicBarrier barrier = new CyclicBarrier(THREADS);

    Meeting(Store inner, Predicate<StoreRequest> who) {
      super(inner);
      this.who = who;
    }

    @Override
    protected void before(StoreRequest request) {
      if (who.test(request)) {
        try {
          barrier.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
          throw new StoreException("alone with " + request, e);
        }
      }
    }
  }

  private static boolean isBelowRoot(StoreRequest request) {
    return request.key().isPresent() && request.key().get().value().matches("g\\d.*");
  }

  @Test
  void documentsAndListingsOfALevelAreReadTogether() {
    MemoryStore tree = tree("zarr.json", GROUP);
    Store store = new Meeting(tree, ParallelHierarchyTest::isBelowRoot);
    Hierarchy hierarchy = Hierarchy.open(store, Consolidated.IF_PRESENT, THREADS);
    assertThat(hierarchy.descendants(NodePath.ROOT))
        .isEqualTo(Hierarchy.open(tree, Consolidated.IF_PRESENT).descendants(NodePath.ROOT));
    assertThat(hierarchy.descendants(NodePath.ROOT).nodes()).hasSize(20);
  }

  @Test
  void ofFormat2Too() {
    MemoryStore tree = tree(".zgroup", V2_GROUP);
    Store store = new Meeting(tree, ParallelHierarchyTest::isBelowRoot);
    Hierarchy hierarchy = Hierarchy.open(store, Consolidated.IGNORED, THREADS);
    assertThat(hierarchy.descendants(NodePath.ROOT).nodes()).hasSize(20);
  }

  @Test
  void aFailedRequestIsAnErrorAndNoThreadStays() throws InterruptedException {
    FaultyStore faulty = new FaultyStore(tree("zarr.json", GROUP));
    Hierarchy hierarchy = Hierarchy.open(faulty, Consolidated.IF_PRESENT, THREADS);
    hierarchy.node(NodePath.ROOT);
    faulty.failEvery(3, FaultyStore.Fault.UNAVAILABLE);
    assertThatThrownBy(() -> hierarchy.descendants(NodePath.ROOT))
        .isInstanceOf(UnavailableException.class);
    faulty.heal();
    assertThat(hierarchy.descendants(NodePath.ROOT).nodes()).hasSize(20);
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().equals("zarr-metadata")) {
        thread.join(20_000);
        assertThat(thread.isAlive()).isFalse();
      }
    }
  }
}
