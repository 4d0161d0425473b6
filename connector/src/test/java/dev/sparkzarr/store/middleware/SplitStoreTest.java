package dev.sparkzarr.store.middleware;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sparkzarr.store.ByteRange.Slice;
import dev.sparkzarr.store.ByteRange.Suffix;
import dev.sparkzarr.store.Capability;
import dev.sparkzarr.store.FaultyStore;
import dev.sparkzarr.store.InterceptedStore;
import dev.sparkzarr.store.InvalidRangeException;
import dev.sparkzarr.store.MemoryStore;
import dev.sparkzarr.store.OverLimitException;
import dev.sparkzarr.store.RangeMerge;
import dev.sparkzarr.store.RecordingStore;
import dev.sparkzarr.store.SlowStore;
import dev.sparkzarr.store.Store;
import dev.sparkzarr.store.StoreContract;
import dev.sparkzarr.store.StoreException;
import dev.sparkzarr.store.StoreKey;
import dev.sparkzarr.store.StoreRequest;
import dev.sparkzarr.store.StoreVerb;
import dev.sparkzarr.store.UnavailableException;
import dev.sparkzarr.store.Versions;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SplitStoreTest extends StoreContract {
  private static final StoreKey KEY = new StoreKey("a");

  private final ExecutorService threads =
      new ThreadPoolExecutor(0, 4, 1, TimeUnit.SECONDS, new SynchronousQueue<>());
  private final MemoryStore memory = MemoryStore.unnamed();
  private final RecordingStore recording = new RecordingStore(memory);
  private final byte[] value = new byte[1000];

  SplitStoreTest() {
    new Random(7).nextBytes(value);
    memory.put(KEY, ByteBuffer.wrap(value));
  }

  @Override
  protected Set<Capability<?>> expected() {
    return allBut(Capability.READS_INTO);
  }

  @Override
  protected Store open() {
    return new SplitStore(MemoryStore.unnamed(), 700, 3, threads);
  }

  @AfterEach
  void end() {
    threads.shutdownNow();
  }

  private Store split(Store inner) {
    return new SplitStore(inner, 300, 3, threads);
  }

  @Test
  void aLargeValueIsReadInParts() {
    assertThat(split(recording).get(KEY, 5000)).contains(ByteBuffer.wrap(value));
    assertThat(recording.requests().get(0)).isEqualTo(StoreRequest.stat("a"));
    assertThat(recording.requests().subList(1, 5))
        .containsExactlyInAnyOrder(
            StoreRequest.range("a", 0, 300),
            StoreRequest.range("a", 300, 300),
            StoreRequest.range("a", 600, 300),
            StoreRequest.range("a", 900, 100));
    assertThat(recording.requests()).hasSize(5);
  }

  @Test
  void whatCannotBeLargeIsReadAtOnce() {
    Store store = split(recording);
    assertThatThrownBy(() -> store.get(KEY, 300)).isInstanceOf(OverLimitException.class);
    assertThat(store.ranges().orElseThrow().read(KEY, new Slice(1, 300))).isPresent();
    assertThat(store.ranges().orElseThrow().read(KEY, new Suffix(300))).isPresent();
    assertThat(recording.requests())
        .containsExactly(
            StoreRequest.get("a"), StoreRequest.range("a", 1, 300), StoreRequest.suffix("a", 300));
  }

  @Test
  void aValueThatTurnsOutSmallIsReadAtOnce() {
    memory.put(KEY, ByteBuffer.allocate(300));
    assertThat(split(recording).get(KEY, 5000).orElseThrow().remaining()).isEqualTo(300);
    assertThat(recording.requests()).containsExactly(StoreRequest.stat("a"), StoreRequest.get("a"));
  }

  @Test
  void largeRangesAreReadInParts() {
    Store store = split(recording);
    assertThat(store.ranges().orElseThrow().read(KEY, new Slice(100, 800)))
        .contains(ByteBuffer.wrap(Arrays.copyOfRange(value, 100, 900)));
    assertThat(store.ranges().orElseThrow().read(KEY, new Suffix(700)))
        .contains(ByteBuffer.wrap(Arrays.copyOfRange(value, 300, 1000)));
    assertThat(recording.requests()).contains(StoreRequest.range("a", 900, 100));
    assertThat(recording.requests()).allMatch(r -> r.verb() != StoreVerb.GET);
    recording.clear();
    List<Slice> slices = List.of(new Slice(0, 10), new Slice(20, 600));
    assertThat(
            store.ranges().orElseThrow().read(KEY, slices, new RangeMerge(100, 1000)).orElseThrow())
        .containsExactly(
            ByteBuffer.wrap(Arrays.copyOfRange(value, 0, 10)),
            ByteBuffer.wrap(Arrays.copyOfRange(value, 20, 620)));
    assertThat(recording.requests()).contains(StoreRequest.range("a", 600, 20));
  }

  @Test
  void noMemoryIsTakenForMoreThanTheValueHas() {
    Store store = split(recording);
    assertThatThrownBy(() -> store.ranges().orElseThrow().read(KEY, new Slice(0, 1L << 40)))
        .isInstanceOf(InvalidRangeException.class);
    assertThatThrownBy(() -> store.get(KEY, 999)).isInstanceOf(OverLimitException.class);
    assertThat(recording.requests())
        .containsExactly(StoreRequest.stat("a"), StoreRequest.stat("a"));
  }

  @Test
  void aMissingValueIsAbsent() {
    Store store = split(recording);
    StoreKey none = new StoreKey("none");
    assertThat(store.get(none, 5000)).isEmpty();
    assertThat(store.ranges().orElseThrow().read(none, new Slice(0, 5000))).isEmpty();
    assertThat(recording.requests()).hasSize(2);
  }

  @Test
  void aStoreWithoutVersionsIsReadAtOnce() {
    Store store = split(new Unversioned(recording));
    assertThat(store.get(KEY, 5000)).contains(ByteBuffer.wrap(value));
    assertThat(recording.requests()).containsExactly(StoreRequest.get("a"));
  }

  /** Each part that is read would be of another state. */
  @Test
  void partsAreOfOneState() {
    byte[] other = new byte[1000];
    Arrays.fill(other, (byte) 1);
    AtomicInteger ranges = new AtomicInteger();
    Store changing =
        new Before(
            memory,
            request -> {
              if (request.verb() == StoreVerb.RANGE && ranges.incrementAndGet() == 2) {
                memory.put(KEY, ByteBuffer.wrap(other));
              }
            });
    assertThat(split(changing).get(KEY, 5000)).contains(ByteBuffer.wrap(other));
  }

  @Test
  void aValueThatAlwaysChangesIsReadByOneRequest() {
    AtomicInteger stats = new AtomicInteger();
    Store changing =
        new Before(
            memory,
            request -> {
              stats.addAndGet(request.verb() == StoreVerb.STAT ? 1 : 0);
              if (request.verb() == StoreVerb.RANGE) {
                memory.put(KEY, ByteBuffer.wrap(value));
              }
            });
    assertThat(split(changing).get(KEY, 5000)).contains(ByteBuffer.wrap(value));
    assertThat(stats).hasValue(SplitStore.ATTEMPTS);
  }

  @Test
  void aValueThatIsDeletedMeanwhileIsAbsent() {
    Store changing =
        new Before(
            memory,
            request -> {
              if (request.verb() == StoreVerb.RANGE) {
                memory.delete(KEY);
              }
            });
    assertThat(split(changing).get(KEY, 5000)).isEmpty();
  }

  @Test
  void aFailedPartFailsTheRead() {
    FaultyStore faulty =
        new FaultyStore(memory)
            .failWhen(
                request -> request.equals(StoreRequest.range("a", 600, 300)),
                FaultyStore.Fault.UNAVAILABLE);
    assertThatThrownBy(() -> split(faulty).get(KEY, 5000)).isInstanceOf(UnavailableException.class);
  }

  @Test
  void partsAreReadAtTheSameTimeAndInterruptionEndsThem() throws Exception {
    SlowStore slow = new SlowStore(memory, request -> request.verb() == StoreVerb.RANGE);
    ExecutorService caller = Executors.newSingleThreadExecutor();
    try {
      Future<Boolean> read =
          caller.submit(
              () -> {
                assertThatThrownBy(() -> split(slow).get(KEY, 5000))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("interrupted");
                return Thread.currentThread().isInterrupted();
              });
      slow.awaitHeld(3);
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
  void withoutHelpTheReaderReadsAllItself() {
    threads.shutdown();
    assertThat(split(recording).get(KEY, 5000)).contains(ByteBuffer.wrap(value));
    assertThat(recording.requests()).hasSize(5);
  }

  @Test
  void versionedReadsAreSplitToo() {
    var versions = split(recording).versions().orElseThrow();
    var whole = versions.get(KEY, 5000).orElseThrow();
    assertThat(whole.bytes()).isEqualTo(ByteBuffer.wrap(value));
    assertThat(memory.stat(KEY).orElseThrow().version()).isEqualTo(whole.version());
    var part = versions.read(KEY, new Slice(5, 400)).orElseThrow();
    assertThat(part.bytes()).isEqualTo(ByteBuffer.wrap(Arrays.copyOfRange(value, 5, 405)));
    assertThat(part.version()).isEqualTo(whole.version());
    assertThat(recording.requests()).hasSize(5 + 3);
  }

  /** Does something before each request. */
  private static final class Before extends InterceptedStore {
    private final Consumer<StoreRequest> action;

    Before(Store inner, Consumer<StoreRequest> action) {
      super(inner);
      this.action = action;
    }

    @Override
    protected synchronized void before(StoreRequest request) {
      action.accept(request);
    }
  }

  /** A store that knows no versions. */
  private static final class Unversioned extends InterceptedStore {
    Unversioned(Store inner) {
      super(inner);
    }

    @Override
    protected void before(StoreRequest request) {}

    @Override
    public Optional<Versions> versions() {
      return Optional.empty();
    }
  }
}
