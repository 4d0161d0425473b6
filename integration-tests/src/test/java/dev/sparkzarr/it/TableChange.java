package dev.sparkzarr.it;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;

/**
 * A write of a {@link KilledTable}: the cells of some t become those of one generation. Immutable.
 *
 * @param from the first t that is written
 * @param to after the last
 * @param generation of no other write
 */
record TableChange(Kind kind, int from, int to, long generation) {
  /** How it is written. */
  enum Kind {
    CREATE("errorifexists"),
    OVERWRITE("overwrite"),
    APPEND("append"),
    REGION("append");

    final String mode;

    Kind(String mode) {
      this.mode = mode;
    }
  }

  private static final int SHORTEST = 12;
  private static final int MORE = 30;

  /** A change that a table can have. */
  static TableChange next(KilledTable table, Random random, long generation) {
    if (table.length() == 0) {
      return new TableChange(Kind.CREATE, 0, SHORTEST + random.nextInt(MORE), generation);
    }
    Kind kind = Kind.values()[1 + random.nextInt(3)];
    return kind == Kind.OVERWRITE
        ? new TableChange(kind, 0, SHORTEST + random.nextInt(MORE), generation)
        : next(kind, table, random, generation);
  }

  /** A change that a table can have, also after another one of these. */
  static TableChange beside(KilledTable table, Random random, long generation) {
    return table.length() == 0
        ? next(table, random, generation)
        : next(Kind.values()[1 + random.nextInt(3)], table, random, generation);
  }

  static TableChange next(Kind kind, KilledTable table, Random random, long generation) {
    int length = table.length();
    return switch (kind) {
      case APPEND -> new TableChange(kind, length, length + 1 + random.nextInt(12), generation);
      case REGION -> {
        int from = random.nextInt(length);
        yield new TableChange(kind, from, from + 1 + random.nextInt(length - from), generation);
      }
      default -> new TableChange(kind, 0, length, generation);
    };
  }

  /** The rows that are written. */
  String query() {
    int cells = KilledTable.Y * KilledTable.X;
    return ("SELECT t, y, x, CAST(%d + t * 1000 + y * 10 + x AS DOUBLE) AS v FROM"
            + " (SELECT %d + id div %d AS t, id div %d %% %d AS y, id %% %d AS x FROM range(%d))")
        .formatted(
            generation * KilledTable.GENERATION,
            from,
            cells,
            KilledTable.X,
            KilledTable.Y,
            KilledTable.X,
            (to - from) * cells);
  }

  /** The options that say so. */
  Map<String, String> options() {
    Map<String, String> options = new HashMap<>();
    switch (kind) {
      case APPEND -> options.put("appendDim", "t");
      case REGION -> options.put("region", "{\"t\":[" + from + "," + to + "]}");
      default -> {
        options.put("dimensions", "t,y,x");
        options.put("chunks", KilledTable.CHUNK + "," + KilledTable.Y + "," + KilledTable.X);
      }
    }
    return options;
  }

  boolean isInPlace() {
    return kind == Kind.REGION;
  }
}
