package dev.sparkzarr.spark.read;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.sparkzarr.metadata.ElementKind;
import java.lang.management.ManagementFactory;
import java.util.function.LongSupplier;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What planning asks of the store and allocates on the driver, for an array of 59 million chunks of
 * which none is stored, against the same array in fewer chunks.
 */
class PlanningAtScaleTest {
  private static final long[] SHAPE = {1_475_000, 721, 1440};
  private static final long[] SMALL = {1, 181, 144}; // 59,000,000 chunks
  private static final long[] QUARTER = {4, 181, 144}; // 14,750,000 chunks
  private static final long[] LARGE = {300, 721, 1440}; // 4,917 chunks

  /** Less than one byte for each chunk. */
  private static final long SLACK = 4L << 20;

  private static final int CAP = 100_000;
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private static SparkSession spark;

  @BeforeAll
  static void writeDocuments() {
    spark = LocalSpark.session();
    // adaptive execution would run the stages before the last to learn its partitions
    spark.conf().set("spark.sql.adaptive.enabled", "false");
    for (long[] chunks : new long[][] {SMALL, QUARTER, LARGE}) {
      variable(new SampleStore(name("indexes", chunks)), chunks);
      SampleStore labelled = variable(new SampleStore(name("labels", chunks)), chunks);
      String hours = "{\"units\":\"hours since 1850-01-01\"}";
      coordinate(labelled, "time", ElementKind.INT32, 0, hours, i -> i);
      coordinate(labelled, "latitude", ElementKind.FLOAT32, 1, "{}", i -> 90 - 0.25 * i);
      coordinate(labelled, "longitude", ElementKind.FLOAT32, 2, "{}", i -> 0.25 * i);
    }
  }

  @AfterAll
  static void resetSession() {
    spark.conf().unset("spark.sql.adaptive.enabled");
    for (long[] chunks : new long[][] {SMALL, QUARTER, LARGE}) {
      dev.sparkzarr.store.MemoryStore.forget(name("indexes", chunks));
      dev.sparkzarr.store.MemoryStore.forget(name("labels", chunks));
    }
  }

  private static String name(String kind, long[] chunks) {
    return kind + "-of-" + chunks[0];
  }

  private static SampleStore variable(SampleStore store, long[] chunks) {
    String dimensions = "time,latitude,longitude";
    return store.document("t", ElementKind.FLOAT32, SHAPE, chunks, dimensions, "{}", "\"NaN\"");
  }

  private static void coordinate(
      SampleStore store,
      String name,
      ElementKind kind,
      int dimension,
      String attributes,
      SampleStore.Values values) {
    long[] shape = {SHAPE[dimension]};
    store.array(name, kind, shape, shape, name, attributes, values);
  }

  private static void load(String kind, long[] chunks) {
    spark
        .read()
        .format("zarr")
        .load("metered:" + name(kind, chunks))
        .createOrReplaceTempView("scale");
  }

  /** Plans a query up to the tasks that would run, and shows it. */
  private static int partitions(String sql) {
    var execution = spark.sql(sql).queryExecution();
    assertThat(execution.toString()).contains("zarr");
    return scan(execution.executedPlan()).getNumPartitions();
  }

  private static org.apache.spark.rdd.RDD<?> scan(org.apache.spark.sql.execution.SparkPlan plan) {
    return plan.collectLeaves().head().execute();
  }

  /** Bytes that this thread allocates, least of several runs: the others also load classes. */
  private static long allocated(Runnable work) {
    LongSupplier bytes = THREADS::getCurrentThreadAllocatedBytes;
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 3; i++) {
      long before = bytes.getAsLong();
      work.run();
      least = Math.min(least, bytes.getAsLong() - before);
    }
    return least;
  }

  private static String day(String kind) {
    return kind.equals("labels")
        ? "time >= '1999-12-31' AND time < '2000-01-01'"
        : "time >= 1314840 AND time < 1314864";
  }

  @ParameterizedTest
  @ValueSource(strings = {"labels", "indexes"})
  void loadingAsksForDocumentsAndAxesOnly(String kind) {
    MeteredMemoryProvider.reset();
    load(kind, SMALL);
    // labels: 4 arrays and 3 axes; the group's document, and whether there is a .zmetadata.
    // indexes: the group's document, the array's, and whether there are coordinates.
    assertThat(MeteredMemoryProvider.reads()).isLessThanOrEqualTo(kind.equals("labels") ? 9 : 5);
    long few = allocated(() -> load(kind, LARGE));
    assertThat(allocated(() -> load(kind, SMALL))).isLessThan(few + SLACK);
  }

  @ParameterizedTest
  @ValueSource(strings = {"labels", "indexes"})
  void planningAsksForNothingAndDoesNotGrowWithChunks(String kind) {
    for (String sql :
        new String[] {
          "SELECT count(*) FROM scale",
          "SELECT min(time), max(latitude) FROM scale",
          "SELECT count(*) FROM scale WHERE " + day(kind),
          "SELECT t FROM scale WHERE " + day(kind),
          "SELECT * FROM scale WHERE " + day(kind) + " AND latitude = 10 AND longitude = 20",
          "SELECT * FROM scale ORDER BY time DESC LIMIT 10",
        }) {
      load(kind, LARGE);
      long few = allocated(() -> partitions(sql));
      load(kind, SMALL);
      MeteredMemoryProvider.reset();
      assertThat(partitions(sql)).as(sql).isLessThan(100);
      assertThat(allocated(() -> partitions(sql))).as(sql).isLessThan(few + SLACK);
      assertThat(MeteredMemoryProvider.reads()).as(sql).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"labels", "indexes"})
  void planningOfEverythingGrowsWithPartitionsOnlyAndTheyAreCapped(String kind) {
    for (String sql :
        new String[] {
          "SELECT * FROM scale",
          "SELECT t FROM scale",
          "SELECT latitude, avg(t) FROM scale GROUP BY latitude",
          "SELECT * FROM scale LIMIT 2000000000",
        }) {
      load(kind, QUARTER);
      int parts = partitions(sql);
      long fewer = allocated(() -> partitions(sql));
      load(kind, SMALL);
      MeteredMemoryProvider.reset();
      assertThat(partitions(sql)).as(sql).isBetween(parts, CAP);
      assertThat(allocated(() -> partitions(sql))).as(sql).isLessThan(fewer + SLACK);
      assertThat(fewer).as(sql).isLessThan(CAP * 1000L);
      assertThat(MeteredMemoryProvider.reads()).as(sql).isZero();
    }
  }

  @Test
  void aSelectionOfManyRangesIsSharedByItsPartitions() {
    load("labels", SMALL);
    String odd = "SELECT * FROM scale WHERE longitude % 2 = 1 AND hour(time) = 6";
    int parts = partitions(odd);
    assertThat(parts).isGreaterThan(100);
    assertThat(allocated(() -> partitions(odd))).isLessThan(CAP * 2000L);
  }
}
