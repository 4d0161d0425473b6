package dev.sparkzarr.spark.read;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Random;

/** Makes predicates in SQL over a {@link MemoryTable}, mostly over its axis {@code k}. */
final class RandomPredicate {
  private static final DateTimeFormatter CLOCK =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSSSSS");

  private final Random random;
  private final RandomTable.Kind kind;
  private final MemoryTable table;
  private final boolean collations;

  /**
   * @param collations whether Spark knows them
   */
  RandomPredicate(Random random, RandomTable.Kind kind, MemoryTable table, boolean collations) {
    this.collations = collations;
    this.random = random;
    this.kind = kind;
    this.table = table;
  }

  String next() {
    int choice = random.nextInt(20);
    if (choice == 0) {
      return "(" + truth(1) + ") AND " + other();
    }
    if (choice == 1) {
      return "((" + truth(1) + ") AND " + other() + ") OR (" + truth(0) + " AND " + other() + ")";
    }
    if (choice == 2) {
      return "(" + truth(1) + ") OR " + other();
    }
    if (choice == 3) {
      return "(" + truth(1) + ") AND (" + truth(1) + ")";
    }
    return truth(2);
  }

  /** Over other columns than {@code k}. */
  private String other() {
    return pick(
        "j = 1", "j >= 1", "j IN (0, 2)", "v > 1", "v IS NULL", "v <= 0", "j <> v", "j % 2 = 0");
  }

  private String truth(int depth) {
    if (depth > 0) {
      switch (random.nextInt(9)) {
        case 0 -> {
          return "NOT (" + truth(depth - 1) + ")";
        }
        case 1 -> {
          return "(" + truth(depth - 1) + " AND " + truth(depth - 1) + ")";
        }
        case 2 -> {
          return "(" + truth(depth - 1) + " OR " + truth(depth - 1) + ")";
        }
        case 3 -> {
          if (random.nextInt(3) == 0) {
            return "CASE WHEN "
                + truth(depth - 1)
                + " THEN "
                + truth(depth - 1)
                + (random.nextBoolean() ? " ELSE " + truth(depth - 1) : "")
                + " END";
          }
          return leaf();
        }
        default -> {
          return leaf();
        }
      }
    }
    return leaf();
  }

  private String leaf() {
    if (random.nextInt(16) == 0) {
      return "k IS " + pick("", "NOT ") + "NULL";
    }
    return switch (kind) {
      case BOOLEAN -> onBoolean();
      case TIMESTAMP_NTZ, TIMESTAMP -> onTimestamp();
      case DATE -> onDate("k", random.nextInt(3));
      case INTERVAL -> onInterval();
      case TEXT, WORD -> onText("k");
      default -> onNumber(number(random.nextInt(3)));
    };
  }

  private String onBoolean() {
    return pick(
        "k",
        "NOT k",
        "k = true",
        "k <=> " + pick("true", "false", "NULL"),
        "k <> false",
        "k IN (true, NULL)",
        "k < true",
        "cast(k as int) + 1 = 2",
        "cast(k as string) LIKE 't%'",
        "coalesce(k, " + pick("true", "false") + ")",
        "k IS TRUE",
        "k IS NOT FALSE");
  }

  // numbers

  private String onNumber(String value) {
    return compared(value, this::numberLiteral);
  }

