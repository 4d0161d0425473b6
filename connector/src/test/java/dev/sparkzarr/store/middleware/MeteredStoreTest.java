package dev.sparkzarr.store.middleware;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sparkzarr.store.ByteRange.Slice;
import dev.sparkzarr.store.ByteRange.Suffix;
import dev.sparkzarr.store.Capability;
import dev.sparkzarr.store.FaultyStore;
import dev.sparkzarr.store.MemoryStore;
import dev.sparkzarr.store.RangeMerge;
import dev.sparkzarr.store.RangeReads;
import dev.sparkzarr.store.Store;
import dev.sparkzarr.store.StoreContract;
import dev.sparkzarr.store.StoreKey;
import dev.sparkzarr.store.StoreVerb;
import dev.sparkzarr.store.UnavailableException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MeteredStoreTest extends StoreContract {
  @Override
  protected Set<Capability<?>> expected() {
    return allBut();
  }

  @Override
  protected Store open() {
    return new MeteredStore(MemoryStore.unnamed());
  }

  @Test
  void eachRequestAndEachByteCounts() {
    StoreKey key = new StoreKey("a");
    StoreKey missing = new StoreKey("b");
    FaultyStore faulty = new FaultyStore(MemoryStore.unnamed());
    MeteredStore store = new MeteredStore(faulty);
    store.writes().get().put(key, ByteBuffer.allocate(1000).position(100));
    store.get(key, 1000);
    store.get(missing, 1000);
    RangeReads ranges = store.ranges().get();
    ranges.read(key, new Slice(0, 10));
    ranges.read(key, new Suffix(20));
    ranges.read(missing, new Suffix(20));
    // Two requests: 0 to 30 with a gap of 10, and 500 to 510.
    List<Slice> slices = List.of(new Slice(500, 10), new Slice(0, 10), new Slice(20, 10));
    ranges.read(key, slices, new RangeMerge(10, 100));
    ranges.read(missing, slices, new RangeMerge(10, 100));
    ranges.read(key, List.of(), RangeMerge.DEFAULT);
    store.stats().get().size(key);
    store.stats().get().size(missing);
    store.listing().get().keys(Optional.empty()).close();
    store.listing().get().entries(Optional.empty()).close();
    store.deletes().get().delete(missing);
    store.deletes().get().deleteBelow(missing);
    faulty.failEvery(1, FaultyStore.Fault.UNAVAILABLE);
    assertThatThrownBy(() -> store.get(key, 1000)).isInstanceOf(UnavailableException.class);
    assertThatThrownBy(() -> store.writes().get().put(key, ByteBuffer.allocate(5)))
        .isInstanceOf(UnavailableException.class);
    StoreMetrics metrics = store.metrics();
    assertThat(metrics.requests(StoreVerb.GET)).isEqualTo(3);
    assertThat(metrics.requests(StoreVerb.RANGE)).isEqualTo(7);
    assertThat(metrics.requests(StoreVerb.STAT)).isEqualTo(2);
    assertThat(metrics.requests(StoreVerb.LIST)).isEqualTo(2);
    assertThat(metrics.requests(StoreVerb.PUT)).isEqualTo(2);
    assertThat(metrics.requests(StoreVerb.DELETE)).isEqualTo(2);
    assertThat(metrics.allRequests()).isEqualTo(18);
    assertThat(metrics.bytesRead()).isEqualTo(900 + 10 + 20 + 30 + 10);
    assertThat(metrics.bytesWritten()).isEqualTo(900);
    assertThat(metrics.absent()).isEqualTo(4);
    assertThat(metrics.failures()).isEqualTo(2);
    assertThat(metrics.nanos().get(StoreVerb.GET)).isPositive();
    assertThat(metrics.nanos().get(StoreVerb.COPY)).isZero();
  }
}
