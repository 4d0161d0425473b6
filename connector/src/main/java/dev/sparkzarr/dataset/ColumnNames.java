package dev.sparkzarr.dataset;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/** Gives out column names that differ even when case is ignored. */
final class ColumnNames {
  private final Set<String> given = new HashSet<>();
  private final Set<String> dimensions = new HashSet<>();

  String dimension(String wanted) {
    String name = unused(wanted);
    dimensions.add(wanted);
    return name;
  }

  /**
   * @return the name; with {@code _value} when a dimension is named so; with {@code _2}, {@code
   *     _3}, ... when another column has it
   */
  String other(String wanted) {
    return unused(dimensions.contains(wanted) ? wanted + "_value" : wanted);
  }

  private String unused(String wanted) {
    String name = wanted;
    for (int i = 2; !given.add(name.toLowerCase(Locale.ROOT)); i++) {
      name = wanted + "_" + i;
    }
    return name;
  }
}