  private String number(int depth) {
    if (depth == 0) {
      return "k";
    }
    String inner = number(depth - 1);
    return switch (random.nextInt(18)) {
      case 0 -> inner + " + " + smallLiteral();
      case 1 -> "(" + inner + " - " + smallLiteral() + ")";
      case 2 -> "(" + inner + ") * " + smallLiteral();
      case 3 -> "(" + inner + ") / " + smallLiteral();
      case 4 -> "(" + inner + ") % " + smallLiteral();
      case 5 -> "-(" + inner + ")";
      case 6 -> "abs(" + inner + ")";
      case 7 -> "floor(" + inner + pick("", "", " / 3") + ")";
      case 8 -> "ceil(" + inner + ")";
      case 9 -> "round(" + inner + ", " + (random.nextInt(5) - 2) + ")";
      case 10, 11 ->
          "cast("
              + inner
              + " as "
              + pick(
                  "int",
                  "bigint",
                  "smallint",
                  "tinyint",
                  "float",
                  "double",
                  "decimal(25,3)",
                  "decimal(4,1)",
                  "string",
                  "boolean",
                  "decimal(20,0)",
                  "timestamp")
              + ")";
      case 12 -> "coalesce(" + inner + ", " + smallLiteral() + ")";
      case 13 -> pick("greatest(", "least(") + inner + ", " + smallLiteral() + ")";
      case 14 -> "CASE WHEN k > 0 THEN " + inner + " ELSE " + smallLiteral() + " END";
      case 15 ->
          kind.name().startsWith("INT") ? "(" + inner + pick(" & ", " | ", " ^ ") + "3)" : inner;
      case 16 -> kind.name().startsWith("INT") ? "~" + "(" + inner + ")" : "pmod(k, 3)";
      default -> pick("sqrt(", "sign(", "(") + inner + ")";
    };
  }

  private String smallLiteral() {
    return pick("1", "2", "7", "0", "-1", "0.5", "10.1", "1.5D", "cast(0.1 as float)", "3L", "100");
  }

  private String numberLiteral() {
    if (random.nextInt(20) == 0) {
      return pick("NULL", "'5'", "'abc'", "true");
    }
    if (random.nextInt(2) == 0) {
      Object value = table.external().get(random.nextInt(table.external().size()));
      if (value instanceof Float || value instanceof Double) {
        double real = ((Number) value).doubleValue();
        if (Double.isNaN(real) || Double.isInfinite(real) || Math.abs(real) > 1e30) {
          return "cast('" + real + "' as double)";
        }
        String text = new BigDecimal(value.toString()).toPlainString();
        return text.length() > 36 ? "cast('" + real + "' as double)" : text + pick("", "D", "");
      }
      if (value != null && !(value instanceof Boolean)) {
        String text = value.toString();
        return text.startsWith("-92233720368547758") ? "(-9223372036854775807L - 1)" : text;
      }
    }
    return switch (random.nextInt(9)) {
      case 0 -> "cast('NaN' as " + pick("double", "float") + ")";
      case 1 -> "cast('" + pick("Infinity", "-Infinity") + "' as double)";
      case 2 -> pick("0.0D", "-0.0D", "0", "0.0");
      case 3 -> new BigDecimal(random.nextInt(400) - 200).movePointLeft(1).toPlainString();
      case 4 -> pick("127", "128", "-129", "32768", "2147483648", "9223372036854775807");
      case 5 -> pick("18446744073709551615", "18446744073709551616", "1e300", "1.7e308");
      default -> Integer.toString(random.nextInt(21) - 10);
    };
  }

  // times

  private String onTimestamp() {
    return switch (random.nextInt(16)) {
      case 0, 1 -> compared("k", this::timestampLiteral);
      case 14 -> compared("cast(k as timestamp)", this::timestampLiteral);
      case 15 -> compared("cast(k as timestamp_ntz)", this::timestampLiteral);
      case 2 -> compared("cast(k as timestamp)", this::timestampLiteral);
      case 3 -> compared("cast(k as timestamp_ntz)", this::timestampLiteral);
      case 4 -> compared(pick("hour", "minute", "second") + "(k)", () -> whole(60));
      case 5 ->
          compared(
              pick("hour", "minute") + "(cast(k as " + pick("timestamp", "timestamp_ntz") + "))",
              () -> whole(24));
      case 6 -> onText("cast(k as string)");
      case 7 ->
          compared("date_trunc('" + pick("HOUR", "DAY", "MONTH") + "', k)", this::timestampLiteral);
      case 8 ->
          kind == RandomTable.Kind.TIMESTAMP
              ? compared(
                  "cast(k as " + pick("bigint", "double", "int") + ")", () -> whole(2_000_000_000))
              : compared("k", this::timestampLiteral);
      default -> onDate("cast(k as date)", random.nextInt(3));
    };
  }

