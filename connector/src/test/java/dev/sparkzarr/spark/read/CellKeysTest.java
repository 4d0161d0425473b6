package dev.sparkzarr.spark.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sparkzarr.dataset.DatasetException;
import dev.sparkzarr.metadata.ElementKind;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Groups by what cells hold and by coordinates of other names, seen from plans and rows. */
class CellKeysTest {
  private static final long[] CUBE = {6, 4, 5};
  private static final String CUBE_NAMES = "time,y,x";
  private static final String COORDINATES = "{\"coordinates\":\"lat lon season\"}";

  private SparkSession spark;
  private SampleStore store;

  /** Curvilinear: 6 times of a 4 x 5 plane; {@code t} counts cells in C order. */
  @BeforeEach
  void write() {
    spark = LocalSpark.session();
    store = new SampleStore("cellkeys");
    long[] plane = {4, 5};
    store.array("lat", ElementKind.FLOAT64, plane, plane, "y,x", "{}", i -> i / 10 * 1.5 - 1.5);
    store.array("lon", ElementKind.FLOAT64, plane, plane, "y,x", "{}", i -> i % 2);
    long[] times = {6};
    store.array("season", ElementKind.INT64, times, times, "time", "{}", i -> i / 2 * 1000);
    store.array("run", ElementKind.INT32, new long[0], new long[0], "", "{}", i -> 42);
    store.array("mask", ElementKind.BOOL, plane, plane, "y,x", "{}", i -> i % 3 == 0 ? 1 : 0);
    long[] chunks = {2, 4, 5};
    store.array("t", ElementKind.FLOAT32, CUBE, chunks, CUBE_NAMES, COORDINATES, i -> i);
    store.array(
        "soil",
        ElementKind.UINT8,
        CUBE,
        chunks,
        CUBE_NAMES,
        "{\"_FillValue\":255}",
        i -> i % 4 == 3 ? 255 : 200 + i % 4);
    flagged("flagged", i -> i % 3);
    flagged("undeclared", i -> i % 3 * 100_000);
    store.array("wide", ElementKind.INT32, CUBE, chunks, CUBE_NAMES, "{}", i -> i % 3);
    load("t,soil,mask,flagged,undeclared,wide");
  }

  private void flagged(String name, SampleStore.Values values) {
    String flags = "{\"flag_values\":[0,1,2]}";
    store.array(name, ElementKind.INT32, CUBE, new long[] {2, 4, 5}, CUBE_NAMES, flags, values);
  }

  private void load(String variables) {
    spark
        .read()
        .format("zarr")
        .option("variables", variables)
        .load(store.path())
        .createOrReplaceTempView("c");
  }

  @AfterEach
  void reset() {
    spark.conf().unset("spark.sql.ansi.enabled");
  }

  private List<String> pushed(String sql) {
    Dataset<Row> rows = spark.sql(sql);
    assertThat(LocalSpark.plan(rows)).contains("in kernels");
    return rows.collectAsList().stream().map(Row::toString).sorted().toList();
  }

  @Test
  void aSmallIntegerOfEveryCell() {
    assertThat(pushed("SELECT soil, count(*), sum(t), min(t) FROM c GROUP BY soil"))
        .containsExactly(
            "[200,30,1740.0,0.0]",
            "[201,30,1770.0,1.0]",
            "[202,30,1800.0,2.0]",
            "[null,30,1830.0,3.0]");
  }

  @Test
  void aMaskOfFewerDimensionsAloneAndWithADimension() {
    assertThat(pushed("SELECT mask, count(*), sum(t) FROM c GROUP BY mask"))
        .containsExactly("[false,78,4662.0]", "[true,42,2478.0]");
    assertThat(pushed("SELECT time, mask, count(t) FROM c WHERE time < 2 GROUP BY time, mask"))
        .containsExactly("[0,false,13]", "[0,true,7]", "[1,false,13]", "[1,true,7]");
  }

