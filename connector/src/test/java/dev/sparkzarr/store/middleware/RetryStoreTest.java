package dev.sparkzarr.store.middleware;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sparkzarr.store.ByteRange.Slice;
import dev.sparkzarr.store.Capability;
import dev.sparkzarr.store.FaultyStore;
import dev.sparkzarr.store.FaultyStore.Fault;
import dev.sparkzarr.store.Listing;
import dev.sparkzarr.store.MemoryStore;
import dev.sparkzarr.store.Store;
import dev.sparkzarr.store.StoreContract;
import dev.sparkzarr.store.StoreCounter;
import dev.sparkzarr.store.StoreErrors;
import dev.sparkzarr.store.StoreException;
import dev.sparkzarr.store.StoreKey;
import dev.sparkzarr.store.StoreVerb;
import dev.sparkzarr.store.UnavailableException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Around a store of which every third request fails that can be sent again. */
class RetryStoreTest extends StoreContract {
  private static final StoreKey KEY = new StoreKey("a");
  private static final RetryPolicy POLICY =
      new RetryPolicy(4, Duration.ofMillis(100), Duration.ofMillis(300), Duration.ofSeconds(10));

  private final FakeClock clock = new FakeClock();
  private final FaultyStore faulty = new FaultyStore(MemoryStore.unnamed());

  @Override
  protected Set<Capability<?>> expected() {
    return allBut();
  }

  @Override
  protected Store open() {
    AtomicInteger count = new AtomicInteger();
    FaultyStore third =
        new FaultyStore(MemoryStore.unnamed())
            .failWhen(
                request -> request.verb().isIdempotent() && count.incrementAndGet() % 3 == 0,
                Fault.UNAVAILABLE);
    RetryPolicy patient = POLICY.withRetries(1000).withBudget(Duration.ofDays(300));
    return new RetryStore(third, patient, clock, () -> 0.5);
  }

  private RetryStore retrying(RetryPolicy policy, double random) {
    return new RetryStore(faulty, policy, clock, () -> random);
  }

  private void failFirst(int count, Fault fault) {
    AtomicInteger left = new AtomicInteger(count);
    faulty.failWhen(request -> left.getAndDecrement() > 0, fault);
  }

  @Test
  void pausesGrowUpToTheLongestAndAreAtLeastHalf() {
    failFirst(4, Fault.UNAVAILABLE);
    assertThat(retrying(POLICY, 1).get(KEY, 10)).isEmpty();
    assertThat(clock.millis()).containsExactly(100L, 200L, 300L, 300L);
    failFirst(2, Fault.UNAVAILABLE);
    retrying(POLICY, 0).get(KEY, 10);
    assertThat(clock.millis().subList(4, 6)).containsExactly(50L, 100L);
    failFirst(1, Fault.UNAVAILABLE);
    retrying(POLICY, 0.5).get(KEY, 10);
    assertThat(clock.millis().subList(6, 7)).containsExactly(75L);
  }

  @Test
  void afterTheLastAttemptTheFailureIsThrown() {
    failFirst(5, Fault.UNAVAILABLE);
    RetryStore store = retrying(POLICY, 0.5);
    assertThatThrownBy(() -> store.get(KEY, 10)).isInstanceOf(UnavailableException.class);
    assertThat(faulty.failures()).isEqualTo(5);
    assertThat(store.counts().get(StoreCounter.RETRIES)).isEqualTo(4);
    assertThat(store.counts().get(StoreCounter.RETRY_NANOS)).isEqualTo(675_000_000L);
    assertThat(store.get(KEY, 10)).isEmpty();
  }

  /** Whatever the random numbers are. */
  @Test
  void theDefaultOutlivesAnOutageOfFifteenSeconds() {
    for (double random : new double[] {0, 1}) {
      long back = clock.nanos() + Duration.ofSeconds(15).toNanos();
      faulty.failWhen(request -> clock.nanos() < back, Fault.UNAVAILABLE);
      assertThat(retrying(RetryPolicy.DEFAULT, random).get(KEY, 10)).isEmpty();
      assertThat(clock.nanos()).isGreaterThanOrEqualTo(back);
    }
  }

