package dev.sparkzarr.spark.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.sparkzarr.ZarrException;
import dev.sparkzarr.metadata.ElementKind;
import dev.sparkzarr.store.AccessDeniedException;
import dev.sparkzarr.store.FaultyStore.Fault;
import dev.sparkzarr.store.UnavailableException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.ThrowingSupplier;

/** Tables of broken, huge and failing stores: the right answer, or an error of ours. */
class HostileTablesTest {
  private static final String HUGE = "4611686018427387904"; // 2^62
  private static final double SUM = 8 * 12 * 350 + 96 * 10 + 96 * 1.5;

  private final SampleStore weather = SampleStore.weather("hostile");

  @BeforeAll
  static void start() {
    LocalSpark.session(); // which a time limit must not interrupt
  }

  @AfterEach
  void noFaults() {
    FaultyMemoryProvider.rule(store -> store);
    LocalSpark.session().sparkContext().cancelAllJobs(); // what hung must not hold the next test up
  }

  private static DataFrameReader zarr() {
    return LocalSpark.session().read().format("zarr");
  }

  private static <T> T soon(ThrowingSupplier<T> action) {
    return assertTimeoutPreemptively(Duration.ofSeconds(30), action);
  }

  /** What an action fails with, found among the causes. */
  private static ZarrException refusal(ThrowingSupplier<?> action) {
    Throwable thrown = soon(() -> catchThrowable(action::get));
    assertThat(thrown).as("an error").isNotNull();
    Throwable cause = thrown;
    while (cause != null && !(cause instanceof ZarrException)) {
      cause = cause.getCause();
    }
    if (cause == null) {
      throw new AssertionError("not an error of ours", thrown);
    }
    return (ZarrException) cause;
  }

  private static double sum(String path, String where) {
    return zarr().load(path).where(where).selectExpr("sum(t)").head().getDouble(0);
  }

  private SampleStore huge(String name, String shape, String chunks) {
    SampleStore store = new SampleStore(name);
    store.put(
        "v/zarr.json",
        "{\"zarr_format\":3,\"node_type\":\"array\",\"shape\":"
            + shape
            + ",\"data_type\":\"int32\",\"chunk_grid\":{\"name\":\"regular\",\"configuration\":"
            + "{\"chunk_shape\":"
            + chunks
            + "}},\"chunk_key_encoding\":{\"name\":\"default\"},\"fill_value\":7,\"codecs\":"
            + "[{\"name\":\"bytes\",\"configuration\":{\"endian\":\"little\"}}]}");
    return store;
  }

  @Test
  void allIsWellWithoutDamage() {
    assertThat(sum(weather.path(), "true")).isEqualTo(SUM);
  }

  @Test
  void aTableOf2To62RowsIsPlannedCountedAndReadInPart() {
    SampleStore store = huge("huge", "[" + HUGE + "]", "[4]");
    store.put("v/c/1", new byte[] {1, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0, 4, 0, 0, 0});
    var rows = soon(() -> zarr().load(store.path()));
    assertThat(soon(rows::count)).isEqualTo(1L << 62);
    assertThat(soon(() -> LocalSpark.plan(rows.where("dim_0 = 5")))).contains("dim_0");
    List<Row> some =
        soon(
            () ->
                rows.where("dim_0 in (3, 5, 4611686018427387903)")
                    .orderBy("dim_0")
                    .select("v")
                    .collectAsList());
    assertThat(some).extracting(row -> row.getInt(0)).containsExactly(7, 2, 7);
    assertThat(soon(() -> rows.limit(3).collectAsList())).hasSize(3);
    assertThat(soon(() -> rows.selectExpr("max(dim_0)").head().getLong(0)))
        .isEqualTo((1L << 62) - 1);
  }

  @Test
  void moreRowsThanCanBeCountedAreAnErrorOrAreReadInPart() {
    SampleStore store = huge("huger", "[" + HUGE + "," + HUGE + "]", "[2,2]");
    Throwable thrown =
        soon(
            () ->
                catchThrowable(
                    () ->
                        assertThat(
                                zarr()
                                    .load(store.path())
                                    .where("dim_0 = 1 and dim_1 = 1")
                                    .collectAsList())
                            .extracting(row -> row.getInt(2))
                            .containsExactly(7)));
    if (thrown != null) {
      assertThat(thrown).isInstanceOf(ZarrException.class);
    }
    assertThat(refusal(() -> zarr().load(store.path()).count()).getMessage()).startsWith("Cannot ");
  }

  @Test
  void chunksBeyondMemoryAreAnError() {
    SampleStore store = huge("wide", "[1099511627776]", "[1099511627776]");
    assertThat(
            refusal(() -> zarr().load(store.path()).where("dim_0 = 3").collectAsList())
                .getMessage())
        .startsWith("Cannot ")
        .contains("v");
  }

  @Test
  void coordinatesTooLargeToReadAreAnError() {
    for (String chunks : List.of("[1]", "[1000000000000]")) {
      SampleStore store =
          new SampleStore("axis")
              .document(
                  "x",
                  ElementKind.INT32,
                  new long[] {1_000_000_000_000L},
                  new long[] {chunks.equals("[1]") ? 1 : 1_000_000_000_000L},
                  "x",
                  "{}",
                  "0")
              .document(
                  "v",
                  ElementKind.INT32,
                  new long[] {1_000_000_000_000L},
                  new long[] {1000},
                  "x",
                  "{}",
                  "0");
      assertThat(refusal(() -> zarr().load(store.path()).count()).getMessage())
          .startsWith("Cannot read ")
          .contains("coordinate", "x in memory:axis");
    }
  }

