package dev.sparkzarr.spark.read;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Random predicates on random axes: the rows that pushdown leaves must be those that Spark finds
 * itself in the same data. Runs by itself too: {@code main(cases, seed)}, with any Spark on the
 * class path.
 */
public final class PredicateDifferential {
  private static final String[] ZONES = {
    "UTC",
    "America/New_York",
    "Europe/Berlin",
    "Asia/Kathmandu",
    "Australia/Lord_Howe",
    "America/Sao_Paulo",
    "Pacific/Apia",
    "+05:30"
  };
  private static final int PREDICATES_PER_TABLE = 12;
  private static final int KINDS = RandomTable.Kind.values().length;

  /** How the cases of a kind of axis went. */
  static final class Tally {
    int cases;
    int offered;
    int handled;
    int errors;

    @Override
    public String toString() {
      return cases
          + " cases, "
          + offered
          + " offered, "
          + handled
          + " handled, "
          + errors
          + " errors";
    }
  }

  private final SparkSession spark;
  private final Map<RandomTable.Kind, Tally> tallies = new EnumMap<>(RandomTable.Kind.class);
  private final List<String> failures = new ArrayList<>();

  PredicateDifferential(SparkSession spark) {
    this.spark = spark;
  }

  static SparkSession session() {
    SparkSession spark =
        SparkSession.builder()
            .master("local[1]")
            .appName("predicates")
            .config("spark.ui.enabled", "false")
            .config("spark.sql.shuffle.partitions", "1")
            .config("spark.sql.codegen.wholeStage", "false")
            .config("spark.sql.codegen.factoryMode", "NO_CODEGEN")
            .getOrCreate();
    spark.sparkContext().setLogLevel("OFF");
    return spark;
  }

