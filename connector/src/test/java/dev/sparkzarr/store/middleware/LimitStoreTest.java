package dev.sparkzarr.store.middleware;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sparkzarr.store.ByteRange.Slice;
import dev.sparkzarr.store.Capability;
import dev.sparkzarr.store.FaultyStore;
import dev.sparkzarr.store.MemoryStore;
import dev.sparkzarr.store.RangeMerge;
import dev.sparkzarr.store.SlowStore;
import dev.sparkzarr.store.Store;
import dev.sparkzarr.store.StoreContract;
import dev.sparkzarr.store.StoreException;
import dev.sparkzarr.store.StoreKey;
import dev.sparkzarr.store.UnavailableException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LimitStoreTest extends StoreContract {
  private static final StoreKey KEY = new StoreKey("a");
  private static final String NAME = "limit-test";

  private final FakeClock clock = new FakeClock();
  private final RequestLimiters limiters = new RequestLimiters(clock);

  @Override
  protected Set<Capability<?>> expected() {
    return allBut();
  }

  @Override
  protected Store open() {
    return new LimitStore(MemoryStore.unnamed(), new RequestLimits(1000, 3), limiters);
  }

  @AfterEach
  void forget() {
    MemoryStore.forget(NAME);
  }

  private static RequestLimits perSecond(double rate) {
    return new RequestLimits(rate, Integer.MAX_VALUE);
  }

  @Test
  void requestsAreSpacedAndIdleTimeIsSavedForASecond() {
    Store store = new LimitStore(MemoryStore.unnamed(), perSecond(10), limiters);
    for (int i = 0; i < 4; i++) {
      store.get(KEY, 10);
    }
    assertThat(clock.millis()).containsExactly(100L, 100L, 100L);
    clock.pass(3_600_000_000_000L);
    for (int i = 0; i < 12; i++) {
      store.get(KEY, 10);
    }
    assertThat(clock.millis().subList(3, 5)).containsExactly(100L, 100L);
    assertThat(clock.millis()).hasSize(5);
  }

  @Test
  void aCallOfSeveralRequestsTakesSeveralTokens() {
    MemoryStore memory = MemoryStore.unnamed();
    memory.put(KEY, ByteBuffer.allocate(100));
    Store store = new LimitStore(memory, perSecond(2), limiters);
    List<Slice> slices = List.of(new Slice(0, 1), new Slice(50, 1), new Slice(90, 1));
    store.ranges().get().read(KEY, slices, new RangeMerge(0, 100));
    assertThat(clock.millis()).containsExactly(1000L);
  }

  @Test
  void storesOfOneIdentityShareOneLimiterWhileItIsUsed() {
    Store first = limited(perSecond(10));
    Store second = limited(perSecond(10));
    Store other = limited(perSecond(5));
    assertThat(limiters.size()).isEqualTo(2);
    first.get(KEY, 10);
    second.get(KEY, 10);
    assertThat(clock.millis()).containsExactly(100L);
    other.get(KEY, 10);
    assertThat(clock.millis()).hasSize(1);
    first.close();
    first.close();
    second.get(KEY, 10);
    assertThat(clock.millis()).hasSize(2);
    second.close();
    other.close();
    assertThat(limiters.size()).isZero();
  }

  private Store limited(RequestLimits limits) {
    return new LimitStore(MemoryStore.named(NAME), limits, limiters);
  }

  @Test
  void storesWithoutIdentityShareNothing() {
    Store first = new LimitStore(MemoryStore.unnamed(), perSecond(10), limiters);
    Store second = new LimitStore(MemoryStore.unnamed(), perSecond(10), limiters);
    first.get(KEY, 10);
    second.get(KEY, 10);
    assertThat(clock.millis()).isEmpty();
    assertThat(limiters.size()).isZero();
  }

  @Test
  void noMoreCallsThanAllowedAreUnderWay() throws Exception {
    SlowStore slow = new SlowStore(MemoryStore.named(NAME));
    RequestLimits two = new RequestLimits(Double.POSITIVE_INFINITY, 2);
    Store first = new LimitStore(slow, two, limiters);
    Store second = new LimitStore(slow, two, limiters);
    ExecutorService threads = Executors.newFixedThreadPool(6);
    try {
      List<Future<Optional<ByteBuffer>>> reads = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        Store store = i % 2 == 0 ? first : second;
        reads.add(threads.submit(() -> store.get(KEY, 10)));
      }
      RequestLimiter limiter = limiters.use(MemoryStore.named(NAME).identity().get(), two);
      slow.awaitHeld(2);
      while (limiter.queued() < 4) {
        Thread.onSpinWait();
      }
      assertThat(slow.held()).isEqualTo(2);
      slow.release();
      for (Future<Optional<ByteBuffer>> read : reads) {
        assertThat(read.get()).isEmpty();
      }
      assertThat(limiter.free()).isEqualTo(2);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void aFailureGivesItsPlaceBack() {
    FaultyStore faulty = new FaultyStore(MemoryStore.unnamed());
    Store store = new LimitStore(faulty, new RequestLimits(1000, 1), limiters);
    for (int i = 0; i < 3; i++) {
      faulty.failEvery(1, FaultyStore.Fault.UNAVAILABLE);
      assertThatThrownBy(() -> store.get(KEY, 10)).isInstanceOf(UnavailableException.class);
      faulty.heal();
      store.get(KEY, 10);
    }
  }

  @Test
  void anInterruptedThreadStopsWaitingAndGivesItsPlaceBack() {
    Store store = new LimitStore(MemoryStore.unnamed(), new RequestLimits(0.5, 1), limiters);
    store.get(KEY, 10);
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> store.get(KEY, 10))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("interrupted");
    assertThat(Thread.interrupted()).isTrue();
    store.get(KEY, 10);
  }
}
