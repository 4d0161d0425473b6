package dev.sparkzarr.spark.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sparkzarr.array.ReadCounters;
import dev.sparkzarr.store.SlowStore;
import dev.sparkzarr.store.StoreCounter;
import dev.sparkzarr.store.StoreLocation;
import dev.sparkzarr.store.stack.StorePlan;
import dev.sparkzarr.store.stack.StoreStack;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.spark.scheduler.AccumulableInfo;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobEnd;
import org.apache.spark.scheduler.SparkListenerStageCompleted;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.connector.expressions.Expression;
import org.apache.spark.sql.connector.expressions.Expressions;
import org.apache.spark.sql.connector.expressions.filter.Predicate;
import org.apache.spark.sql.connector.metric.CustomMetric;
import org.apache.spark.sql.connector.metric.CustomTaskMetric;
import org.apache.spark.sql.connector.read.InputPartition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a task reports, and that a killed one stops. */
class TaskTest {
  private SparkSession spark;
  private SampleStore weather;

  @BeforeEach
  void writeWeather() {
    spark = LocalSpark.session();
    weather = SampleStore.weather("task");
  }

  /** Values of a finished job's accumulators, by name. */
  private static final class Accumulators extends SparkListener {
    private final Map<String, Object> values = new ConcurrentHashMap<>();
    private final CountDownLatch ended = new CountDownLatch(1);

    @Override
    @SuppressWarnings("deprecation")
    public void onStageCompleted(SparkListenerStageCompleted event) {
      scala.collection.JavaConverters.mapAsJavaMap(event.stageInfo().accumulables())
          .values()
          .forEach(this::add);
    }

    private void add(Object info) {
      AccumulableInfo accumulator = (AccumulableInfo) info;
      if (accumulator.name().isDefined() && accumulator.value().isDefined()) {
        values.put(accumulator.name().get(), accumulator.value().get());
      }
    }

    @Override
    public void onJobEnd(SparkListenerJobEnd event) {
      ended.countDown();
    }
  }

  @Test
  @Timeout(120)
  void tasksReportWhatTheyRead() throws InterruptedException {
    weather.delete("t/c/0/0/0");
    Accumulators accumulators = new Accumulators();
    spark.sparkContext().addSparkListener(accumulators);
    try {
      assertThat(
              spark
                  .read()
                  .format("zarr")
                  .load(weather.path())
                  .where("latitude = 60")
                  .selectExpr("t")
                  .collectAsList())
          .hasSize(32);
      accumulators.ended.await();
    } finally {
      spark.sparkContext().removeSparkListener(accumulators);
    }
    assertThat(number(accumulators, "stored objects read")).isEqualTo(4);
    assertThat(number(accumulators, "bytes fetched")).isEqualTo(3 * 64);
    assertThat(number(accumulators, "bytes decoded")).isEqualTo(3 * 64);
    assertThat(number(accumulators, "chunks decoded")).isEqualTo(3);
    assertThat(number(accumulators, "missing chunks")).isEqualTo(1);
    assertThat(number(accumulators, "time decoding")).isPositive();
  }

  @Test
  @Timeout(120)
  void tasksReportWhatTheyReduce() throws InterruptedException {
    Accumulators accumulators = new Accumulators();
    spark.sparkContext().addSparkListener(accumulators);
    try {
      assertThat(
              spark
                  .read()
                  .format("zarr")
                  .load(weather.path())
                  .where("latitude > 40 AND t >= 10")
                  .groupBy("time")
                  .sum("t")
                  .collectAsList())
          .hasSize(8);
      accumulators.ended.await();
    } finally {
      spark.sparkContext().removeSparkListener(accumulators);
    }
    assertThat(number(accumulators, "cells reduced")).isEqualTo(8 * 8 - 4);
    assertThat(number(accumulators, "groups that tasks gave")).isEqualTo(8);
    assertThat(number(accumulators, "chunks reduced without rows")).isEqualTo(4);
  }

  private static long number(Accumulators accumulators, String name) {
    return Long.parseLong(accumulators.values.getOrDefault(name, -1).toString());
  }

