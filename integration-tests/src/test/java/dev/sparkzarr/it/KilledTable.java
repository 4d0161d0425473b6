package dev.sparkzarr.it;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * What a table v(t, y, x) holds: each t has the cells of one generation, so that a cell says who
 * wrote it. Immutable.
 *
 * @param generations of each t; empty for no table
 */
record KilledTable(List<Long> generations) {
  /** Stored objects are this long along t. */
  static final int CHUNK = 3;

  static final int Y = 4;
  static final int X = 5;

  /** A cell is this much times its generation, and its place: t * 1000 + y * 10 + x. */
  static final long GENERATION = 1_000_000;

  KilledTable {
    generations = List.copyOf(generations);
  }

  /** No table. */
  static final KilledTable NONE = new KilledTable(List.of());

  int length() {
    return generations.size();
  }

  /** A table of one generation. */
  static KilledTable of(int length, long generation) {
    return new KilledTable(Collections.nCopies(length, generation));
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

  /** The question about a view that {@link #ofSpark} understands the answer of. */
  static String query(String view) {
    return "SELECT t, count(v), min(v - t * 1000 - y * 10 - x), max(v - t * 1000 - y * 10 - x) FROM "
        + view
        + " GROUP BY t ORDER BY t";
  }

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
