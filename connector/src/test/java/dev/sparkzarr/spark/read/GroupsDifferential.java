package dev.sparkzarr.spark.read;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Random aggregates, filters on values and first rows of random orders: what kernels give must be
 * what Spark gives over the same cells. Runs by itself too: {@code main(cases, seed)}, with any
 * Spark on the class path.
 */
public final class GroupsDifferential {
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
    "lon % 3",
    "m",
    "b",
    "n",
    "t > 0",
    "t",
    "CASE WHEN n > 0 THEN 1 WHEN t IS NULL THEN 2 ELSE 0 END",
    "p",
    "q",
    "s",
    "p + 1"
  };

  /** Keys that are looked up for each cell. */
  private static final List<String> KEYS_OF_CELLS = List.of("m", "b", "t > 0", "p", "q", "s");

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
    "sum(t * t)",
    "max(t * t - t)",
    "max(sqrt(t * t + t * t))",
    "max(cast(t as double) * cast(t as double))",
    "min(cast(t as double) * 0.1D - cast(t as double) / 3D)",
    "sum(cast(t as double) + lat)",
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

  /** Of these Spark merges nothing: they are pushed where no two partitions share a group. */
  private static final String[] COMPLETE = {
    "stddev(t)",
    "stddev_pop(d)",
    "variance(n)",
    "var_pop(t)",
    "covar_samp(t, n)",
    "covar_pop(t, d)",
    "corr(t, n)",
    "corr(d, lat)",
    "count(DISTINCT m)",
    "count(DISTINCT n)",
    "count(DISTINCT lat)",
    "count(DISTINCT hour(time))",
    "count(DISTINCT cast(time as date))"
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
  private static final String[] VARIABLES = {"t", "n", "d", "l", "m"};
  private static final String[] ORDERS = {
    "t", "t", "n", "d", "l", "m", "abs(t)", "t + d", "time", "lat"
  };
  private static final List<String> CELL = List.of("time", "lat", "lon");

  /** How the cases of a kind of query went. */
  static final class Tally {
    int cases;
    int pushed;
    int complete;

    @Override
    public String toString() {
      return cases + " cases, " + pushed + " pushed, of these complete " + complete;
    }
  }

  private final SparkSession spark;
  private final Path directory;
  private final Tally groups = new Tally();
  private final Tally byCells = new Tally();
  private final Tally cells = new Tally();
  private final Tally tops = new Tally();
  private final List<String> failures = new ArrayList<>();

  /**
   * @param directory for tables
   */
  GroupsDifferential(SparkSession spark, Path directory) {
    this.spark = spark;
    this.directory = directory;
  }

  public static void main(String[] arguments) throws Exception {
    int cases = Integer.parseInt(arguments[0]);
    long seed = Long.parseLong(arguments[1]);
    SparkSession spark = LocalSpark.session();
    spark.sparkContext().setLogLevel("ERROR");
    GroupsDifferential differential =
        new GroupsDifferential(spark, Files.createTempDirectory("groups"));
    differential.run(seed, cases);
    System.out.println(
        "Spark " + spark.version() + ", seed " + seed + "\n" + differential.summary());
    spark.stop();
    if (!differential.failures.isEmpty()) {
      System.exit(1);
    }
  }

  List<String> failures() {
    return failures;
  }

  Tally groups() {
    return groups;
  }

  Tally byCells() {
    return byCells;
  }

  Tally tops() {
    return tops;
  }

  String summary() {
    StringBuilder text = new StringBuilder();
    text.append("groups: ").append(groups).append("\ngroups by cells: ").append(byCells);
    text.append("\nfiltered cells: ").append(cells);
    text.append("\nfirst rows: ").append(tops).append('\n');
    text.append(failures.size()).append(" failures\n");
    failures.stream().limit(40).forEach(failure -> text.append(failure).append('\n'));
    return text.toString();
  }

  /** Runs so many queries, some of them on each table. Table n has the seed {@code seed + n}. */
  void run(long seed, int cases) {
    String zone = spark.conf().get("spark.sql.session.timeZone");
    String ansi = spark.conf().get("spark.sql.ansi.enabled");
    spark.conf().set("spark.sql.session.timeZone", "America/New_York");
    for (int table = 0; table * QUERIES_PER_TABLE < cases; table++) {
      runTable(seed + table);
    }
    spark.conf().set("spark.sql.session.timeZone", zone);
    spark.conf().set("spark.sql.ansi.enabled", ansi);
  }

  private void runTable(long seed) {
    Random random = new Random(seed);
    String path = directory.resolve("t" + seed).toString();
    String made = table(random, path);
    spark.conf().set("spark.sql.ansi.enabled", random.nextBoolean());
    load(path, true).createOrReplaceTempView("kernels");
    load(path, false).createOrReplaceTempView("cells");
    for (int query = 0; query < QUERIES_PER_TABLE; query++) {
      String name = "seed " + seed + " query " + query + " of " + made + ": ";
      String where = " FROM SOURCE WHERE " + FILTERS[random.nextInt(FILTERS.length)];
      switch (random.nextInt(6)) {
        case 0 -> compareCells(random, where, name);
        case 1 -> compareFirst(random, where, name);
        default -> compareGroups(random, where, name);
      }
    }
  }

  private String table(Random random, String path) {
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
            + " cast(abs(hash(lat, lon)) % 3 AS tinyint) AS m,"
            + " h % 3 = 0 AS b"
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
    String cells = " FROM (SELECT DISTINCT lat, lon, abs(hash(lat, lon, 7)) AS h FROM written)";
    add(
        path,
        "lat,lon",
        "SELECT lat, lon, element_at(array(cast(NULL AS double), -0.0D, 0.0D, 1.5D, -7.25D),"
            + " cast(h % 5 + 1 AS int)) AS p, cast(h % 4 - 2 AS tinyint) AS q"
            + cells);
    add(
        path,
        "time",
        "SELECT time, cast(hour(time) % 5 AS double) AS s FROM (SELECT DISTINCT time FROM written)");
    return times + "x" + lats + "x" + lons + " " + chunks + " " + encoding;
  }

  /** Adds variables of fewer dimensions. */
  private void add(String path, String dimensions, String sql) {
    spark
        .read()
        .format("zarr")
        .option("variables", "t")
        .load(path)
        .createOrReplaceTempView("written");
    spark
        .sql(sql)
        .write()
        .format("zarr")
        .mode("append")
        .option("dimensions", dimensions)
        .save(path);
  }

  private Dataset<Row> load(String path, boolean pushes) {
    return spark
        .read()
        .format("zarr")
        .option("aggregatePushdown", pushes)
        .option("variables", "t,n,d,l,m,b,p,q,s")
        .load(path);
  }

  private void compareGroups(Random random, String where, String name) {
    List<String> keys = some(random, KEYS, random.nextInt(4));
    List<String> aggregates = some(random, AGGREGATES, random.nextInt(4));
    if (random.nextInt(4) == 0) {
      aggregates = joined(aggregates, some(random, COMPLETE, 1 + random.nextInt(3)));
    }
    if (keys.isEmpty() && aggregates.isEmpty()) {
      aggregates = List.of("sum(t)");
    }
    List<String> all = joined(keys, aggregates);
    String groupBy = keys.isEmpty() ? "" : " GROUP BY " + String.join(", ", keys);
    boolean isByCells = keys.stream().anyMatch(KEYS_OF_CELLS::contains);
    compareRows(all, keys.size(), where + groupBy, name, isByCells ? byCells : groups);
  }

  private void compareCells(Random random, String where, String name) {
    List<String> all = joined(CELL, some(random, VARIABLES, random.nextInt(6)));
    compareRows(all, CELL.size(), where, name, cells);
  }

  /** Rows that are told apart by their first columns, in any order. */
  private void compareRows(List<String> columns, int keys, String rest, String name, Tally tally) {
    String sql = "SELECT " + String.join(", ", columns) + rest;
    Dataset<Row> ours = spark.sql(sql.replace("SOURCE", "kernels"));
    Optional<List<Row>> actual = sorted(ours, keys);
    Optional<List<Row>> expected = sorted(spark.sql(sql.replace("SOURCE", "cells")), keys);
    if (actual.isPresent() != expected.isPresent()) {
      failures.add(name + sql + ": an error " + (actual.isPresent() ? "of Spark's" : "of ours"));
    }
    if (actual.isPresent() && expected.isPresent()) {
      difference(columns, expected.get(), actual.get())
          .ifPresent(difference -> failures.add(name + sql + ": " + difference));
    }
    String plan = count(tally, ours);
    boolean isPushed =
        tally == cells
            ? !plan.contains("Filter ")
            : plan.contains("in kernels")
                || ours.queryExecution().optimizedPlan().toString().contains("zarr groups");
    tally.pushed += isPushed ? 1 : 0;
  }

  /** The first rows of an order, of which ties are free to choose unless cells decide. */
  private void compareFirst(Random random, String where, String name) {
    List<String> variables = some(random, VARIABLES, random.nextInt(4));
    List<String> keys = some(random, ORDERS, 1 + random.nextInt(2));
    boolean isTotal = random.nextBoolean();
    List<String> orders = new ArrayList<>();
    for (String key : isTotal ? joined(keys, CELL) : keys) {
      orders.add(
          key
              + new String[] {"", " ASC", " DESC", " DESC"}[random.nextInt(4)]
              + new String[] {"", "", " NULLS FIRST", " NULLS LAST"}[random.nextInt(4)]);
    }
    List<String> columns = joined(joined(keys, CELL), variables);
    String sql =
        "SELECT "
            + String.join(", ", columns)
            + where
            + " ORDER BY "
            + String.join(", ", orders)
            + " LIMIT "
            + (1 + random.nextInt(random.nextInt(6) == 0 ? 3000 : 20));
    Dataset<Row> ours = spark.sql(sql.replace("SOURCE", "kernels"));
    List<Row> actual = ours.collectAsList();
    List<Row> expected = spark.sql(sql.replace("SOURCE", "cells")).collectAsList();
    difference(isTotal ? columns : keys, expected, actual)
        .or(() -> notInTable(columns, keys.size(), actual))
        .ifPresent(difference -> failures.add(name + sql + ": " + difference));
    tops.pushed += count(tops, ours).contains("of each partition") ? 1 : 0;
  }

  /** Looks the rows up among all cells. */
  private Optional<String> notInTable(List<String> columns, int cell, List<Row> rows) {
    Map<String, Row> all = new HashMap<>();
    for (Row row :
        spark.sql("SELECT " + String.join(", ", columns) + " FROM cells").collectAsList()) {
      all.put(key(row, cell, cell + CELL.size()), row);
    }
    for (Row row : rows) {
      Row known = all.remove(key(row, cell, cell + CELL.size()));
      if (!row.equals(known)) {
        return Optional.of(row + " is no row of the table, or came twice");
      }
    }
    return Optional.empty();
  }

  private static String count(Tally tally, Dataset<Row> rows) {
    String plan = rows.queryExecution().executedPlan().toString();
    tally.cases++;
    tally.complete += plan.contains("complete aggregates") ? 1 : 0;
    return plan;
  }

  private static Optional<String> difference(
      List<String> columns, List<Row> expected, List<Row> actual) {
    if (expected.size() != actual.size()) {
      return Optional.of(actual.size() + " rows, not " + expected.size());
    }
    for (int row = 0; row < expected.size(); row++) {
      for (int i = 0; i < columns.size(); i++) {
        Object want = expected.get(row).get(i);
        Object have = actual.get(row).get(i);
        if (!isSame(columns.get(i), want, have)) {
          return Optional.of(
              "row " + row + " column " + columns.get(i) + ": " + have + ", not " + want);
        }
      }
    }
    return Optional.empty();
  }

  private static boolean isSame(String column, Object want, Object have) {
    if (want instanceof Double wanted && have instanceof Double had && Double.isFinite(wanted)) {
      return Math.abs(wanted - had) <= tolerance(column, wanted);
    }
    return want == null ? have == null : want.equals(have);
  }

  private static double tolerance(String column, double value) {
    boolean isOfDeviations = Arrays.asList(COMPLETE).contains(column);
    return isOfDeviations ? 1e-9 * Math.abs(value) + 1e-7 : Math.ulp(value) * 16 + 1e-9;
  }

  private static List<String> joined(List<String> one, List<String> other) {
    List<String> all = new ArrayList<>(one);
    all.addAll(other);
    return all;
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

  /** Empty where there is a division by zero. */
  private static Optional<List<Row>> sorted(Dataset<Row> rows, int keys) {
    try {
      return Optional.of(
          rows.collectAsList().stream()
              .sorted(Comparator.comparing(row -> key(row, 0, keys)))
              .toList());
    } catch (Exception e) { // Scala throws what is checked in Java
      if (causes(e).anyMatch(GroupsDifferential::isDivisionByZero)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private static Stream<Throwable> causes(Throwable error) {
    return Stream.iterate(error, Objects::nonNull, Throwable::getCause);
  }

  private static boolean isDivisionByZero(Throwable error) {
    String text = String.valueOf(error.getMessage());
    return text.contains("DIVIDE_BY_ZERO") || text.contains("Cannot compute corr");
  }

  private static String key(Row row, int from, int to) {
    StringBuilder text = new StringBuilder();
    for (int i = from; i < to; i++) {
      text.append(row.get(i)).append('|');
    }
    return text.toString();
  }
}
