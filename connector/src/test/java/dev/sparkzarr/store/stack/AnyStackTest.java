package dev.sparkzarr.store.stack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sparkzarr.store.Capability;
import dev.sparkzarr.store.CountedStore;
import dev.sparkzarr.store.FaultyStore;
import dev.sparkzarr.store.MemoryStore;
import dev.sparkzarr.store.PrefixStore;
import dev.sparkzarr.store.Secrets;
import dev.sparkzarr.store.Store;
import dev.sparkzarr.store.StoreCounter;
import dev.sparkzarr.store.StoreKey;
import dev.sparkzarr.store.StoreLocation;
import dev.sparkzarr.store.async.BlockingStore;
import dev.sparkzarr.store.async.ExecutorStore;
import dev.sparkzarr.store.cache.CachePolicy;
import dev.sparkzarr.store.cache.CacheSettings;
import dev.sparkzarr.store.cache.CacheStore;
import dev.sparkzarr.store.middleware.LimitStore;
import dev.sparkzarr.store.middleware.LogStore;
import dev.sparkzarr.store.middleware.MeteredStore;
import dev.sparkzarr.store.middleware.ReadOnlyStore;
import dev.sparkzarr.store.middleware.RequestLimits;
import dev.sparkzarr.store.middleware.RetryPolicy;
import dev.sparkzarr.store.middleware.RetryStore;
import dev.sparkzarr.store.middleware.SingleFlightStore;
import dev.sparkzarr.store.middleware.SplitStore;
import dev.sparkzarr.store.middleware.UsageFormat;
import dev.sparkzarr.store.middleware.UsageSink;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterContainer;

/** Wrappers in any order: the answers of a map, and the capabilities that the stack promises. */
class AnyStackTest {
  private static final ExecutorService THREADS =
      Executors.newCachedThreadPool(
          work -> {
            Thread thread = new Thread(work, "any-stack");
            thread.setDaemon(true);
            return thread;
          });

  /** One of each at most. */
  private enum Wrapper {
    METERED,
    LOGGED,
    RETRYING,
    LIMITED,
    SPLIT,
    SINGLE_FLIGHT,
    CACHED,
    PREFIXED,
    ASYNC,
    READ_ONLY;

    Store around(Store inner) {
      return switch (this) {
        case METERED -> new MeteredStore(inner);
        case LOGGED -> new LogStore(inner, new Nowhere(), UsageFormat.JSON, Secrets.NONE);
        case RETRYING -> new RetryStore(inner, AT_ONCE);
        case LIMITED -> new LimitStore(inner, new RequestLimits(1e9, 5));
        case SPLIT -> new SplitStore(inner, 20, 3, THREADS);
        case SINGLE_FLIGHT -> new SingleFlightStore(inner, "tests");
        case CACHED -> CacheStore.around(inner, ASKING, key -> false);
        case PREFIXED -> new PrefixStore(inner, new StoreKey("some/place"));
        case ASYNC -> new BlockingStore(new ExecutorStore(inner, THREADS));
        case READ_ONLY -> new ReadOnlyStore(inner);
      };
    }

    Set<Capability<?>> hides() {
      return switch (this) {
        case ASYNC ->
            Set.of(
                Capability.READS_INTO,
                Capability.VERSIONS,
                Capability.REPLACES,
                Capability.RANGE_WRITES,
                Capability.COPIES,
                Capability.RENAMES);
        case READ_ONLY ->
            Set.of(
                Capability.WRITES,
                Capability.CREATES,
                Capability.REPLACES,
                Capability.RANGE_WRITES,
                Capability.DELETES,
                Capability.COPIES,
                Capability.RENAMES);
        case SPLIT, SINGLE_FLIGHT, CACHED -> Set.of(Capability.READS_INTO);
        default -> Set.of();
      };
    }
  }

  /** A cache that asks for the version each time, so that nothing it gives is stale. */
  private static final CacheSettings ASKING =
      new CacheSettings(
          new StoreLocation("memory:", Map.of()),
          "memory",
          1 << 20,
          CachePolicy.LRU,
          CacheSettings.FOREVER,
          Duration.ZERO,
          1 << 20,
          Duration.ZERO);

  private static final RetryPolicy AT_ONCE =
      new RetryPolicy(100_000, Duration.ZERO, Duration.ZERO, Duration.ofHours(1));

  /** Formats, and keeps nothing. */
  private record Nowhere() implements UsageSink {
    @Override
    public void write(String line) {}

    @Override
    public void close() {}
  }

  /** What all stacks counted: the wrappers were not asked in vain. */
  private static final Map<StoreCounter, Long> COUNTS = new EnumMap<>(StoreCounter.class);

  @AfterContainer
  static void end() {
    THREADS.shutdownNow();
    assertThat(COUNTS.get(StoreCounter.CACHE_HITS)).isGreaterThan(100);
    assertThat(COUNTS.get(StoreCounter.RETRIES)).isGreaterThan(100);
  }

  @Property(tries = 300, seed = "4711")
  void aStackIsAMap(@ForAll long seed) {
    Random random = new Random(seed);
    List<Wrapper> wrappers = new ArrayList<>(EnumSet.allOf(Wrapper.class));
    Collections.shuffle(wrappers, random);
    wrappers = wrappers.subList(0, random.nextInt(wrappers.size() + 1));
    if (random.nextInt(4) > 0) {
      wrappers.remove(Wrapper.READ_ONLY); // most stacks can be written to
    }

    String name = "any-stack-" + seed;
    MemoryStore memory = random.nextBoolean() ? MemoryStore.unnamed() : MemoryStore.named(name);
    Store store = memory;
    if (wrappers.contains(Wrapper.RETRYING)) {
      // Failures that the stack is there to hide.
      store =
          new FaultyStore(memory)
              .failWhen(
                  request -> request.verb().isIdempotent() && random.nextInt(10) == 0,
                  FaultyStore.Fault.UNAVAILABLE);
    }
    Set<Capability<?>> promised = new HashSet<>(Capability.ALL);
    String prefix = "";
    List<CountedStore> counted = new ArrayList<>();
    for (Wrapper wrapper : wrappers) {
      store = wrapper.around(store);
      if (store instanceof CountedStore counting) {
        counted.add(counting);
      }
      promised.removeAll(wrapper.hides());
      prefix = wrapper == Wrapper.PREFIXED ? "some/place/" : prefix;
    }
    try (Store stack = store) {
      assertThat(Capability.ALL.stream().filter(capability -> capability.isOf(stack)))
          .as("%s", wrappers)
          .containsExactlyInAnyOrderElementsOf(promised);
      StoreModel model = new StoreModel(stack, memory, prefix, new Random(seed + 1));
      for (int i = 0; i < 60; i++) {
        model.step(wrappers + " seed " + seed + " step " + i);
      }
    } finally {
      MemoryStore.forget(name);
      counted.forEach(
          each -> each.counts().forEach((what, count) -> COUNTS.merge(what, count, Long::sum)));
    }
  }
}
