package dev.sparkzarr.spark.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The option {@code decodedCacheSize}, seen from the requests that the store gets. */
class DecodedReadTest {
  private static final Map<String, String> KEPT =
      Map.of("decodedCacheSize", "16m", "cacheCheckAfter", "1h");

  private SparkSession spark;
  private SampleStore store;

  @BeforeEach
  void fill() {
    spark = LocalSpark.session();
    store = SampleStore.weather("decoded");
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
  void theSecondTimeNoChunkOfATableIsRead() {
    List<Row> plain = all(load(Map.of()));
    MeteredMemoryProvider.reset();
    load(Map.of()).schema();
    long opening = MeteredMemoryProvider.reads();
    assertThat(readsOf(KEPT)).isGreaterThan(opening);
    assertThat(readsOf(KEPT)).isEqualTo(opening);
    assertThat(all(load(KEPT))).isEqualTo(plain);
    assertThat(readsOf(Map.of())).as("without the option").isGreaterThan(opening);
  }

  /** A chunk that is gone, behind the cache's back, is seen by the next query. */
  @Test
  void byDefaultNothingStaleIsRead() {
    Map<String, String> asking = Map.of("decodedCacheSize", "16m");
    List<Row> before = all(load(asking));
    assertThat(all(load(asking))).isEqualTo(before);
    store.delete("t/c/0/0/0");
    assertThat(all(load(asking))).isNotEqualTo(before).isEqualTo(all(load(Map.of())));
  }

  @Test
  void whereNothingCanBeKeptThePlanSaysSo() {
    assertThat(LocalSpark.plan(load(KEPT))).doesNotContain("decodedCacheSize");
    assertThat(
            LocalSpark.plan(
                load(Map.of("decodedCacheSize", "1m", "cache", "true", "cacheMaxAge", "1h"))))
        .contains("note: decodedCacheSize keeps no chunk: with option cache, cacheMaxAge");
  }
}
