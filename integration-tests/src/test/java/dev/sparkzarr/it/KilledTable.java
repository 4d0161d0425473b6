package dev.sparkzarr.it;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * What a table v(t, y, x) should hold: each t has the cells of one generation, so that a cell says
 * who wrote it. Immutable.
 *
 * @param generations of each t; empty for no table
 */
record KilledTable(List<Long> generations) {
  /** Stored objects are this long along t. */
  static final int CHUNK = 3;

  private static final int Y = 4;
  private static final int X = 5;
  private static final long GENERATION = 1_000_000;

  KilledTable {
    generations = List.copyOf(generations);
  }

  /** No table. */
  static final KilledTable NONE = new KilledTable(List.of());

  /**
   * A write.
   *
   * @param name for messages
   * @param mode of saving
   * @param option its name, or empty
   * @param value of the option
   * @param from the first t that is written
   * @param after the table when it is done
   */
  record Change(
      String name, String mode, String option, String value, int from, KilledTable after) {
    /** The rows that are written. */
    String query(int to) {
      StringBuilder times = new StringBuilder();
      for (int t = from; t < to; t++) {
        times
            .append(t == from ? "" : ", ")
            .append("(" + t + "L, " + after.generations.get(t) + "L)");
      }
      return "SELECT t, y, x, CAST(g * "
          + GENERATION
          + " + t * 1000 + y * 10 + x AS DOUBLE) AS v FROM VALUES "
          + times
          + " AS times(t, g) CROSS JOIN (SELECT id AS y FROM range("
          + Y
          + ")) CROSS JOIN (SELECT id AS x FROM range("
          + X
          + "))";
    }

    String query() {
      return query(to());
    }

    private int to() {
      return name.equals("region")
          ? Integer.parseInt(value.replaceAll("[^0-9,]", "").split(",")[1])
          : after.generations.size();
    }

    boolean isInPlace() {
      return name.equals("region");
    }
  }

  /** A change that this table can have. */
  Change next(Random random, long generation) {
    if (generations.isEmpty()) {
      return overwritten("create", "errorifexists", 12 + random.nextInt(30), generation);
    }
    return switch (random.nextInt(3)) {
      case 0 -> overwritten("overwrite", "overwrite", 12 + random.nextInt(30), generation);
      case 1 -> appended(1 + random.nextInt(12), generation);
      default -> {
        int from = random.nextInt(generations.size());
        yield region(from, from + 1 + random.nextInt(generations.size() - from), generation);
      }
    };
  }

  Change overwritten(String name, String mode, int length, long generation) {
    List<Long> after = new ArrayList<>();
    for (int t = 0; t < length; t++) {
      after.add(generation);
    }
    return new Change(name, mode, "", "", 0, new KilledTable(after));
  }

  private Change appended(int more, long generation) {
    List<Long> after = new ArrayList<>(generations);
    for (int t = 0; t < more; t++) {
      after.add(generation);
    }
    return new Change(
        "append", "append", "appendDim", "t", generations.size(), new KilledTable(after));
  }

  private Change region(int from, int to, long generation) {
    List<Long> after = new ArrayList<>(generations);
    for (int t = from; t < to; t++) {
      after.set(t, generation);
    }
    String box = "{\"t\":[" + from + "," + to + "]}";
    return new Change("region", "append", "region", box, from, new KilledTable(after));
  }

  /** Whether a table that was read is this one, or, object by object, this one or another. */
  boolean isMixtureWith(KilledTable other, KilledTable read) {
    if (read.generations.size() != generations.size()) {
      return false;
    }
    for (int start = 0; start < generations.size(); start += CHUNK) {
      int end = Math.min(start + CHUNK, generations.size());
      List<Long> found = read.generations.subList(start, end);
      if (!found.equals(generations.subList(start, end))
          && !found.equals(other.generations.subList(start, end))) {
        return false;
      }
    }
    return true;
  }

  /**
   * What xarray read.
   *
   * @throws IllegalStateException when a cell is missing, or of another t, y or x, or two cells of
   *     one t are of different writes
   */
  static KilledTable ofXarray(JsonNode answer) {
    List<Long> generations = new ArrayList<>();
    for (int t = 0; t < answer.get("t").size(); t++) {
      JsonNode cells = answer.get("v").get(t);
      long generation = -1;
      check(answer.get("t").get(t).asLong() == t && cells.size() == Y * X, "axis", t, answer);
      for (int i = 0; i < cells.size(); i++) {
        check(!cells.get(i).isNull(), "missing cell", t, cells);
        long rest = cells.get(i).asLong() - t * 1000L - i / X * 10 - i % X;
        check(rest % GENERATION == 0, "cell of another place", t, cells);
        check(generation == -1 || generation == rest / GENERATION, "torn object", t, cells);
        generation = rest / GENERATION;
      }
      generations.add(generation);
    }
    return new KilledTable(generations);
  }

  /** The question that {@link #ofSpark} understands the answer of. */
  static final String QUERY =
      "SELECT t, count(v), min(v - t * 1000 - y * 10 - x), max(v - t * 1000 - y * 10 - x) FROM t"
          + " GROUP BY t ORDER BY t";

  /**
   * What our reader read.
   *
   * @throws IllegalStateException as {@link #ofXarray}
   */
  static KilledTable ofSpark(JsonNode rows) {
    List<Long> generations = new ArrayList<>();
    for (int t = 0; t < rows.size(); t++) {
      JsonNode row = rows.get(t);
      check(row.get(0).asText().equals("" + t), "axis", t, rows);
      check(row.get(1).asText().equals("" + Y * X), "missing cell", t, row);
      check(row.get(2).asText().equals(row.get(3).asText()), "torn object", t, row);
      double generation = Double.parseDouble(row.get(2).asText()) / GENERATION;
      check(generation == Math.rint(generation), "cell of another place", t, row);
      generations.add((long) generation);
    }
    return new KilledTable(generations);
  }

  private static void check(boolean isRight, String what, int t, JsonNode shown) {
    if (!isRight) {
      throw new IllegalStateException(what + " at t=" + t + ": " + shown);
    }
  }
}