  @Test
  void theDriverReportsChunksSkipped() {
    var builder = TopCellsTest.table(java.util.List.of()).newScanBuilder(null);
    assertThat(builder.build().reportDriverMetrics()[0].value()).isZero();
    ZarrTable table =
        (ZarrTable)
            new TableOpener(
                    dev.sparkzarr.spark.options.ReadConf.of(Map.of("path", weather.path())),
                    Map.of())
                .open();
    CellsPlan plan = CellsPlan.all(table, table.table().columns());
    CellsPlan one =
        plan.withSelection(
            java.util.List.of(
                dev.sparkzarr.dataset.IndexSet.range(0, 1),
                dev.sparkzarr.dataset.IndexSet.range(0, 3),
                dev.sparkzarr.dataset.IndexSet.range(0, 4)));
    CustomTaskMetric[] skipped = new CellScan(one, table.schema()).reportDriverMetrics();
    assertThat(skipped).hasSize(1);
    assertThat(skipped[0].value()).isEqualTo(6);
  }

  @Test
  void aFilterAtRunTimeHoldsThoughTheReaderFactoryIsOlder() throws Exception {
    ZarrTable table =
        (ZarrTable)
            new TableOpener(
                    dev.sparkzarr.spark.options.ReadConf.of(Map.of("path", weather.path())),
                    Map.of())
                .open();
    CellScan scan = new CellScan(CellsPlan.all(table, table.table().columns()), table.schema());
    var factory = scan.toBatch().createReaderFactory();
    scan.filter(
        new Predicate[] {
          new Predicate(
              "=", new Expression[] {Expressions.column("latitude"), Expressions.literal(60.0)})
        });
    int rows = 0;
    for (InputPartition partition : scan.toBatch().planInputPartitions()) {
      try (var reader = factory.createColumnarReader(partition)) {
        while (reader.next()) {
          rows += reader.get().numRows();
        }
      }
    }
    assertThat(rows).isEqualTo(32);
  }

  @Test
  void everyReportedNameIsDeclaredAndSummedByAClassThatSparkCanMake() throws Exception {
    Map<String, CustomMetric> declared = new java.util.HashMap<>();
    for (CustomMetric metric : ScanMetrics.declared()) {
      declared.put(metric.name(), metric);
      CustomMetric made = metric.getClass().getConstructor().newInstance();
      assertThat(made.aggregateTaskMetrics(new long[] {1, 2})).isNotEmpty();
    }
    StorePlan plan = StorePlan.bare(new StoreLocation("memory:counted", Map.of()));
    Map<StoreCounter, Long> counts;
    try (StoreStack store = plan.open()) {
      counts = store.counts();
    }
    for (CustomTaskMetric value : ScanMetrics.ofTask(new ReadCounters(), counts)) {
      assertThat(declared).containsKey(value.name());
    }
    for (CustomTaskMetric value : ScanMetrics.ofGroups(new ReadCounters(), 1, 1)) {
      assertThat(declared).containsKey(value.name());
    }
    assertThat(declared).containsKey(ScanMetrics.ofDriver(1)[0].name());
    assertThat(new SumMetric().aggregateTaskMetrics(new long[] {1000, 234})).isEqualTo("1,234");
    assertThat(new BytesMetric().aggregateTaskMetrics(new long[] {1024, 512})).isEqualTo("1.5 KiB");
    assertThat(new BytesMetric().aggregateTaskMetrics(new long[] {7})).isEqualTo("7 B");
    assertThat(new TimeMetric().aggregateTaskMetrics(new long[] {1_500_000_000L, 1_000_000_000L}))
        .isEqualTo("2.5 s");
    assertThat(new TimeMetric().aggregateTaskMetrics(new long[] {2_500_000L})).isEqualTo("2.5 ms");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  @Timeout(120)
  void aKilledTaskStopsWhileItsStoreDoesNotAnswer(boolean interrupts) throws Exception {
    spark.read().format("zarr").load("held:task").createOrReplaceTempView("held");
    SlowStore held = HeldMemoryProvider.hold();
    ExecutorService caller = Executors.newSingleThreadExecutor();
    try {
      Future<?> query =
          caller.submit(
              () -> {
                spark.sparkContext().setJobGroup("held", "held", interrupts);
                return spark.sql("SELECT sum(t) FROM held").collectAsList();
              });
      held.awaitHeld(1);
      spark.sparkContext().cancelJobGroup("held");
      assertThatThrownBy(() -> query.get(60, TimeUnit.SECONDS))
          .isInstanceOf(ExecutionException.class)
          .hasStackTraceContaining("cancel");
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
      while (held.held() > 0 || fetchingThreads() > 0) {
        assertThat(System.nanoTime()).as("still fetching").isLessThan(end);
        Thread.onSpinWait();
      }
    } finally {
      HeldMemoryProvider.release();
      caller.shutdown();
    }
  }

  private static long fetchingThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("spark-zarr-fetch"))
        .count();
  }
}