  @Test
  void aTruthAboutCells() {
    assertThat(pushed("SELECT t >= 100, count(*) FROM c GROUP BY t >= 100"))
        .containsExactly("[false,100]", "[true,20]");
  }

  @Test
  void twoDimensionalCoordinatesAreNumberedTogether() {
    assertThat(pushed("SELECT lat, lon, count(*), min(t) FROM c GROUP BY lat, lon"))
        .containsExactly(
            "[-1.5,0.0,30,0.0]", "[-1.5,1.0,30,1.0]", "[0.0,0.0,30,10.0]", "[0.0,1.0,30,11.0]");
  }

  @Test
  void aCoordinateAlongADimensionOfAnotherNameAndAScalar() {
    assertThat(pushed("SELECT season, run, count(*), max(t) FROM c GROUP BY season, run"))
        .containsExactly("[0,42,40,39.0]", "[1000,42,40,79.0]", "[2000,42,40,119.0]");
    assertThat(pushed("SELECT time, season, count(*) FROM c WHERE time > 3 GROUP BY time, season"))
        .containsExactly("[4,2000,20]", "[5,2000,20]");
  }

  @Test
  void zeroHasNoSignInAKey() {
    store = new SampleStore("zeros");
    long[] two = {2};
    store.array("x", ElementKind.FLOAT64, two, two, "x", "{}", i -> i == 0 ? -0.0 : 1);
    store.array("t", ElementKind.FLOAT32, two, two, "x", "{}", i -> i + 5);
    load("t");
    assertThat(pushed("SELECT x, max(t) FROM c GROUP BY x"))
        .containsExactly("[0.0,5.0]", "[1.0,6.0]");
  }

  @Test
  void aFilterOnValuesLeavesOutGroupsWithoutCells() {
    assertThat(pushed("SELECT soil, count(*) FROM c WHERE t < 2 GROUP BY soil"))
        .containsExactly("[200,1]", "[201,1]");
  }

  @Test
  void valuesThatTheirFlagsDoNotDeclareAreGroupsAllTheSame() {
    assertThat(pushed("SELECT undeclared, count(*) FROM c GROUP BY undeclared"))
        .containsExactly("[0,40]", "[100000,40]", "[200000,40]");
    assertThat(pushed("SELECT flagged, count(*) FROM c GROUP BY flagged"))
        .containsExactly("[0,40]", "[1,40]", "[2,40]");
  }

  @Test
  void moreUndeclaredValuesThanThereIsRoomForAreAnError() {
    flagged("lying", i -> 3 + i);
    load("t,lying");
    assertThatThrownBy(() -> pushed("SELECT lying, count(*) FROM c GROUP BY lying"))
        .hasRootCauseInstanceOf(DatasetException.class)
        .hasStackTraceContaining("Cannot group by lying")
        .hasStackTraceContaining("Set the option aggregatePushdown to false");
  }

  @ParameterizedTest
  @ValueSource(strings = {"wide", "t", "cast(t AS string)"})
  void whatMayDifferInEveryCellIsSparks(String key) {
    Dataset<Row> rows = spark.sql("SELECT " + key + ", count(*) FROM c GROUP BY " + key);
    assertThat(LocalSpark.plan(rows)).doesNotContain("in kernels");
    assertThat(rows.count()).isEqualTo(key.equals("wide") ? 3 : 120);
  }

  @ParameterizedTest
  @CsvSource({
    "'SELECT mask, lat, count(*) FROM c GROUP BY mask, lat', 4",
    "'SELECT y, lat, count(*) FROM c GROUP BY y, lat', 4"
  })
  void keysOfAPlaneAreNumberedByWhatOccurs(String sql, int groups) {
    assertThat(pushed(sql)).hasSize(groups);
  }

  @Test
  void refusalsNameTheKey() {
    Dataset<Row> rows = spark.sql("SELECT wide, count(*) FROM c GROUP BY wide");
    assertThat(LocalSpark.plan(rows))
        .contains("left to Spark: the key wide may have another value in every cell");
  }
}
