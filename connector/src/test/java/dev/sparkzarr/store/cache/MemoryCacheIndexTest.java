package dev.sparkzarr.store.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sparkzarr.store.StoreKey;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MemoryCacheIndexTest extends CacheIndexContract {
  @Override
  protected CacheIndex index(CachePolicy policy) {
    return new MemoryCacheIndex(policy);
  }

  @Test
  void theNumberOfEntriesIsBounded() {
    MemoryCacheIndex index = new MemoryCacheIndex(CachePolicy.LRU, 3);
    for (int i = 0; i < 10; i++) {
      CachedKey key = new CachedKey("o", new StoreKey("k" + i));
      index.push(
          new CacheEntry(key, CachePiece.WHOLE, Optional.empty(), 1, 0, i, i, 1), i, 1 << 30);
    }
    assertThat(index.count()).isEqualTo(3);
    assertThat(index.entries(CacheOrder.AGE, 1).get(0).key().key().value()).isEqualTo("k7");
  }

  @Test
  void aScanIsDueAgainAfterSomeMinutes() {
    MemoryCacheIndex index = new MemoryCacheIndex(CachePolicy.LRU);
    assertThat(index.claimScan(0)).isTrue();
    assertThat(index.claimScan(299_999)).isFalse();
    assertThat(index.claimScan(300_000)).isTrue();
  }
}