  @Test
  void otherFailuresAreNotRetried() {
    for (Fault fault : List.of(Fault.DENIED, Fault.FAILED)) {
      failFirst(1, fault);
      assertThatThrownBy(() -> retrying(POLICY, 1).get(KEY, 10))
          .isInstanceOf(StoreException.class)
          .isNotInstanceOf(UnavailableException.class);
    }
    assertThat(clock.millis()).isEmpty();
  }

  @Test
  void onlyWhatMayBeDoneTwiceIsRetried() {
    for (StoreVerb verb : StoreVerb.values()) {
      FaultyStore failing = new FaultyStore(Requests.filled());
      AtomicInteger left = new AtomicInteger(1);
      failing.failWhen(request -> left.getAndDecrement() > 0, Fault.UNAVAILABLE);
      RetryStore store = new RetryStore(failing, POLICY, clock, () -> 0);
      Runnable call = () -> Requests.send(store, verb);
      if (List.of(StoreVerb.CREATE, StoreVerb.REPLACE, StoreVerb.RENAME).contains(verb)) {
        assertThatThrownBy(call::run).as("%s", verb).isInstanceOf(UnavailableException.class);
        assertThat(left).as("%s", verb).hasValue(0);
      } else {
        call.run();
        assertThat(left).as("%s", verb).hasValue(-1);
      }
    }
  }

  @Test
  void noAttemptBeginsAfterTheBudget() {
    failFirst(100, Fault.UNAVAILABLE);
    RetryPolicy policy = POLICY.withRetries(50).withBudget(Duration.ofMillis(700));
    assertThatThrownBy(() -> retrying(policy, 1).get(KEY, 10))
        .isInstanceOf(UnavailableException.class);
    assertThat(clock.millis()).containsExactly(100L, 200L, 300L);
  }

  @Test
  void timeSpentInCallsCountsForTheBudget() {
    RetryPolicy policy = POLICY.withBudget(Duration.ofMillis(700));
    faulty.failWhen(
        request -> true,
        (request, place) -> {
          clock.pass(650_000_000);
          return StoreErrors.unavailable("read", place, new Exception("injected"));
        });
    assertThatThrownBy(() -> retrying(policy, 1).get(KEY, 10))
        .isInstanceOf(UnavailableException.class);
    assertThat(clock.millis()).isEmpty();
    assertThat(faulty.failures()).isEqualTo(1);
  }

  @Test
  void aStoreThatAsksForAPauseGetsIt() {
    failFirst(1, asking(Duration.ofSeconds(3)));
    retrying(POLICY, 0.5).get(KEY, 10);
    failFirst(1, asking(Duration.ofMillis(1)));
    retrying(POLICY, 0.5).get(KEY, 10);
    failFirst(1, asking(Duration.ofSeconds(-1)));
    retrying(POLICY, 0.5).get(KEY, 10);
    assertThat(clock.millis()).containsExactly(3000L, 75L, 75L);
  }

  @Test
  void aPauseBeyondTheBudgetIsNotBegun() {
    for (Duration asked : List.of(Duration.ofSeconds(11), Duration.ofSeconds(Long.MAX_VALUE))) {
      failFirst(1, asking(asked));
      assertThatThrownBy(() -> retrying(POLICY, 0.5).get(KEY, 10))
          .isInstanceOf(UnavailableException.class);
    }
    assertThat(clock.millis()).isEmpty();
  }

  private static Fault asking(Duration pause) {
    return (request, place) ->
        StoreErrors.unavailable("read", place, new Exception("injected"), Optional.of(pause));
  }

  @Test
  void anInterruptionEndsThePause() {
    MonotonicClock interrupting =
        new MonotonicClock() {
          @Override
          public long nanos() {
            return 0;
          }

          @Override
          public void sleep(long nanos) throws InterruptedException {
            throw new InterruptedException("told to stop");
          }
        };
    failFirst(1, Fault.UNAVAILABLE);
    RetryStore store = new RetryStore(faulty, POLICY, interrupting, () -> 1);
    assertThatThrownBy(() -> store.get(KEY, 10))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("interrupted")
        .hasMessageContaining(faulty.describe(KEY));
    assertThat(Thread.interrupted()).isTrue();
    assertThat(store.counts().get(StoreCounter.RETRIES)).isZero();
  }

