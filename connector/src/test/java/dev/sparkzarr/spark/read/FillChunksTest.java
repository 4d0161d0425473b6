package dev.sparkzarr.spark.read;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sparkzarr.metadata.ElementKind;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.execution.SparkPlan;
import org.apache.spark.sql.execution.adaptive.AdaptiveSparkPlanExec;
import org.apache.spark.sql.execution.adaptive.QueryStageExec;
import org.apache.spark.sql.execution.datasources.v2.BatchScanExec;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Chunks that are not stored: kernels answer from the fill value, and nothing is made of it. A
 * chunk is one hour of four, the second and the last are not stored.
 */
class FillChunksTest {
  private static final long[] SHAPE = {4, 30, 40};
  private static final long[] CHUNKS = {1, 30, 40};

  private static SparkSession spark;

  @BeforeAll
  static void makeTable() {
    spark = LocalSpark.session();
    SampleStore store = new SampleStore("fills");
    store.array(
        "time",
        ElementKind.INT32,
        new long[] {4},
        new long[] {4},
        "time",
        "{\"units\":\"hours since 2020-01-01\"}",
        i -> i);
    add(store, "v", ElementKind.FLOAT32, "{}", "250.1");
    add(store, "n", ElementKind.INT16, "{}", "7");
    add(store, "m", ElementKind.FLOAT32, "{\"_FillValue\":-9}", "-9");
    load(store, true).createOrReplaceTempView("fills");
    load(store, false).createOrReplaceTempView("cells");
  }

  private static void add(
      SampleStore store, String name, ElementKind kind, String attributes, String fill) {
    store.document(name, kind, SHAPE, CHUNKS, "time,lat,lon", attributes, fill);
    store.fill(name, kind, SHAPE, i -> i % 300);
    store.delete(name + "/c/1/0/0");
    store.delete(name + "/c/3/0/0");
  }

  private static Dataset<Row> load(SampleStore store, boolean pushes) {
    return spark.read().format("zarr").option("aggregatePushdown", pushes).load(store.path());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT min(v), max(v), count(v), sum(n), min(n), max(n), avg(n) FROM SOURCE",
        "SELECT sum(v), avg(v) FROM SOURCE",
        "SELECT time, count(m), min(m), max(m), sum(m), stddev(v) FROM SOURCE GROUP BY time",
        "SELECT lat, lon, count(m), min(m), sum(n), max(v) FROM SOURCE GROUP BY lat, lon",
        "SELECT lon, count(*), count(m), count(DISTINCT n) FROM SOURCE WHERE v > 250 GROUP BY lon",
        "SELECT count(*), sum(n) FROM SOURCE WHERE m IS NULL",
        "SELECT count(*), sum(n) FROM SOURCE WHERE NOT (v > 250)",
        "SELECT covar_pop(v, n), corr(v, m) FROM SOURCE",
        "SELECT time, lat, lon, v, m FROM SOURCE WHERE v > 299 OR m IS NULL"
      })
  void theAnswerIsTheSameWithAndWithoutKernels(String sql) {
    assertThat(texts(sql.replace("SOURCE", "fills")))
        .containsExactlyElementsOf(texts(sql.replace("SOURCE", "cells")));
  }

  /** Of doubles the first twelve digits. */
  private static List<String> texts(String sql) {
    return spark.sql(sql).collectAsList().stream()
        .map(
            row -> {
              StringBuilder text = new StringBuilder();
              for (int i = 0; i < row.size(); i++) {
                Object value = row.get(i);
                text.append(value instanceof Double ? String.format("%.11e", value) : value);
                text.append(' ');
              }
              return text.toString();
            })
        .sorted()
        .toList();
  }

  @Test
  void nothingIsMadeOfAChunkThatIsNotStored() {
    assertChunks("SELECT min(v), max(v), sum(v), count(v) FROM fills", 2, 2, 0);
    assertChunks("SELECT time, max(m) FROM fills GROUP BY time", 2, 2, 0);
    assertChunks("SELECT lat, lon, max(n) FROM fills GROUP BY lat, lon", 2, 2, 0);
    assertChunks("SELECT count(*) FROM fills WHERE v > 250", 2, 2, 0);
    // 250.1 is above 300 nowhere: n is not asked for there
    assertChunks("SELECT max(n) FROM fills WHERE v > 250.5", 4, 2, 0);
    assertChunks("SELECT max(m) FROM fills WHERE v < 300 AND n < 300", 6, 6, 0);
  }

  @Test
  void whatIsNotStoredIsFoundOutOnceThoughTilesGoToAndFro() {
    SampleStore store = new SampleStore("wide");
    long[] shape = {4, 8192}; // two tiles of an aggregate in each row
    store.array("v", ElementKind.FLOAT32, shape, shape, "y,x", "{}", i -> i % 300);
    store.document("w", ElementKind.FLOAT32, shape, new long[] {4, 4096}, "y,x", "{}", "1.5");
    load(store, true).createOrReplaceTempView("wide");
    assertChunks("SELECT max(v), max(w) FROM wide", 1, 2, 0);
  }

  private static void assertChunks(String sql, long decoded, long ofFill, long filled) {
    Dataset<Row> query = spark.sql(sql);
    SparkPlan plan = query.queryExecution().executedPlan();
    query.collectAsList();
    BatchScanExec scan = scan(plan);
    assertThat(List.of("zarrChunksDecoded", "zarrChunksOfFill", "zarrChunksMissing"))
        .as(sql)
        .map(name -> scan.metrics().get(name).get().value())
        .containsExactly(decoded, ofFill, filled);
  }

  private static BatchScanExec scan(SparkPlan plan) {
    SparkPlan at = plan;
    while (!(at instanceof BatchScanExec)) {
      at =
          at instanceof AdaptiveSparkPlanExec adaptive
              ? adaptive.executedPlan()
              : at instanceof QueryStageExec stage ? stage.plan() : at.children().head();
    }
    return (BatchScanExec) at;
  }
}