  public static void main(String[] arguments) {
    int cases = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 2000;
    long seed = arguments.length > 1 ? Long.parseLong(arguments[1]) : System.nanoTime();
    SparkSession spark = session();
    PredicateDifferential differential = new PredicateDifferential(spark);
    differential.run(seed, cases, Long.MAX_VALUE);
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

  Map<RandomTable.Kind, Tally> tallies() {
    return tallies;
  }

  String summary() {
    StringBuilder text = new StringBuilder();
    tallies.forEach((kind, tally) -> text.append(kind).append(": ").append(tally).append('\n'));
    text.append(failures.size()).append(" failures\n");
    failures.stream().limit(40).forEach(failure -> text.append(failure).append('\n'));
    return text.toString();
  }

  /**
   * Runs until there were so many cases or so much time went by, but at least once for each kind of
   * axis. Table n has the seed {@code seed + n}.
   */
  void run(long seed, int cases, long nanos) {
    long end = nanos == Long.MAX_VALUE ? nanos : System.nanoTime() + nanos;
    for (int table = 0;
        table < KINDS || (table * PREDICATES_PER_TABLE < cases && System.nanoTime() < end);
        table++) {
      runTable(seed + table, table);
    }
  }

  private void runTable(long seed, int number) {
    Random random = new Random(seed);
    RandomTable.Kind kind = RandomTable.Kind.values()[Math.floorMod(seed, KINDS)];
    String zone = ZONES[random.nextInt(ZONES.length)];
    boolean ansi = random.nextInt(3) > 0;
    boolean local = random.nextInt(4) > 0;
    spark.conf().set("spark.sql.session.timeZone", zone);
    spark.conf().set("spark.sql.ansi.enabled", Boolean.toString(ansi));
    MemoryTable table = RandomTable.of(kind, random, ZoneId.of(zone));
    String id = "table" + number;
    MemorySource.TABLES.put(id, table);
    view(id, true).createOrReplaceTempView("pushed");
    Dataset<Row> unpushed = view(id, false);
    unpushed.createOrReplaceTempView("unpushed");
    Dataset<Row> plain = local ? spark.createDataFrame(table.rows(), table.schema()) : unpushed;
    plain.createOrReplaceTempView("plain");
    RandomPredicate predicates =
        new RandomPredicate(random, kind, table, !spark.version().startsWith("3."));
    for (int i = 0; i < PREDICATES_PER_TABLE; i++) {
      String sql = predicates.next();
      String where =
          "seed " + seed + " #" + i + ", " + kind + ", " + zone + ", ansi " + ansi + ": " + sql;
      compare(sql, where, table, tallies.computeIfAbsent(kind, ignored -> new Tally()));
    }
    MemorySource.TABLES.remove(id);
  }

  private Dataset<Row> view(String id, boolean push) {
    return spark
        .read()
        .format(MemorySource.class.getName())
        .option("id", id)
        .option("push", push)
        .load();
  }

  private void compare(String sql, String where, MemoryTable table, Tally tally) {
    tally.cases++;
    List<Long> expected;
    try {
      expected = collect(spark.sql("SELECT i FROM plain WHERE " + sql));
    } catch (Exception e) {
      expected = null;
      tally.errors++;
    }
    MemorySource.latest = null;
    try {
      Dataset<Row> pushed = spark.sql("SELECT i FROM pushed WHERE " + sql);
      pushed.queryExecution().optimizedPlan();
      AxisFilters filters = MemorySource.latest;
      boolean whole = filters != null && filters.residual().isEmpty();
      if (filters != null) {
        tally.offered++;
      }
      boolean allOffered =
          whole && !pushed.queryExecution().optimizedPlan().toString().contains("Filter ");
      if (allOffered) {
        tally.handled++;
      } else if (Boolean.getBoolean("sparkzarr.predicates.show")) {
        System.out.println(where + "\n  left " + (filters == null ? "all" : filters.residual()));
      }
      List<Long> actual = allOffered ? MemoryTable.selected(filters.selection()) : collect(pushed);
      if (expected == null
          && allOffered
          && isOneComparison(sql)
          && withoutPushdown(sql).isEmpty()) {
        failures.add(where + "\n  Spark raises an error, but it was handled");
      } else if (expected != null
          && !actual.equals(expected)
          && !Optional.of(actual).equals(withoutPushdown(sql))) {
        failures.add(
            where
                + "\n  expected "
                + expected
                + "\n  but was  "
                + actual
                + "\n  k "
                + table.external());
      }
    } catch (Exception e) {
      boolean isOrderOfErrors = !isOneComparison(sql) && isRaisedByCondition(e);
      if (expected != null
          && withoutPushdown(sql).isPresent()
          && !isOrderOfErrors
          && !isSparksOwn(e)) {
        failures.add(where + "\n  " + e);
      }
    }
  }

  /** Whether no part can take away the rows on which another part would raise an error. */
  private static boolean isOneComparison(String sql) {
    return !sql.contains(" AND ") && !sql.contains(" OR ");
  }

  /**
   * What Spark finds in the same source without pushdown; empty when it raises an error. It is the
   * last word: rules of Spark's optimizer that are not exact themselves, and the order in which
   * errors are met, differ between a source and a local relation.
   */
  private Optional<List<Long>> withoutPushdown(String sql) {
    try {
      return Optional.of(collect(spark.sql("SELECT i FROM unpushed WHERE " + sql)));
    } catch (Exception e) {
      return Optional.empty();
    }
  }

  /**
   * Whether Spark's own evaluation of what was handed back raised an ANSI error. Spark puts the
   * parts that it offers to a source before those that it does not, so that another part may no
   * longer take away the row first.
   */
  private static boolean isRaisedByCondition(Throwable error) {
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      if (Arrays.stream(cause.getStackTrace())
          .anyMatch(frame -> frame.getClassName().startsWith("org.apache.spark.sql.errors."))) {
        return true;
      }
    }
    return false;
  }

  /** Spark 3.5 cannot hand a source a condition that has NULL for a truth in it. */
  private static boolean isSparksOwn(Throwable error) {
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      if (cause instanceof AssertionError
          && Arrays.stream(cause.getStackTrace())
              .anyMatch(frame -> frame.getClassName().endsWith(".V2ExpressionBuilder"))) {
        return true;
      }
    }
    return false;
  }

  static List<Long> collect(Dataset<Row> rows) {
    List<Long> numbers = new ArrayList<>();
    for (Row row : rows.collectAsList()) {
      numbers.add(row.getLong(0));
    }
    Collections.sort(numbers);
    return numbers;
  }
}
