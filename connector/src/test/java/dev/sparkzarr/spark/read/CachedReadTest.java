package dev.sparkzarr.spark.read;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sparkzarr.store.cache.Caches;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The options of the cache, seen from the requests that the store gets. */
class CachedReadTest {
  @TempDir Path directory;

  private SparkSession spark;
  private SampleStore store;

  @BeforeEach
  void fill() {
    spark = LocalSpark.session();
    store = SampleStore.weather("cached");
  }

  @AfterEach
  void close() {
    Caches.open().forEach(Caches::close);
  }

  private Dataset<Row> load(Map<String, String> options) {
    return spark.read().format("zarr").options(options).load(store.meteredPath());
  }

  private static List<Row> all(Dataset<Row> rows) {
    return rows.orderBy("time", "latitude", "longitude").collectAsList();
  }

  private long readsOf(Map<String, String> options) {
    MeteredMemoryProvider.reset();
    all(load(options));
    return MeteredMemoryProvider.reads();
  }

  @Test
  void theSecondTimeOnlyDocumentsAreRead() {
    List<Row> plain = all(load(Map.of()));
    long uncached = readsOf(Map.of());
    Map<String, String> cached = Map.of("cache", "true");
    assertThat(readsOf(cached)).isLessThanOrEqualTo(uncached);
    long again = readsOf(cached);
    assertThat(again).isPositive().isLessThan(uncached);
    assertThat(all(load(cached))).isEqualTo(plain);
    MeteredMemoryProvider.reset();
    load(cached).schema();
    assertThat(MeteredMemoryProvider.reads()).as("documents").isEqualTo(again);
  }

  @Test
  void aDirectoryIsFilledAndServesTheNextCache() throws Exception {
    Map<String, String> cached =
        Map.of(
            "cache", "true",
            "cacheStorage", directory.resolve("{storeId}").toString(),
            "cachePolicy", "LFU",
            "cacheCheckAfter", "1h");
    long first = readsOf(cached);
    try (var files = Files.walk(directory)) {
      assertThat(files.filter(Files::isRegularFile)).isNotEmpty();
    }
    Caches.open().forEach(Caches::close);
    MeteredMemoryProvider.reset();
    all(load(cached));
    // The index is read from the directory beside the query: the third time it is complete.
    assertThat(readsOf(cached)).isLessThan(first);
  }

  /** A chunk that is written anew, behind the cache's back, is seen by the next query. */
  @Test
  void byDefaultNothingStaleIsRead() {
    Map<String, String> cached = Map.of("cache", "true");
    List<Row> before = all(load(cached));
    store.delete("t/c/0/0/0");
    List<Row> after = all(load(cached));
    assertThat(after).isNotEqualTo(before).isEqualTo(all(load(Map.of())));
    assertThat(Caches.open().get(0).stats().hits()).isPositive();
  }

  @Test
  void plansShowNoPassword() {
    Map<String, String> cached =
        Map.of("cache", "true", "cacheIndex", "redis://:planted-secret@127.0.0.1:1/0");
    Dataset<Row> rows = load(cached);
    assertThat(LocalSpark.plan(rows)).doesNotContain("planted-secret");
    assertThat(all(rows)).as("without Redis, all the same").isEqualTo(all(load(Map.of())));
  }
}
