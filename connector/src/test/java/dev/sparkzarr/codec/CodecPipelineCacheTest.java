package dev.sparkzarr.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sparkzarr.metadata.ElementKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class CodecPipelineCacheTest {
  private final CodecPipelineCache cache = new CodecPipelineCache(2);
  private final AtomicInteger built = new AtomicInteger();
  private final Supplier<CodecPipeline> build =
      () -> {
        built.incrementAndGet();
        return Chains.pipeline("[{'name':'bytes'}]", ElementKind.INT8, 3);
      };

  private CodecPipeline get(String store, String path, String document) {
    return cache.get(Optional.of(store), path, document, build);
  }

  @Test
  void keepsWhatWasBuiltForTheSameKey() {
    CodecPipeline first = get("s", "a", "d");
    assertThat(get("s", "a", "d")).isSameAs(first);
    assertThat(get("s", "a", "other")).isNotSameAs(first);
    assertThat(cache.hits()).isEqualTo(1);
    assertThat(cache.misses()).isEqualTo(2);
  }

  @Test
  void everyPartOfTheKeyCounts() {
    get("s", "a", "d");
    get("t", "a", "d");
    get("s", "b", "d");
    get("sa", "", "d");
    assertThat(built).hasValue(4);
  }

  @Test
  void dropsTheLeastRecentlyUsed() {
    get("s", "a", "d");
    get("s", "b", "d");
    get("s", "a", "d");
    get("s", "c", "d");
    assertThat(built).hasValue(3);
    get("s", "a", "d");
    assertThat(built).hasValue(3);
    get("s", "b", "d");
    assertThat(built).hasValue(4);
  }

  @Test
  void keepsNothingOfAStoreWithoutIdentity() {
    cache.get(Optional.empty(), "a", "d", build);
    cache.get(Optional.empty(), "a", "d", build);
    assertThat(cache.misses()).isEqualTo(2);
    assertThat(cache.hits()).isZero();
  }

  @Test
  void keepsNoFailure() {
    Supplier<CodecPipeline> failing =
        () -> {
          throw new CodecException("Cannot bind codecs: no.");
        };
    assertThatThrownBy(() -> cache.get(Optional.of("s"), "a", "d", failing))
        .hasMessage("Cannot bind codecs: no.");
    assertThat(get("s", "a", "d")).isNotNull();
    assertThat(built).hasValue(1);
  }

  @Test
  void concurrentCallersBuildOnce() throws Exception {
    CountDownLatch together = new CountDownLatch(4);
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<CodecPipeline>> found = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        found.add(
            threads.submit(
                () -> {
                  together.countDown();
                  together.await();
                  return get("s", "a", "d");
                }));
      }
      for (Future<CodecPipeline> one : found) {
        assertThat(one.get()).isSameAs(found.get(0).get());
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(built).hasValue(1);
    assertThat(cache.hits()).isEqualTo(3);
  }
}
