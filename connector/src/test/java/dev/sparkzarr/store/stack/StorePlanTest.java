package dev.sparkzarr.store.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sparkzarr.store.Capability;
import dev.sparkzarr.store.FaultyStore;
import dev.sparkzarr.store.InterceptedStore;
import dev.sparkzarr.store.MemoryStore;
import dev.sparkzarr.store.SlowStore;
import dev.sparkzarr.store.Store;
import dev.sparkzarr.store.StoreCounter;
import dev.sparkzarr.store.StoreKey;
import dev.sparkzarr.store.StoreLocation;
import dev.sparkzarr.store.StoreProvider;
import dev.sparkzarr.store.StoreRequest;
import dev.sparkzarr.store.Stores;
import dev.sparkzarr.store.UnavailableException;
import dev.sparkzarr.store.middleware.RequestLimits;
import dev.sparkzarr.store.middleware.RetryPolicy;
import dev.sparkzarr.store.stack.RetryLayer.When;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StorePlanTest {
  private static final StoreKey KEY = new StoreKey("a");
  private static final StoreLocation LOCATION =
      new StoreLocation("memory:plan-test", Map.of("fs.s3a.secret.key", "geheim-geheim"));
  private static final RetryPolicy AT_ONCE =
      new RetryPolicy(2, Duration.ZERO, Duration.ZERO, Duration.ofSeconds(10));

  @AfterEach
  void forget() {
    MemoryStore.forget("plan-test");
  }

  @Test
  void aPlanTravelsAndShowsNoSecret() throws Exception {
    StorePlan plan =
        new StorePlan(
            LOCATION,
            List.of(
                new ReadOnlyLayer(),
                new RetryLayer(RetryPolicy.DEFAULT, When.ALWAYS),
                new LimitLayer(new RequestLimits(5, 2))));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    new ObjectOutputStream(bytes).writeObject(plan);
    Object copy = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray())).readObject();
    assertThat(copy).isEqualTo(plan);
    assertThat(plan.toString()).doesNotContain("geheim");
    assertThat(plan.layers().stream().map(StoreLayer::level))
        .containsExactly(StackLevel.LIMIT, StackLevel.RETRY, StackLevel.ACCESS);
  }

  @Test
  void tasksShareRequestsOnlyWithTheSameSettings() throws Exception {
    SlowStore slow = new SlowStore(MemoryStore.named("plan-test"));
    List<Store> stores = new ArrayList<>();
    for (String secret : List.of("geheim-geheim", "geheim-geheim", "another-secret")) {
      StoreLocation location =
          new StoreLocation("memory:plan-test", Map.of("fs.s3a.secret.key", secret));
      StorePlan plan = new StorePlan(location, List.of(new SingleFlightLayer()));
      stores.add(StoreStack.over(opened(slow, StoreProvider.Retries.CALLER), plan).store());
    }
    ExecutorService threads = Executors.newCachedThreadPool();
    try {
      Future<?> first = threads.submit(() -> stores.get(0).get(KEY, 10));
      slow.awaitHeld(1);
      FutureTask<?> same = new FutureTask<>(() -> stores.get(1).get(KEY, 10));
      Thread waiting = new Thread(same);
      waiting.start();
      while (waiting.getState() != Thread.State.WAITING) {
        Thread.onSpinWait();
      }
      Future<?> other = threads.submit(() -> stores.get(2).get(KEY, 10));
      slow.awaitHeld(2);
      assertThat(slow.held()).isEqualTo(2);
      slow.release();
      first.get();
      same.get();
      other.get();
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void aLevelIsTakenOnce() {
    assertThatThrownBy(
            () -> new StorePlan(LOCATION, List.of(new ReadOnlyLayer(), new ReadOnlyLayer())))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aBarePlanCounts() {
    try (StoreStack stack = StorePlan.bare(LOCATION).open()) {
      stack.store().get(KEY, 10);
      assertThat(stack.counts())
          .containsEntry(StoreCounter.REQUESTS, 1L)
          .containsEntry(StoreCounter.ABSENT, 1L)
          .containsEntry(StoreCounter.RETRIES, 0L)
          .hasSize(StoreCounter.values().length);
      assertThat(Capability.WRITES.isOf(stack.store())).isTrue();
    }
  }

  @Test
  void aReadOnlyPlanWritesNothing() {
    try (StoreStack stack = new StorePlan(LOCATION, List.of(new ReadOnlyLayer())).open()) {
      assertThat(Capability.WRITES.isOf(stack.store())).isFalse();
    }
  }

  @Test
  void aClientThatRetriesIsLeftAloneUnlessAsked() {
    for (StoreProvider.Retries who : StoreProvider.Retries.values()) {
      for (When when : When.values()) {
        FaultyStore faulty = new FaultyStore(MemoryStore.unnamed());
        AtomicInteger left = new AtomicInteger(2);
        faulty.failWhen(request -> left.getAndDecrement() > 0, FaultyStore.Fault.UNAVAILABLE);
        StorePlan plan = new StorePlan(LOCATION, List.of(new RetryLayer(AT_ONCE, when)));
        try (StoreStack stack = StoreStack.over(opened(faulty, who), plan)) {
          if (who == StoreProvider.Retries.CLIENT && when == When.UNLESS_THE_CLIENT_DOES) {
            assertThatThrownBy(() -> stack.store().get(KEY, 10))
                .isInstanceOf(UnavailableException.class);
            assertThat(stack.counts()).containsEntry(StoreCounter.RETRIES, 0L);
          } else {
            assertThat(stack.store().get(KEY, 10)).isEmpty();
            assertThat(stack.counts())
                .containsEntry(StoreCounter.RETRIES, 2L)
                .containsEntry(StoreCounter.REQUESTS, 3L)
                .containsEntry(StoreCounter.FAILURES, 2L);
          }
        }
      }
    }
  }

  @Test
  void aLayerThatCannotBeHadClosesWhatIsBelow() {
    AtomicInteger closed = new AtomicInteger();
    Store closing = new ClosingStore(MemoryStore.unnamed(), closed);
    StoreLayer broken =
        new StoreLayer() {
          @Override
          public StackLevel level() {
            return StackLevel.CACHE;
          }

          @Override
          public Store around(Store inner, Ground ground) {
            throw new IllegalStateException("no cache");
          }
        };
    StorePlan plan = new StorePlan(LOCATION, List.of(broken));
    Stores.Opened opened = opened(closing, StoreProvider.Retries.CALLER);
    assertThatThrownBy(() -> StoreStack.over(opened, plan)).hasMessage("no cache");
    assertThat(closed).hasValue(1);
  }

  private static Stores.Opened opened(Store store, StoreProvider.Retries retries) {
    return new Stores.Opened(
        store,
        new StoreProvider() {
          @Override
          public String name() {
            return "test";
          }

          @Override
          public int priority() {
            return 0;
          }

          @Override
          public Optional<Store> open(StoreLocation location) {
            return Optional.of(store);
          }

          @Override
          public Retries retries() {
            return retries;
          }
        });
  }

  /** Counts how often it is closed. */
  private static final class ClosingStore extends InterceptedStore {
    private final AtomicInteger closed;

    ClosingStore(Store inner, AtomicInteger closed) {
      super(inner);
      this.closed = closed;
    }

    @Override
    protected void before(StoreRequest request) {}

    @Override
    public void close() {
      closed.incrementAndGet();
      super.close();
    }
  }
}