  @Test
  void anInterruptedThreadDoesNotTryAgain() {
    failFirst(1, Fault.UNAVAILABLE);
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> retrying(POLICY, 1).get(KEY, 10))
        .isInstanceOf(UnavailableException.class);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(clock.millis()).isEmpty();
  }

  @Test
  void aWriteIsSentAgainWhole() {
    failFirst(2, Fault.UNAVAILABLE);
    RetryStore store = retrying(POLICY, 0);
    store.writes().get().put(KEY, ByteBuffer.wrap(new byte[] {1, 2, 3}));
    failFirst(2, Fault.UNAVAILABLE);
    assertThat(store.ranges().get().read(KEY, new Slice(1, 2)))
        .contains(ByteBuffer.wrap(new byte[] {2, 3}));
  }

  // Listings that fail in the middle

  @Test
  void aListingThatFailsInTheMiddleGivesEachKeyOnce() {
    BrokenListing listing = new BrokenListing(20, List.of(0, 7, 7, 3, 19));
    assertThat(listed(listing, 100)).containsExactlyInAnyOrderElementsOf(listing.items);
    assertThat(listing.open).hasValue(0);
  }

  @Test
  void aListingThatMakesNoProgressFails() {
    BrokenListing listing = new BrokenListing(20, Collections.nCopies(50, 5));
    assertThatThrownBy(() -> listed(listing, 100)).isInstanceOf(UnavailableException.class);
    // The second, in another order, gave one more; then there were four retries.
    assertThat(listing.begun).hasValue(6);
    assertThat(listing.open).hasValue(0);
  }

  @Test
  void aListingOfTooManyKeysIsNotBegunAgain() {
    assertThatThrownBy(() -> listed(new BrokenListing(20, List.of(6)), 5))
        .isInstanceOf(UnavailableException.class);
    BrokenListing early = new BrokenListing(20, List.of(5));
    assertThat(listed(early, 5)).containsExactlyInAnyOrderElementsOf(early.items);
  }

  @Test
  void bothKindsOfListingAreRetried() {
    MemoryStore memory = MemoryStore.unnamed();
    memory.put(new StoreKey("a/b"), ByteBuffer.allocate(1));
    FaultyStore failing = new FaultyStore(memory);
    AtomicInteger left = new AtomicInteger(2);
    failing.failWhen(request -> left.getAndDecrement() > 0, Fault.UNAVAILABLE);
    Listing listing = new RetryStore(failing, POLICY, clock, () -> 0).listing().get();
    assertThat(listing.keys(Optional.empty())).containsExactly(new StoreKey("a/b"));
    left.set(2);
    assertThat(listing.entries(Optional.empty())).containsExactly(new Listing.Entry("a", false));
  }

  private List<Integer> listed(BrokenListing listing, int mostRemembered) {
    RetryCounts counts = new RetryCounts();
    try (Stream<Integer> items =
        RetriedListing.of(
            listing, () -> new Attempts(POLICY, clock, () -> 0, counts), mostRemembered)) {
      return items.toList();
    }
  }

  /** Gives items in another order each time, and breaks after so many of them. */
  private static final class BrokenListing implements Supplier<Stream<Integer>> {
    private final List<Integer> items;
    private final Iterator<Integer> breaks;
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger begun = new AtomicInteger();

    BrokenListing(int size, List<Integer> breaks) {
      this.items = IntStream.range(0, size).boxed().toList();
      this.breaks = breaks.iterator();
    }

    @Override
    public Stream<Integer> get() {
      List<Integer> order = new ArrayList<>(items);
      Collections.rotate(order, begun.getAndIncrement() % 2);
      int last = breaks.hasNext() ? breaks.next() : Integer.MAX_VALUE;
      AtomicInteger count = new AtomicInteger();
      open.incrementAndGet();
      return order.stream()
          .peek(
              item -> {
                if (count.getAndIncrement() == last) {
                  throw new UnavailableException("broken", null);
                }
              })
          .onClose(open::decrementAndGet);
    }
  }
}
