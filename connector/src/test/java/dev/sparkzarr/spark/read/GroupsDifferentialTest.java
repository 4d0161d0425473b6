package dev.sparkzarr.spark.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Aggregates in kernels against Spark's own over the same cells. A failure prints its seed; {@code
 * -Dsparkzarr.groups.seed=...} begins with it, {@code -Dsparkzarr.groups.cases=...} runs longer.
 */
class GroupsDifferentialTest {
  private static final int QUERIES_PER_TABLE = 12;

  private static final String[] KEYS = {
    "time",
    "lat",
    "lon",
    "hour(time)",
    "floor(lat)",
    "floor(lon / 2)",
    "lat > 0",
    "CASE WHEN lon < 3 THEN 'west' ELSE 'east' END",
    "year(time)",
    "month(time)",
    "cast(time as date)",
    "cast(lon as int)",
    "lon % 3"
  };
  private static final String[] AGGREGATES = {
    "count(*)",
    "count(t)",
    "sum(t)",
    "avg(t)",
    "min(t)",
    "max(t)",
    "sum(n)",
    "avg(n)",
    "min(n)",
    "max(n)",
    "count(n)",
    "sum(d)",
    "min(d)",
    "max(d)",
    "min(time)",
    "max(lat)",
    "sum(lon)",
    "min(m)",
    "sum(m)",
    "min(l)",
    "max(l)",
    "count(l)",
    "sum(sqrt(d))",
    "sum(cbrt(t))",
    "sum(exp(lat))",
    "sum(ln(d))",
    "sum(log10(t))",
    "sum(sin(t))",
    "sum(cos(t))",
    "sum(tan(t))",
    "max(asin(lat))",
    "min(acos(lat))",
    "sum(atan(t))",
    "max(sinh(lat))",
    "min(cosh(lat))",
    "sum(tanh(t))",
    "sum(degrees(lat))",
    "sum(radians(t))"
  };
  private static final String[] FILTERS = {
    "true",
    "lat > 0",
    "lon between 1 and 4",
    "hour(time) < 6",
    "lat > 1 and lon <> 2",
    "time >= timestamp_ntz'2021-01-02 03:00:00'",
    "lon in (1, 2, 5)",
    "lat > 1e9",
    "t > 20",
    "n IS NULL OR t < 0",
    "m = 1 AND lat > 0",
    "d * 2 > 9000 AND lon > 1",
    "t > 1e9",
    "CASE WHEN lat > 0 THEN t > 0 ELSE n > 0 END",
    "n IN (3, 4, 5, 6, 7, 8)",
    "NOT (t <= n)"
  };

  private static SparkSession spark;
  private static int complete;

  @BeforeAll
  static void start() {
    spark = LocalSpark.session();
    spark.conf().set("spark.sql.session.timeZone", "America/New_York");
  }

  @AfterAll
  static void reset() {
    spark.conf().unset("spark.sql.ansi.enabled");
    spark.conf().set("spark.sql.session.timeZone", "UTC");
  }

  @Test
  void givesWhatSparkGives(@TempDir Path directory) {
    long seed = Long.getLong("sparkzarr.groups.seed", 20260301L);
    int cases = Integer.getInteger("sparkzarr.groups.cases", 60);
    int pushed = 0;
    for (int i = 0; i < cases; i += QUERIES_PER_TABLE, seed++) {
      Random random = new Random(seed);
      String path = directory.resolve("t" + i).toString();
      String made = table(random, path);
      spark.conf().set("spark.sql.ansi.enabled", random.nextBoolean());
      for (int query = 0; query < QUERIES_PER_TABLE; query++) {
        pushed += compare(random, path, "seed " + seed + " query " + query + " of " + made) ? 1 : 0;
      }
    }
    System.out.println("pushed " + pushed + " of " + cases + ", of these complete " + complete);
    assertThat(pushed).isGreaterThan(cases / 3);
    assertThat(complete).isGreaterThan(cases / 20);
  }