  private String onDate(String date, int depth) {
    String day = date;
    for (int i = 1; i < depth; i++) {
      day =
          switch (random.nextInt(5)) {
            case 0 ->
                "trunc(" + day + ", '" + pick("MM", "year", "QUARTER", "week", "DD", "abc") + "')";
            case 1 -> "date_add(" + day + ", " + (random.nextInt(800) - 400) + ")";
            case 2 ->
                "cast(cast(" + day + " as " + pick("timestamp", "timestamp_ntz") + ") as date)";
            default -> day;
          };
    }
    String part = day;
    return switch (random.nextInt(12)) {
      case 0, 1, 2 -> compared(day, this::dateLiteral);
      case 3 ->
          compared(
              "cast(" + part + " as " + pick("timestamp", "timestamp_ntz") + ")",
              this::timestampLiteral);
      case 4 -> compared("year(" + part + ")", () -> pick("1970", "2020", "2021", "1985", "2022"));
      case 5 ->
          compared("extract(YEAROFWEEK FROM " + part + ")", () -> pick("1970", "2020", "2021"));
      case 6 -> compared("datediff(" + part + ", " + dateLiteral() + ")", () -> whole(2000));
      case 7 -> onText("cast(" + part + " as string)");
      case 8 ->
          compared(
              "year(" + part + ") * 100 + month(" + part + ")",
              () -> pick("202003", "202103", "197001"));
      default ->
          compared(
              pick(
                      "month(",
                      "quarter(",
                      "day(",
                      "dayofyear(",
                      "weekofyear(",
                      "dayofweek(",
                      "weekday(")
                  + part
                  + ")",
              () -> whole(pick(12, 5, 32, 54)));
    };
  }

  private String whole(int bound) {
    return Integer.toString(random.nextInt(bound));
  }

  private String timestampLiteral() {
    if (random.nextInt(20) == 0) {
      return "NULL";
    }
    String clock = clock();
    return switch (random.nextInt(7)) {
      case 0, 1 -> "TIMESTAMP_NTZ'" + clock + "'";
      case 2 -> "TIMESTAMP_LTZ'" + clock + "'";
      case 3 -> "TIMESTAMP'" + clock + pick("Z", "+05:45", " America/New_York") + "'";
      case 4 -> "'" + clock + "'";
      case 5 -> "'" + clock.substring(0, 10) + "'";
      default -> "DATE'" + clock.substring(0, 10) + "'";
    };
  }

  private String clock() {
    long micros = RandomTable.micros(random, table.zone());
    Object near = table.external().get(random.nextInt(table.external().size()));
    if (near instanceof Instant instant && random.nextBoolean()) {
      micros = RandomTable.micros(instant);
    } else if (near instanceof LocalDateTime time && random.nextBoolean()) {
      micros = RandomTable.micros(time.toInstant(ZoneOffset.UTC));
    }
    LocalDateTime time =
        LocalDateTime.ofInstant(Instant.EPOCH.plus(micros, ChronoUnit.MICROS), ZoneOffset.UTC);
    return time.getYear() < 1 || time.getYear() > 9999
        ? "2020-03-08 02:30:00.000000"
        : CLOCK.format(time);
  }

  private String dateLiteral() {
    if (random.nextInt(20) == 0) {
      return "NULL";
    }
    Object near = table.external().get(random.nextInt(table.external().size()));
    if (near instanceof LocalDate date && date.getYear() > 0 && date.getYear() < 9999) {
      return "DATE'" + date + "'";
    }
    return "DATE'" + clock().substring(0, 10) + "'";
  }

  private String onInterval() {
    String value =
        switch (random.nextInt(6)) {
          case 0 -> "k + " + intervalLiteral();
          case 1 -> "(k - " + intervalLiteral() + ")";
          case 2 -> "-k";
          case 3 -> "abs(k)";
          default -> "k";
        };
    return compared(value, this::intervalLiteral);
  }

