package dev.sparkzarr.spark.options;

import dev.sparkzarr.metadata.NodePath;

/** The value of option {@code group}. */
final class Paths {
  private Paths() {}

  /**
   * @param group slashes around it do not matter
   */
  static NodePath node(String group) {
    int from = 0;
    int to = group.length();
    while (from < to && group.charAt(from) == '/') {
      from++;
    }
    while (to > from && group.charAt(to - 1) == '/') {
      to--;
    }
    return new NodePath(group.substring(from, to));
  }
}