  private static String table(Random random, String path) {
    int times = 1 + random.nextInt(60);
    int lats = 1 + random.nextInt(9);
    int lons = 1 + random.nextInt(13);
    String chunks =
        String.format(
            "{\"time\":%d,\"lat\":%d,\"lon\":%d}",
            1 + random.nextInt(times), 1 + random.nextInt(lats), 1 + random.nextInt(lons));
    String encoding =
        random.nextBoolean()
            ? "{\"n\":{\"dtype\":\"int16\",\"_FillValue\":-999}}"
            : "{\"n\":{\"dtype\":\"int32\",\"_FillValue\":-999}}";
    long salt = random.nextInt(1000);
    String sql =
        "SELECT time, lat, lon,"
            + " CASE WHEN h % 7 = 0 THEN NULL ELSE cast((h % 2000) / 8.0 - 100 AS float) END AS t,"
            + " CASE WHEN h % 5 = 0 THEN NULL ELSE cast(h % 300 - 150 AS smallint) END AS n,"
            + " cast((h % 100000) / 3.0 AS double) AS d,"
            + " cast(h AS bigint) * 1000003L AS l,"
            + " cast(abs(hash(lat, lon)) % 3 AS tinyint) AS m"
            + " FROM (SELECT *, abs(hash(time, lat, lon, "
            + salt
            + ")) AS h FROM"
            + " (SELECT timestamp_ntz'2020-12-31 20:00:00' + make_dt_interval(0, cast(id AS int))"
            + " AS time FROM range("
            + times
            + ")) CROSS JOIN"
            + " (SELECT 4.25D - id AS lat FROM range("
            + lats
            + ")) CROSS JOIN"
            + " (SELECT cast(id AS double) AS lon FROM range("
            + lons
            + ")))";
    spark
        .sql(sql)
        .write()
        .format("zarr")
        .option("chunks", chunks)
        .option("encoding", encoding)
        .option("dimensions", "time,lat,lon")
        .save(path);
    return times + "x" + lats + "x" + lons + " " + chunks + " " + encoding;
  }

  private static boolean compare(Random random, String path, String name) {
    boolean isGrouped = random.nextInt(5) > 0;
    List<String> keys = some(random, KEYS, random.nextInt(4));
    List<String> aggregates = some(random, AGGREGATES, random.nextInt(4));
    if (!isGrouped) {
      keys = List.of("time", "lat", "lon");
      aggregates = some(random, new String[] {"t", "n", "d", "l", "m"}, random.nextInt(6));
    }
    if (keys.isEmpty() && aggregates.isEmpty()) {
      aggregates = List.of("sum(t)");
    }
    String filter = FILTERS[random.nextInt(FILTERS.length)];
    List<String> all = new ArrayList<>(keys);
    all.addAll(aggregates);
    String sql =
        "SELECT "
            + String.join(", ", all)
            + " FROM SOURCE WHERE "
            + filter
            + (keys.isEmpty() || !isGrouped ? "" : " GROUP BY " + String.join(", ", keys));
    load(path, true).createOrReplaceTempView("kernels");
    load(path, false).createOrReplaceTempView("cells");
    Dataset<Row> ours = spark.sql(sql.replace("SOURCE", "kernels"));
    List<Row> actual = sorted(ours, keys.size());
    List<Row> expected = sorted(spark.sql(sql.replace("SOURCE", "cells")), keys.size());
    String what = name + ": " + sql;
    assertThat(actual).as(what).hasSameSizeAs(expected);
    for (int row = 0; row < expected.size(); row++) {
      for (int i = 0; i < all.size(); i++) {
        Object want = expected.get(row).get(i);
        Object have = actual.get(row).get(i);
        if (want instanceof Double number && Double.isFinite(number)) {
          assertThat((Double) have)
              .as(what + " row " + row + " column " + all.get(i))
              .isCloseTo(number, within(Math.ulp(number) * 16 + 1e-9));
        } else {
          assertThat(have).as(what + " row " + row + " column " + all.get(i)).isEqualTo(want);
        }
      }
    }
    String plan = ours.queryExecution().executedPlan().toString();
    complete += plan.contains("complete aggregates") ? 1 : 0;
    return plan.contains("in kernels")
        || ours.queryExecution().optimizedPlan().toString().contains("zarr groups");
  }

  private static Dataset<Row> load(String path, boolean pushes) {
    return spark.read().format("zarr").option("aggregatePushdown", pushes).load(path);
  }

  private static List<String> some(Random random, String[] from, int count) {
    List<String> some = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String next = from[random.nextInt(from.length)];
      if (!some.contains(next)) {
        some.add(next);
      }
    }
    return some;
  }

  private static List<Row> sorted(Dataset<Row> rows, int keys) {
    return rows.collectAsList().stream()
        .sorted(
            Comparator.comparing(
                row -> {
                  StringBuilder text = new StringBuilder();
                  for (int i = 0; i < keys; i++) {
                    text.append(row.get(i)).append('|');
                  }
                  return text.toString();
                }))
        .toList();
  }
}
