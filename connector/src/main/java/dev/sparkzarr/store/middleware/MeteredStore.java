package dev.sparkzarr.store.middleware;

import dev.sparkzarr.store.CountedStore;
import dev.sparkzarr.store.Store;
import dev.sparkzarr.store.StoreCounter;
import dev.sparkzarr.store.StoreVerb;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** Counts and times what is asked of a store. Changes nothing else. */
public final class MeteredStore extends AroundStore implements CountedStore {
  private final Map<StoreVerb, LongAdder> requests = adders();
  private final Map<StoreVerb, LongAdder> nanos = adders();
  private final LongAdder bytesRead = new LongAdder();
  private final LongAdder bytesWritten = new LongAdder();
  private final LongAdder absent = new LongAdder();
  private final LongAdder failures = new LongAdder();

  /**
   * @param inner closed with this store
   */
  public MeteredStore(Store inner) {
    super(inner);
  }

  private static Map<StoreVerb, LongAdder> adders() {
    Map<StoreVerb, LongAdder> adders = new EnumMap<>(StoreVerb.class);
    for (StoreVerb verb : StoreVerb.values()) {
      adders.put(verb, new LongAdder());
    }
    return adders;
  }

  private static Map<StoreVerb, Long> sums(Map<StoreVerb, LongAdder> adders) {
    Map<StoreVerb, Long> sums = new EnumMap<>(StoreVerb.class);
    adders.forEach((verb, adder) -> sums.put(verb, adder.sum()));
    return sums;
  }

  /**
   * @return the counts so far; requests under way may be counted in part
   */
  public StoreMetrics metrics() {
    return new StoreMetrics(
        sums(requests),
        sums(nanos),
        bytesRead.sum(),
        bytesWritten.sum(),
        absent.sum(),
        failures.sum());
  }

  @Override
  public Map<StoreCounter, Long> counts() {
    StoreMetrics metrics = metrics();
    return Map.of(
        StoreCounter.REQUESTS, metrics.allRequests(),
        StoreCounter.BYTES_READ, metrics.bytesRead(),
        StoreCounter.BYTES_WRITTEN, metrics.bytesWritten(),
        StoreCounter.NANOS, metrics.nanos().values().stream().mapToLong(Long::longValue).sum(),
        StoreCounter.ABSENT, metrics.absent(),
        StoreCounter.FAILURES, metrics.failures());
  }

  @Override
  protected <T> T around(StoreCall<T> call) {
    long start = System.nanoTime();
    requests.get(call.verb()).add(call.requests());
    T answer;
    try {
      answer = call.send();
    } catch (RuntimeException | Error e) {
      failures.increment();
      throw e;
    } finally {
      nanos.get(call.verb()).add(System.nanoTime() - start);
    }
    if (call.isAbsent(answer)) {
      absent.increment();
    }
    bytesRead.add(call.bytesReceived(answer));
    bytesWritten.add(call.bytesSent());
    return answer;
  }
}