  private String intervalLiteral() {
    Object near = table.external().get(random.nextInt(table.external().size()));
    if (near instanceof java.time.Duration duration && random.nextBoolean()) {
      long seconds = duration.getSeconds() % 1_000_000_000;
      return "INTERVAL '" + seconds + "' SECOND";
    }
    return pick(
        "INTERVAL '0' DAY",
        "INTERVAL '1' DAY",
        "INTERVAL '-3 05:30' DAY TO MINUTE",
        "INTERVAL '90' MINUTE",
        "INTERVAL '1.5' SECOND",
        "CAST(NULL AS INTERVAL DAY TO SECOND)");
  }

  // text

  private String onText(String plain) {
    String text = plain;
    if (collations && random.nextInt(8) == 0) {
      text = "cast(" + plain + " as string collate UTF8_LCASE)";
    }
    return switch (random.nextInt(8)) {
      case 0, 1 -> compared(text, this::textLiteral);
      case 2 -> text + " LIKE '" + part() + "%'";
      case 3 -> text + " LIKE '%" + part() + "'";
      case 4 -> text + " LIKE '%" + part() + "%'";
      case 5 ->
          compared(
              "substring("
                  + text
                  + ", "
                  + (random.nextInt(24) - 12)
                  + ", "
                  + (random.nextInt(8) - 1)
                  + ")",
              () -> "'" + part() + "'");
      case 6 -> compared("length(" + text + ")", () -> whole(30));
      default -> compared(pick("upper(", "concat(", "trim(") + text + ")", this::textLiteral);
    };
  }

  private String part() {
    Object near = table.external().get(random.nextInt(table.external().size()));
    if (kind == RandomTable.Kind.WORD && near instanceof String word && random.nextInt(3) > 0) {
      return escaped(word.substring(random.nextInt(word.length() + 1)));
    }
    String clock = clock().substring(0, 19).replace(" ", pick("T", " "));
    int from = random.nextInt(clock.length());
    int stop = Math.min(clock.length(), from + 1 + random.nextInt(6));
    return random.nextBoolean()
        ? clock.substring(0, 4 + random.nextInt(9))
        : clock.substring(from, stop);
  }

  private static String escaped(String text) {
    return text.replace("\\", "\\\\").replace("'", "\\'");
  }

  private String textLiteral() {
    Object near = table.external().get(random.nextInt(table.external().size()));
    if (near instanceof String text && random.nextInt(3) > 0) {
      String start = text.substring(0, random.nextInt(text.length() + 1));
      return "'"
          + escaped(collations && random.nextInt(4) == 0 ? text.toLowerCase(Locale.ROOT) : start)
          + pick("", "", "9")
          + "'";
    }
    return pick("'" + clock() + "'", "''", "NULL", "'\u00e9'", "'" + clock().substring(0, 7) + "'");
  }

  /** A literal in SQL. */
  private interface Literal {
    String next();
  }

  private String compared(String value, Literal literal) {
    switch (random.nextInt(10)) {
      case 0 -> {
        return value + " BETWEEN " + literal.next() + " AND " + literal.next();
      }
      case 1, 2 -> {
        StringBuilder list = new StringBuilder(value + pick(" IN (", " IN (", " NOT IN ("));
        int size = 1 + random.nextInt(random.nextInt(4) == 0 ? 15 : 4);
        for (int i = 0; i < size; i++) {
          list.append(i == 0 ? "" : ", ").append(literal.next());
        }
        return list.append(')').toString();
      }
      case 3 -> {
        return value + " <=> " + literal.next();
      }
      case 4 -> {
        return literal.next() + pick(" < ", " >= ", " = ") + value;
      }
      case 5 -> {
        return "(" + value + ") IS " + pick("", "NOT ") + "NULL";
      }
      default -> {
        return value + pick(" = ", " <> ", " < ", " <= ", " > ", " >= ") + literal.next();
      }
    }
  }

  @SafeVarargs
  private <T> T pick(T... choices) {
    return choices[random.nextInt(choices.length)];
  }
}