  @Test
  void aCoordinateOfMillionsOfChunksIsAnError() {
    SampleStore store =
        new SampleStore("crumbs")
            .document(
                "x", ElementKind.INT32, new long[] {50_000_000}, new long[] {1}, "x", "{}", "0")
            .document(
                "v", ElementKind.INT32, new long[] {50_000_000}, new long[] {1000}, "x", "{}", "0");
    assertThat(refusal(() -> zarr().load(store.path()).count()).getMessage())
        .startsWith("Cannot read the coordinate /x")
        .contains("at most 1000000 are requested");
  }

  @Test
  void oneBrokenArrayIsNamedWhenAskedFor() {
    weather.put("bad/zarr.json", "{\"zarr_format\":3,\"node_type\":\"array\",\"shape\":\"all\"}");
    assertThat(sum(weather.path(), "true")).isEqualTo(SUM);
    assertThat(
            refusal(() -> zarr().option("variables", "t,bad").load(weather.path()).count())
                .getMessage())
        .contains("bad");
    assertThat(
            refusal(() -> zarr().option("group", "bad").load(weather.path()).count()).getMessage())
        .contains("bad");
  }

  @Test
  void aTruncatedChunkStopsOnlyTheQueriesThatNeedIt() {
    for (int length : List.of(0, 1, 31, 63)) {
      weather.put("t/c/0/0/0", new byte[length]);
      assertThat(refusal(() -> sum(weather.path(), "true")).getMessage())
          .contains("/t", "c/0/0/0", "memory:hostile");
      assertThat(sum(weather.path(), "time = '2020-01-08'"))
          .isEqualTo(12 * 700 + 12 * 10 + 12 * 1.5);
    }
  }

  @Test
  void textsThatDeclareGibibytesStopOnlyTheQueriesThatNeedThem() {
    SampleStore store = new SampleStore("texts");
    store.put(
        "s/zarr.json",
        "{\"zarr_format\":3,\"node_type\":\"array\",\"shape\":[4],\"data_type\":\"string\","
            + "\"chunk_grid\":{\"name\":\"regular\",\"configuration\":{\"chunk_shape\":[2]}},"
            + "\"chunk_key_encoding\":{\"name\":\"default\"},\"fill_value\":\"x\",\"codecs\":"
            + "[{\"name\":\"vlen-utf8\"}]}");
    store.put("s/c/0", new byte[] {2, 0, 0, 0, 1, 0, 0, 0, 'a', -1, -1, -1, 127, 'b', 'c'});
    assertThat(refusal(() -> zarr().load(store.path()).collectAsList()).getMessage())
        .startsWith("Cannot ")
        .contains("/s", "c/0", "memory:texts");
    assertThat(soon(() -> zarr().load(store.path()).where("dim_0 >= 2").collectAsList()))
        .extracting(row -> row.getString(1))
        .containsExactly("x", "x");
  }

  @Test
  void whatIsDeniedIsNeverFill() {
    FaultyMemoryProvider.rule(store -> store.failKey("t/c/0/0/0", Fault.DENIED));
    assertThat(refusal(() -> sum("faulty:hostile", "true")))
        .isInstanceOf(AccessDeniedException.class)
        .hasMessageContaining("t/c/0/0/0");
    FaultyMemoryProvider.rule(store -> store.failKey("latitude/c/0", Fault.DENIED));
    assertThat(refusal(() -> zarr().load("faulty:hostile").count()))
        .isInstanceOf(AccessDeniedException.class);
    FaultyMemoryProvider.rule(store -> store.failKey("zarr.json", Fault.DENIED));
    assertThat(refusal(() -> zarr().load("faulty:hostile").count()))
        .isInstanceOf(AccessDeniedException.class);
  }

  @Test
  void everyTenthRequestFailsAndAnswersAreRight() {
    AtomicLong requests = new AtomicLong();
    FaultyMemoryProvider.rule(
        store ->
            store.failWhen(request -> requests.incrementAndGet() % 10 == 0, Fault.UNAVAILABLE));
    int answers = 0;
    int errors = 0;
    for (int i = 0; i < 30; i++) {
      String where = i % 2 == 0 ? "true" : "time = '2020-01-08' and latitude = 60";
      double expected = i % 2 == 0 ? SUM : 4 * 700 + 4 * 1.5;
      double[] found = new double[1];
      Throwable thrown = soon(() -> catchThrowable(() -> found[0] = sum("faulty:hostile", where)));
      if (thrown == null) {
        answers++;
        assertThat(found[0]).isEqualTo(expected);
      } else {
        errors++;
        assertThat(
                refusal(
                    () -> {
                      throw thrown;
                    }))
            .isInstanceOf(UnavailableException.class);
      }
    }
    assertThat(errors).isPositive();
    assertThat(requests.get()).isGreaterThan(100);
    // With retries there is no error at all, though as many fail.
    requests.set(0);
    for (int i = 0; i < 10; i++) {
      assertThat(
              soon(
                  () ->
                      zarr()
                          .option("retries", 20)
                          .load("faulty:hostile")
                          .selectExpr("sum(t)")
                          .head()
                          .getDouble(0)))
          .isEqualTo(SUM);
    }
    assertThat(requests.get()).isGreaterThan(30);
    System.out.println("every tenth request failed: " + answers + " right, " + errors + " errors");
  }
}
